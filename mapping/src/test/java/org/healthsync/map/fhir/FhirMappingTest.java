package org.healthsync.map.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FhirMappingTest {

  private static final String CODES =
      """
      version: "1"
      systems:
        wearable-measure:
          title: Measures
          concepts:
            mood: {display: Mood, definition: A mood.}
      """;

  private static final List<String> WITHINGS_TYPES =
      List.of(
          ("body-weight body-height fat-free-mass body-fat-percentage body-fat-mass muscle-mass"
                  + " bone-mass body-water-mass extracellular-water-mass intracellular-water-mass"
                  + " visceral-fat-index basal-metabolic-rate pulse-wave-velocity vascular-age"
                  + " metabolic-age nerve-health-score electrodermal-activity"
                  + " electrochemical-skin-conductance segment-fat-free-mass segment-fat-mass"
                  + " segment-muscle-mass blood-pressure heart-rate oxygen-saturation"
                  + " body-temperature skin-temperature vo2max afib-ecg-classification"
                  + " afib-ppg-classification ecg-qrs-duration ecg-pr-interval ecg-qt-interval"
                  + " ecg-qtc-interval step-count-day distance-day floors-day active-energy-day"
                  + " total-energy-day light-activity-duration-day"
                  + " moderate-activity-duration-day vigorous-activity-duration-day"
                  + " active-duration-day heart-rate-mean-day heart-rate-min-day"
                  + " heart-rate-max-day sleep-session heart-rate-mean-sleep"
                  + " heart-rate-min-sleep heart-rate-max-sleep respiratory-rate-mean-sleep"
                  + " respiratory-rate-min-sleep respiratory-rate-max-sleep"
                  + " breathing-disturbances-sleep apnea-hypopnea-index-sleep"
                  + " hrv-rmssd-sleep-start hrv-rmssd-sleep-end")
              .split(" "));

  @Test
  void everyTypeThatWithingsYieldsHasARow() {
    assertThat(FhirMapping.load().types()).containsAll(WITHINGS_TYPES);
  }

  @Test
  void versionNamesTheContentAsWellAsTheNumber() {
    String one = FhirMapping.load("t.yaml", table("plausible: [1, 2]"), "c.yaml", CODES).version();
    String two = FhirMapping.load("t.yaml", table("plausible: [1, 3]"), "c.yaml", CODES).version();
    assertThat(one).matches("fhir@7\\+[0-9a-f]{8}").isNotEqualTo(two);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "quantity: kg | quantity: stones | 't.yaml:7: types.mood.value: ''stones'' is not a UCUM unit'",
        "quantity: kg | quantity: kg, unti: x | 't.yaml:7: types.mood.value.unti: unknown key ''unti'''",
        "plausible: [1, 2] | plausible: [1, x] | 't.yaml:7: types.mood.value.plausible: ''x'' is not a number'",
        "loinc: 29463-7 | loinc: 29463-8 | 't.yaml:6: types.mood.code[0]: ''29463-8'' is no code of ''loinc'''",
        "loinc: 29463-7 | own: moood | 't.yaml:6: types.mood.code[0]: ''moood'' is no code of ''own'''",
        "category: exam | category: exams | 't.yaml:5: types.mood.category: unknown category ''exams'''",
        "name: Mood | title: Mood | 't.yaml:4: types.mood.title: unknown key ''title'''",
        "name: Mood | '' | '''name'' is missing'",
      })
  void aMistakeIsRefusedWithFileAndLine(String right, String wrong, String message) {
    String table = table("plausible: [1, 2]").replace(right, wrong);
    assertThatThrownBy(() -> FhirMapping.load("t.yaml", table, "c.yaml", CODES))
        .isInstanceOf(MappingTableException.class)
        .hasMessageContaining(message);
  }

  @Test
  void brokenYamlIsRefusedWithFileAndLine() {
    assertThatThrownBy(() -> FhirMapping.load("t.yaml", "version: 1\ntypes: [", "c.yaml", CODES))
        .isInstanceOf(MappingTableException.class)
        .hasMessageStartingWith("t.yaml:2:");
  }

  @Test
  void allMistakesAreToldTogether() {
    String table = table("plausible: [1]").replace("exam", "exams");
    assertThatThrownBy(() -> FhirMapping.load("t.yaml", table, "c.yaml", CODES))
        .hasMessageContaining("unknown category")
        .hasMessageContaining("needs a lower and an upper end");
  }

  @Test
  void ownDefinitionsCoverEverySystemUnderTheOperatorsBase() {
    List<String> definitions =
        FhirMapping.load().terminology().definitions(URI.create("https://health.example"));
    assertThat(definitions)
        .anyMatch(d -> d.contains("\"https://health.example/fhir/CodeSystem/wearable-measure\""))
        .anyMatch(
            d -> d.contains("\"https://health.example/fhir/StructureDefinition/offset-source\""))
        .hasSize(14 + 2 * 3 + 1);
  }

  private static String table(String extra) {
    return """
    version: 7
    types:
      mood:
        name: Mood
        category: exam
        code: [{loinc: 29463-7}]
        value: {quantity: kg, %s}
    """
        .formatted(extra);
  }
}
