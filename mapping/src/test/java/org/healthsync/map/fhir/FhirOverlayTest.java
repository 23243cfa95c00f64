package org.healthsync.map.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.healthsync.map.fhir.Readings.CONTEXT;
import static org.healthsync.map.fhir.Readings.MORNING;
import static org.healthsync.map.fhir.Readings.at;
import static org.healthsync.map.fhir.Readings.header;
import static org.healthsync.map.fhir.Readings.scalar;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.healthsync.spi.reading.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An operator's file over the table, and the rows that a plugin ships. */
class FhirOverlayTest {

  private static final FhirMapping SHIPPED = FhirMapping.load();

  private static final String MOOD =
      """
      types:
        mood:
          name: Mood
          category: exam
          code: [{own: mood}]
          value: {quantity: "1", text: score, plausible: [0, 10]}
      codes:
        wearable-measure:
          concepts:
            mood: {display: Mood, definition: A mood on a scale of the operator.}
      """;

  @Test
  void aSingleKeyIsReplacedAndTheRestOfTheRowStays() {
    FhirMapping mapping =
        SHIPPED.overlaid(
            "fhir.yaml",
            """
            types:
              body-fat-mass:
                code: [{loinc: 73708-0}, {own: segment-fat-mass}]
              body-weight:
                value: {plausible: [30, 200]}
            """);
    assertThat(json(mapping, scalar("body-fat-mass", "14.2", "kg")))
        .contains("\"73708-0\"},", "\"segment-fat-mass\"", "\"text\":\"Body fat mass\"", "14.2");
    assertThat(json(mapping, scalar("body-weight", "29", "kg"))).contains("implausible");
    assertThat(json(SHIPPED, scalar("body-weight", "29", "kg"))).doesNotContain("implausible");
    assertThat(mapping.changedTypes()).containsExactlyInAnyOrder("body-fat-mass", "body-weight");
    assertThat(SHIPPED.changedTypes()).isEmpty();
  }

  @Test
  void aKeyWithoutAValueIsTakenAway() {
    FhirMapping mapping =
        SHIPPED.overlaid("fhir.yaml", "types: {body-weight: {profile: ~, category: exam}}");
    assertThat(json(mapping, scalar("body-weight", "72", "kg"))).doesNotContain("\"meta\"");
  }

  @Test
  void aRowAndItsCodeAreAdded() {
    FhirMapping mapping = SHIPPED.overlaid("fhir.yaml", MOOD);
    assertThat(json(mapping, scalar("mood", "7", "1"))).contains("\"display\":\"Mood\"");
    assertThat(mapping.terminology().definitions(URI.create("https://health.example")))
        .anyMatch(definition -> definition.contains("A mood on a scale of the operator."));
    assertThat(mapping.types()).hasSize(SHIPPED.types().size() + 1);
  }

