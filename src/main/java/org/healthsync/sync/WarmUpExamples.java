package org.healthsync.sync;

import java.net.URI;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.healthsync.map.fhir.ExampleReadings;
import org.healthsync.map.fhir.FhirMapping;
import org.healthsync.map.fhir.FhirRenderer;
import org.healthsync.map.fhir.FhirResource;
import org.healthsync.map.fhir.ResourceContext;

/** Resources of the shapes to come, so that the validator has met them before the first page. */
final class WarmUpExamples {

  private WarmUpExamples() {}

  /** A new list, each resource once. */
  static List<String> of(FhirMapping mapping, URI base) {
    ResourceContext nobody =
        new ResourceContext(
            "example", "example", "example", "Patient/example", base, ZoneOffset.UTC);
    return new FhirRenderer(mapping)
        .renderPage(nobody, ExampleReadings.of(mapping)).resources().stream()
            .map(FhirResource::json)
            .collect(Collectors.toCollection(ArrayList::new));
  }
}
