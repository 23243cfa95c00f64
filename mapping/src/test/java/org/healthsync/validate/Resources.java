package org.healthsync.validate;

import ca.uhn.fhir.context.FhirContext;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.healthsync.map.fhir.DeviceWriter;
import org.healthsync.map.fhir.ExampleProvider;
import org.healthsync.map.fhir.ExampleReadings;
import org.healthsync.map.fhir.FhirMapping;
import org.healthsync.map.fhir.FhirRenderer;
import org.healthsync.map.fhir.FhirResource;
import org.healthsync.map.fhir.MadeBy;
import org.healthsync.map.fhir.OwnTerminology;
import org.healthsync.map.fhir.ProvenanceWriter;
import org.healthsync.map.fhir.ResourceContext;
import org.healthsync.spi.reading.Reading;

/** Resources of every type that the service makes. */
final class Resources {

  static final ResourceContext CONTEXT =
      new ResourceContext(
          "t1", "withings", "4711", "Patient/p1", URI.create("https://health.example"), null);

  /** Static fields are made in their order: the definitions need the table. */
  private static final FhirMapping MAPPING = ExampleProvider.mapping();

  private static final FullValidator FULL =
      FullValidator.build(FhirContext.forR5Cached(), ownDefinitions());

  private Resources() {}

  /** One for all tests: it takes seconds to build. */
  static FullValidator fullValidator() {
    return FULL;
  }

  static OwnTerminology terminology() {
    return MAPPING.terminology();
  }

  static List<String> ownDefinitions() {
    return MAPPING.terminology().definitions(CONTEXT.base());
  }

  static List<FhirResource> examples() {
    return withSoftware(render(ExampleReadings.of(MAPPING)));
  }

  /** One resource for each shape that the table can give. */
  static List<FhirResource> examplesInEveryForm() {
    List<Reading> readings = new ArrayList<>(ExampleReadings.of(MAPPING));
    readings.addAll(ExampleReadings.inEveryForm(MAPPING));
    Map<Shape, FhirResource> shapes = new LinkedHashMap<>();
    withSoftware(render(readings))
        .forEach(resource -> shapes.putIfAbsent(Shape.of(resource.json()), resource));
    return List.copyOf(shapes.values());
  }

  private static List<FhirResource> render(List<Reading> readings) {
    FhirRenderer.RenderedPage page =
        new FhirRenderer(MAPPING).renderPage(ExampleProvider.CONTEXT, readings);
    if (!page.problems().isEmpty()) {
      throw new AssertionError("examples that cannot be rendered: " + page.problems());
    }
    return page.resources();
  }

  private static List<FhirResource> withSoftware(List<FhirResource> resources) {
    List<FhirResource> examples = new ArrayList<>(resources);
    DeviceWriter devices = new DeviceWriter(CONTEXT);
    examples.add(devices.providerSoftware());
    examples.add(devices.serviceSoftware("1.0.0"));
    examples.add(provenance(List.of("Observation/a", "Observation/b")));
    return examples;
  }

  static FhirResource provenance(List<String> targets) {
    return ProvenanceWriter.render(
        CONTEXT,
        targets,
        Instant.parse("2026-03-01T06:12:33.250Z"),
        new byte[] {1, 2},
        new MadeBy(
            new DeviceWriter(CONTEXT).serviceSoftware("1.0.0").reference(),
            "withings@1.0.0",
            "withings/measures@3+1a2b3c4d"));
  }
}