  @Test
  void aDroppedTypeIsSkippedAndCountedAndNoProblem() {
    FhirMapping mapping = SHIPPED.overlaid("fhir.yaml", "drop: [vascular-age]");
    List<Reading> page = List.of(scalar("vascular-age", "40", "a"), scalar("mood", "1", "1"));
    FhirRenderer.RenderedPage rendered = new FhirRenderer(mapping).renderPage(CONTEXT, page);
    assertThat(rendered.skipped()).isEqualTo(Map.of("vascular-age", 1));
    assertThat(rendered.resources()).isEmpty();
    assertThat(rendered.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.type()).isEqualTo("mood"));
    assertThat(mapping.types()).doesNotContain("vascular-age");
    assertThat(mapping.dropped()).contains("vascular-age");
  }

  @Test
  void aDeletionOfADroppedTypeStillWithdrawsWhatWasDelivered() {
    FhirMapping mapping = SHIPPED.overlaid("fhir.yaml", "drop: [vascular-age]");
    Reading gone = new Reading.Deletion(header("vascular-age", at(MORNING)));
    assertThat(new FhirRenderer(mapping).render(CONTEXT, gone))
        .isInstanceOf(Rendered.Deleted.class);
  }

  @Test
  void aLaterOverlayBringsADroppedTypeBack() {
    FhirMapping dropped = SHIPPED.overlaid("fhir.yaml", MOOD).overlaid("2.yaml", "drop: [mood]");
    String row = MOOD.substring(0, MOOD.indexOf("codes:"));
    FhirMapping back = dropped.overlaid("3.yaml", row);
    assertThat(json(back, scalar("mood", "7", "1"))).contains("\"mood\"");
    assertThat(back.dropped()).doesNotContain("mood");
  }

  @Test
  void identityIsThatOfTheShippedTable() {
    FhirMapping mapping =
        SHIPPED.overlaid(
            "fhir.yaml", "types: {body-fat-mass: {name: Fat, code: [{own: segment-fat-mass}]}}");
    FhirResource before = observation(SHIPPED, scalar("body-fat-mass", "14.2", "kg"));
    FhirResource after = observation(mapping, scalar("body-fat-mass", "14.2", "kg"));
    assertThat(after.id()).isEqualTo(before.id());
    assertThat(identifier(after)).isEqualTo(identifier(before));
    assertThat(after.contentHash()).isNotEqualTo(before.contentHash());
  }

  @Test
  void theVersionNamesTheTableAndEachOverlay() {
    FhirMapping one = SHIPPED.overlaid("fhir.yaml", MOOD);
    FhirMapping two = one.overlaid("more.yaml", "drop: [mood]");
    assertThat(one.version())
        .startsWith(SHIPPED.version())
        .matches(".*\\+[0-9a-f]{8}\\+[0-9a-f]{8}");
    assertThat(two.version()).startsWith(one.version()).isNotEqualTo(one.version());
    assertThat(SHIPPED.overlaid("fhir.yaml", MOOD).version()).isEqualTo(one.version());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "types: {body-weight: {categry: exam}} | types.body-weight.categry: unknown key",
        "types: {body-weight: {value: {quantity: stones}}} | types.body-weight.value",
        "types: {body-weight: {value: {sampled: kg}}} | not [quantity, sampled]",
        "types: {body-weight: {name: ~}} | types.body-weight: 'name' is missing",
        "types: {Mood: {name: Mood, category: exam}} | lower-case words joined by hyphens",
        "types: {mood: {name: Mood}} | types.mood: 'category' is missing",
        "drop: [mood] | drop: there is no type 'mood' to drop",
        "drop: body-weight | drop: 'drop' must be a list",
        "'{drop: [body-weight], types: {body-weight: {name: W}}}' | both dropped and",
        "rows: {} | rows: unknown key 'rows'; known are [codes, drop, examples, types, version]",
        "codes: {wearable-measure: {concepts: {mood: {display: Mood}}}} | 'definition' is missing",
        "types: {body-weight: {value: {possible: [0, 1]}}} | an example cannot be rendered",
        "types: {body-weight: {value: {rate: kg/d, quantity: ~}}} | its resource does not take",
        "types: {body-weight: {resource: document-reference}} | its resource does not take",
        "types: {body-weight: {time: [noon]}} | types.body-weight.time: 'time' does not know 'noon'",
        "types: {body-weight: {value: {grid: often}}} | 'grid' is a duration such as PT5S",
        "types: {insulin: {code: [{atc: a10}]}} | 'a10' is no code of 'atc'",
        "types: {body-weight: {units: {g: {name: W}}}} | the value's unit must be 'g'",
        "codes: {withings: {concepts: {afib-1: {same-as: [{loinc: LA1-1}]}}}} | no code of 'loinc'",
      })
  void aMistakeNamesFileLineAndKey(String overlay, String message) {
    assertThatThrownBy(() -> SHIPPED.overlaid("fhir.yaml", overlay))
        .isInstanceOf(MappingTableException.class)
        .hasMessageStartingWith("fhir.yaml:1: ")
        .hasMessageContaining(message);
  }

  @Test
  void aMistakeInAMergedRowIsToldInTheFileThatMadeIt() {
    String overlay = "types:\n  body-weight:\n    profile: bodywait\n";
    assertThatThrownBy(() -> SHIPPED.overlaid("fhir.yaml", overlay))
        .isInstanceOfSatisfying(
            MappingTableException.class,
            e ->
                assertThat(e.mistakes())
                    .containsExactly(
                        new MappingTableException.Mistake(
                            "fhir.yaml",
                            3,
                            "types.body-weight.profile",
                            "unknown profile 'bodywait'")));
  }

  @Test
  void examplesOfTheFileMustRender() {
    FhirMapping mapping =
        SHIPPED.overlaid(
            "fhir.yaml",
            """
            examples:
              - {type: body-weight, at: 2026-03-01T07:12:33+01:00, value: 72.0, unit: kg}
              - {type: step-count-day, day: 2026-03-01, zone: Europe/Berlin, value: 9, unit: "1"}
              - type: blood-pressure
                at: 2026-03-01T07:12:33+01:00
                components:
                  systolic: {value: 120, unit: "mm[Hg]"}
                  diastolic: {absent: not-performed}
              - {type: last-period-start, day: 2026-03-05, date: 2026-03-04}
              - {type: afib-ppg-classification, at: 2026-03-01T07:12:33Z, code: 1, text: Positive}
              - type: heart-rate-series
                start: 2026-03-01T07:00:00+01:00
                end: 2026-03-01T08:00:00+01:00
                samples: [61, 62]
                unit: /min
                interval: PT1M
              - type: sleep-session
                start: 2026-03-01T23:00:00+01:00
                end: 2026-03-02T07:00:00+01:00
                qualifiers: {local-day: 2026-03-02}
                code: main-sleep
                system: wearable-measure
                stages:
                  - {stage: deep, start: 2026-03-01T23:00:00+01:00, end: 2026-03-02T07:00:00+01:00}
            """);
    assertThat(mapping.examples()).hasSize(7);
    assertThat(ExampleReadings.of(mapping)).containsAll(mapping.examples());
    assertThat(mapping.overlaid("2.yaml", "drop: [body-weight]").examples()).hasSize(6);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{type: body-weight, at: 2026-03-01T07:12:33+01:00, value: 72.0, unit: cm} | bad-unit",
        "{type: mood, at: 2026-03-01T07:12:33+01:00, value: 1, unit: kg} | unmapped-type",
        "{type: body-weight, at: yesterday, value: 72.0, unit: kg} | the example is no reading",
        "{type: body-weight, at: 2026-03-01T07:12:33+01:00} | a panel needs a component",
        "{type: body-weight, when: now} | unknown key 'when'",
      })
  void anExampleThatDoesNotRenderIsAMistakeAtItsPlace(String example, String message) {
    assertThatThrownBy(() -> SHIPPED.overlaid("fhir.yaml", "examples:\n  - " + example))
        .isInstanceOf(MappingTableException.class)
        .hasMessageStartingWith("fhir.yaml:2: examples[0]")
        .hasMessageContaining(message);
  }

  @Test
  void aPluginAddsTypesAndCodes() {
    FhirMapping mapping = SHIPPED.extendedBy("acme.jar!/mapping/fhir.yaml", MOOD);
    assertThat(json(mapping, scalar("mood", "7", "1"))).contains("\"display\":\"Mood\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "types: {body-weight: {name: Weight}} | types.body-weight: the service has a row",
        "drop: [body-weight] | drop: unknown key 'drop'",
        "codes: {sleep-stage: {concepts: {rem: {display: R, definition: R}}}} | 'rem' is there",
      })
  void aPluginChangesNothingThatIsThere(String file, String message) {
    assertThatThrownBy(() -> SHIPPED.extendedBy("mapping/fhir.yaml", file))
        .isInstanceOf(MappingTableException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aSecondPluginCannotTakeTheTypeOfTheFirst() {
    FhirMapping first = SHIPPED.extendedBy("first.jar!/mapping/fhir.yaml", MOOD);
    assertThatThrownBy(() -> first.extendedBy("second.jar!/mapping/fhir.yaml", MOOD))
        .isInstanceOf(MappingTableException.class)
        .hasMessageContaining("the service has a row for 'mood'");
  }

  private static String json(FhirMapping mapping, Reading reading) {
    return observation(mapping, reading).json();
  }

  private static FhirResource observation(FhirMapping mapping, Reading reading) {
    Rendered rendered = new FhirRenderer(mapping).render(CONTEXT, reading);
    assertThat(rendered).isInstanceOf(Rendered.Resources.class);
    return ((Rendered.Resources) rendered).resources().get(0);
  }

  private static String identifier(FhirResource resource) {
    String json = resource.json();
    return json.substring(json.indexOf("\"identifier\""), json.indexOf("\"category\""));
  }
}
