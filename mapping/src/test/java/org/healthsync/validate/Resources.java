package org.healthsync.validate;

import ca.uhn.fhir.context.FhirContext;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.healthsync.map.fhir.DeviceWriter;
import org.healthsync.map.fhir.ExampleReadings;
import org.healthsync.map.fhir.FhirMapping;
import org.healthsync.map.fhir.FhirRenderer;
import org.healthsync.map.fhir.FhirResource;
import org.healthsync.map.fhir.ProvenanceWriter;
import org.healthsync.map.fhir.ResourceContext;

/** Resources of every type that the service makes. */
final class Resources {

  static final ResourceContext CONTEXT =
      new ResourceContext(
          "t1", "withings", "4711", "Patient/p1", URI.create("https://health.example"), null);

  private static final FullValidator FULL =
      FullValidator.build(FhirContext.forR5Cached(), ownDefinitions());

  private Resources() {}

  /** One for all tests: it takes seconds to build. */
  static FullValidator fullValidator() {
    return FULL;
  }

  static List<String> ownDefinitions() {
    return FhirMapping.load().terminology().definitions(CONTEXT.base());
  }

  static List<FhirResource> examples() {
    FhirMapping mapping = FhirMapping.load();
    FhirRenderer.RenderedPage page =
        new FhirRenderer(mapping).renderPage(CONTEXT, ExampleReadings.of(mapping));
    if (!page.problems().isEmpty()) {
      throw new AssertionError("examples that cannot be rendered: " + page.problems());
    }
    List<FhirResource> examples = new ArrayList<>(page.resources());
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
        "withings",
        "1.0.0",
        "withings/measures@3+1a2b3c4d");
  }
}
