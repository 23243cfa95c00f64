package org.healthsync.validate;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.healthsync.map.fhir.FhirResource;
import org.hl7.fhir.r5.model.Bundle;
import org.hl7.fhir.r5.model.CanonicalResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every resource that the service makes, against HAPI's full validator and parser. */
class ValidityTest {

  /**
   * Warnings that are expected, each by a part of its text and why it is no fault. One that no
   * example draws any more must go.
   */
  private static final Map<String, String> EXPLAINED =
      Map.of(
          "None of the codings provided are in the value set 'Vital Signs'",
          "the second codings of a vital sign are outside of its profile's value set, as they may");

  private final FullValidator validator = Resources.fullValidator();

  @Test
  void definitionsForAFhirServerAreATransactionByUrl() {
    String text = Resources.terminology().transaction(Resources.CONTEXT.base());
    Bundle bundle = FhirContext.forR5Cached().newJsonParser().parseResource(Bundle.class, text);

    assertThat(bundle.getType()).isEqualTo(Bundle.BundleType.TRANSACTION);
    assertThat(bundle.getEntry()).hasSameSizeAs(Resources.ownDefinitions());
    assertThat(bundle.getEntry())
        .allSatisfy(
            entry -> {
              String url = entry.getRequest().getUrl();
              assertThat(entry.getResource().hasId()).as(url).isFalse();
              assertThat(entry.getRequest().getMethod()).isEqualTo(Bundle.HTTPVerb.PUT);
              String own = ((CanonicalResource) entry.getResource()).getUrl();
              assertThat(URLDecoder.decode(url, StandardCharsets.UTF_8))
                  .isEqualTo(entry.getResource().fhirType() + "?url=" + own);
            });
    // the library validates no StructureDefinition without its own cache of packages
    assertThat(validator.validate(text))
        .filteredOn(issue -> !issue.toString().contains("StructureDefinition"))
        .as("errors")
        .noneMatch(Issue::refuses);
  }

  static Stream<Arguments> examples() {
    return Resources.examples().stream().map(r -> Arguments.of(r.readingType(), r));
  }

  @Test
  void everyFormOfEveryTypeHasNoErrorAndNoUnexplainedWarning() {
    List<FhirResource> forms = Resources.examplesInEveryForm();
    List<Issue> issues =
        forms.parallelStream()
            .flatMap(
                form ->
                    validator.validate(form.json()).stream()
                        .filter(issue -> issue.severity() != Issue.Severity.INFORMATION)
                        .map(issue -> of(form, issue)))
            .toList();
    assertThat(forms).hasSizeGreaterThan(500);
    assertThat(issues)
        .filteredOn(issue -> EXPLAINED.keySet().stream().noneMatch(issue.message()::contains))
        .isEmpty();
    assertThat(EXPLAINED.keySet())
        .allMatch(text -> issues.stream().anyMatch(issue -> issue.message().contains(text)));
  }

  private static Issue of(FhirResource form, Issue issue) {
    String where = form.readingType() + " " + form.sourceKey() + " " + issue.location();
    return new Issue(issue.severity(), where, issue.message());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("examples")
  void hapiReadsTheTextWithoutLoss(String type, FhirResource resource) throws IOException {
    IParser parser = FhirContext.forR5Cached().newJsonParser();
    String encoded = parser.encodeResourceToString(parser.parseResource(resource.json()));
    ObjectMapper exact =
        JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(
                com.fasterxml.jackson.databind.cfg.JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    JsonNode before = exact.readTree(resource.json());
    assertThat(exact.readTree(encoded)).as(type).isEqualTo(before);
  }

  @Test
  void ownCodeSystemsAndValueSetsAreValidThemselves() {
    List<String> definitions =
        Resources.ownDefinitions().stream()
            .filter(definition -> !definition.contains("\"StructureDefinition\""))
            .toList();
    assertThat(definitions).hasSizeGreaterThan(8);
    for (String definition : definitions) {
      assertThat(validator.validate(definition)).filteredOn(Issue::refuses).isEmpty();
    }
  }

  @Test
  void aTypoInAnOwnCodeIsAnError() {
    String broken =
        example("visceral-fat-index").json().replace("\"visceral-fat-index\"", "\"visceral-fat\"");
    assertThat(Verdict.of(validator.validate(broken)).valid()).isFalse();
  }

  @Test
  void aTypoInAnExtensionsCodeIsAnError() {
    String broken = example("body-weight").json().replace("\"automatic\"", "\"automatik\"");
    assertThat(Verdict.of(validator.validate(broken)).valid()).isFalse();
  }

  private static FhirResource example(String type) {
    return Resources.examples().stream()
        .filter(resource -> resource.readingType().equals(type))
        .findFirst()
        .orElseThrow();
  }
}
