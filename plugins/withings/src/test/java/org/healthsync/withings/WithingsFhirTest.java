package org.healthsync.withings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsync.map.fhir.FhirMapping;
import org.healthsync.map.fhir.FhirRenderer;
import org.healthsync.map.fhir.FhirRenderer.RenderedPage;
import org.healthsync.map.fhir.FhirResource;
import org.healthsync.spi.reading.MappingProblem;
import org.healthsync.validate.ResourceValidator;
import org.healthsync.validate.Verdict;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * From the vendor's page to FHIR as the service delivers it: the resources stand beside each page,
 * and each of them is valid R5.
 */
class WithingsFhirTest {

  private static final FhirMapping TABLE = FhirMapping.load();

  private static final ResourceValidator VALIDATOR =
      new ResourceValidator(TABLE.terminology().definitions(FixturePage.CONTEXT.base()));

  private static Stream<FixturePage> pages() {
    return FixturePage.all();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void aPageBecomesTheValidResourcesThatStandBesideIt(FixturePage fixture) throws Exception {
    RenderedPage page =
        new FhirRenderer(TABLE).renderPage(FixturePage.CONTEXT, fixture.map().readings());
    String resources =
        page.resources().stream()
            .map(resource -> resource.json() + "\n")
            .collect(Collectors.joining());
    String problems =
        page.problems().stream().map(WithingsFhirTest::line).collect(Collectors.joining());

    String actual = resources + problems;
    assertThat(actual).isEqualTo(fixture.expected(".expected.fhir.ndjson", actual));
    for (FhirResource resource : page.resources()) {
      Verdict verdict = VALIDATOR.validate(resource.json());
      assertThat(verdict.valid()).as("%s%n%s", resource.json(), verdict.issues()).isTrue();
    }
  }

  /** A reading that the table refuses goes to quarantine; that is expected FHIR too: none. */
  private static String line(MappingProblem problem) {
    return "{\"problem\":\"%s\",\"type\":\"%s\",\"sourceKey\":\"%s\"}%n"
        .formatted(problem.code(), problem.type(), problem.sourceKey());
  }
}
