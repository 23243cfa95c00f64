package org.healthsync.map.fhir;

import java.net.URI;
import java.time.ZoneOffset;
import java.util.Optional;
import org.healthsync.spi.reading.Reading;

/** Renders examples for a person who is nobody. */
final class ExampleProof {

  private static final ResourceContext NOBODY =
      new ResourceContext(
          "example",
          "example",
          "example",
          "Patient/example",
          URI.create("https://health.example"),
          ZoneOffset.UTC);

  private ExampleProof() {}

  /** Why the example cannot become a resource; empty when it can. */
  static Optional<String> mistake(FhirMapping mapping, Reading example) {
    Rendered rendered = new FhirRenderer(mapping).render(NOBODY, example);
    if (rendered instanceof Rendered.Problem problem) {
      return Optional.of(
          "an example cannot be rendered: "
              + problem.problem().code()
              + ", "
              + problem.problem().message());
    }
    return rendered instanceof Rendered.Skipped
        ? Optional.of("an example is of a dropped type")
        : Optional.empty();
  }
}
