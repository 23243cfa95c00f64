package org.healthsync.map.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.healthsync.map.SchemaFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema by which editors complete the FHIR table says what its reader says. */
class FhirSchemaTest {

  private static final Pattern KNOWN = Pattern.compile("unknown key 'zzz'; known are \\[(.*?)]");

  /** Files with an unknown key in the place of each definition. */
  private static final Map<String, String> PLACES =
      Map.of(
          "", "zzz: 1",
          "row", "types: { mood: { zzz: 1 } }",
          "rowOfUnit", "types: { mood: { units: { kg: { zzz: 1 } } } }",
          "component", "types: { mood: { components: { a: { zzz: 1 } } } }",
          "coding", "types: { mood: { code: [ { zzz: 1 } ] } }",
          "value", "types: { mood: { value: { zzz: 1 } } }",
          "system", "codes: { wearable-measure: { zzz: 1 } }",
          "concept", "codes: { wearable-measure: { concepts: { mood: { zzz: 1 } } } }",
          "standard",
              "codes: { wearable-measure: { concepts: { mood: { same-as: [ { zzz: 1 } ] } } } }");

  /** What a row knows before it becomes one row for each unit. */
  private static final Map<String, List<String>> ABOVE = Map.of("row", List.of("units"));

  @Test
  void theShippedTableIsAccepted() throws IOException {
    try (InputStream table = FhirMapping.class.getResourceAsStream("/fhir/observations.yaml")) {
      byte[] text = Objects.requireNonNull(table).readAllBytes();
      assertThat(SchemaFile.FHIR.complaints(new String(text, StandardCharsets.UTF_8))).isEmpty();
    }
  }

  @Test
  void aFileThatIsLaidOverTheTableIsAccepted() {
    String overlay =
        """
        types:
          body-weight: { profile: ~, value: { plausible: [1, ~] } }
          mood:
            name: Mood
            category: exam
            code: [ { own: mood } ]
            value: { quantity: "1" }
        drop: [ vascular-age ]
        codes:
          wearable-measure: { concepts: { mood: { display: Mood, definition: A mood. } } }
        """;
    assertThat(FhirMapping.load().overlaid("fhir.yaml", overlay).dropped())
        .contains("vascular-age");
    assertThat(SchemaFile.FHIR.complaints(overlay)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "types: { mood: { titel: Mood } }",
        "types: { Mood: { name: Mood } }",
        "types: { mood: { category: exams } }",
        "types: { mood: { profile: mood } }",
        "types: { mood: { day: never } }",
        "types: { mood: { code: [] } }",
        "types: { mood: { code: [ { loinc: 29463 } ] } }",
        "types: { mood: { code: [ { loinc: 29463-7, own: mood } ] } }",
        "types: { mood: { value: { plausible: [1] } } }",
        "types: { mood: { value: { plausible: [1, x] } } }",
        "types: { mood: { body-site-required: maybe } }",
        "types: []",
        "drop: mood"
      })
  void aStructuralMistakeIsRefused(String yaml) {
    assertThat(SchemaFile.FHIR.complaints(yaml)).isNotEmpty();
  }

  @Test
  void everyDefinitionOfTheSchemaIsAPlaceThatIsCompared() {
    Set<String> places = new TreeSet<>(PLACES.keySet());
    places.remove("");
    assertThat(SchemaFile.FHIR.definitions())
        .as("add to PLACES where a new definition is used")
        .isEqualTo(places);
  }

  static Set<String> places() {
    return new TreeSet<>(PLACES.keySet());
  }

  @ParameterizedTest
  @MethodSource("places")
  void theSchemaKnowsExactlyTheKeysThatTheTableKnows(String definition) {
    String yaml = PLACES.getOrDefault(definition, "");
    MappingTableException refused =
        catchThrowableOfType(
            MappingTableException.class, () -> FhirMapping.load().overlaid("fhir.yaml", yaml));
    Matcher told = KNOWN.matcher(refused.getMessage());
    assertThat(told.find()).as(refused.getMessage()).isTrue();
    Set<String> known = new TreeSet<>(List.of(told.group(1).split(", ")));
    known.addAll(ABOVE.getOrDefault(definition, List.of()));
    assertThat(known).isEqualTo(SchemaFile.FHIR.keys(definition));
  }
}
