package org.healthsync.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The schema by which editors complete mapping files says what the compiler says. */
class MappingSchemaTest {

  private static final Path PLUGINS =
      Path.of(System.getProperty("basedir", "")).resolve("../plugins").normalize();
  private static final String UNKNOWN = "zzz";
  private static final Pattern KNOWN =
      Pattern.compile("unknown key 'zzz'; use one of ([A-Za-z, ]+)");

  /** Mistakes that only a compiler can see: what names refer to, and what texts mean. */
  private static final Pattern MEANING =
      Pattern.compile(
          "unknown (variable|table)|bad path|is missing|bracket|unexpected|not closed|UCUM"
              + "|here or in a rule around|not exact|is not pure|not JSONata|same for all"
              + "|is there twice|is taken|a second at least");

  static List<Path> shippedFiles() throws IOException {
    try (Stream<Path> files = Files.walk(PLUGINS)) {
      return files
          .filter(
              file -> file.toString().replace('\\', '/').contains("src/main/resources/mapping/"))
          .filter(file -> !file.endsWith("fhir.yaml") && file.toString().endsWith(".yaml"))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("shippedFiles")
  void everyShippedMappingIsAccepted(Path file) throws IOException {
    assertThat(SchemaFile.STREAM.complaints(Files.readString(file))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("shippedFiles")
  void everyShippedMappingTellsEditorsItsSchema(Path file) throws IOException {
    String first = Files.readAllLines(file).get(0);
    String marker = "# yaml-language-server: $schema=";
    assertThat(first).startsWith(marker);
    assertThat(file.resolveSibling(first.substring(marker.length()))).exists();
  }

  @Test
  void thereAreShippedMappings() throws IOException {
    assertThat(shippedFiles()).isNotEmpty();
  }

  /** The mistakes that the compiler's own test lists. */
  static List<String> structuralMistakes() throws NoSuchMethodException {
    CsvSource mistakes =
        MappingFileMistakesTest.class
            .getDeclaredMethod(
                "aMistakeNamesFileLineKeyAndWhatToDo", String.class, String.class, String.class)
            .getAnnotation(CsvSource.class);
    List<String> structural =
        Arrays.stream(mistakes.value()).filter(row -> !MEANING.matcher(last(row)).find()).toList();
    assertThat(structural).hasSizeGreaterThan(25);
    return structural;
  }

  private static String last(String row) {
    return row.substring(row.lastIndexOf('|') + 1);
  }

  @ParameterizedTest
  @MethodSource("structuralMistakes")
  void everyStructuralMistakeIsRefused(String row) {
    String line = row.substring(0, row.indexOf(" | ")).strip();
    assertThat(SchemaFile.STREAM.complaints(file(line))).isNotEmpty();
  }

  private static String file(String rule) {
    return """
        version: 1
        rules:
          - each: x in page.list
            time: { at: { epochSeconds: x.t } }
            key: "{x.id}"
            rules:
              - %s
        """
        .formatted(rule);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "version: 1",
        "rules: []",
        "[1, 2]",
        "'version: 0\nrules: []'",
        "'version: 1\nrules: []\nextra: 1'",
        "'version: 1\nrules: []\nexamples: [ { name: n, page: text } ]'",
        "'version: 1\nrules: []\nexamples: [ { name: n, page: {}, readings: 0 } ]'"
      })
  void aFileThatIsNoMappingIsRefused(String yaml) {
    assertThat(SchemaFile.STREAM.complaints(yaml)).isNotEmpty();
  }

  private static String scalar(String more) {
    return file("{ scalar: w, value: x.v, unit: kg, " + more + " }");
  }

  private static String value(String value) {
    return file("{ scalar: w, unit: kg, value: { " + value + " } }");
  }

  private static String time(String time) {
    return scalar("time: { " + time + " }");
  }

  private static String moment(String moment) {
    return time("at: { " + moment + " }");
  }

  private static String series(String samples) {
    return file("{ series: w, unit: kg, samples: { " + samples + " } }");
  }

  /**
   * Files with an unknown key in the place of each definition; several where what is known depends
   * on other keys. The compiler's answer lists what it knows there.
   */
  private static final Map<String, List<String>> PLACES =
      Map.ofEntries(
          Map.entry("", List.of("version: 1\nrules: []\nzzz: 1")),
          Map.entry(
              "rule",
              List.of(
                  file("{ zzz: 1 }"),
                  file("{ rules: [], zzz: 1 }"),
                  file("{ switch: x.v, cases: {}, zzz: 1 }"),
                  file("{ scalar: w, zzz: 1 }"),
                  file("{ panel: w, components: {}, zzz: 1 }"),
                  file("{ session: w, zzz: 1 }"),
                  file("{ series: w, zzz: 1 }"),
                  file("{ coded: w, zzz: 1 }"),
                  file("{ dated: w, zzz: 1 }"),
                  file("{ waveform: w, zzz: 1 }"),
                  file("{ deletion: w, zzz: 1 }"))),
          Map.entry(
              "special",
              List.of(
                  file("{ scalar: w, unit: kg, value: { const: 1, zzz: 1 } }"),
                  file("{ scalar: w, unit: kg, value: { lookup: {}, of: x.v, zzz: 1 } }"))),
          Map.entry("madeLoop", List.of(scalar("each: { as: y, in: x.l, zzz: 1 }"))),
          Map.entry("skip", List.of(scalar("skip: [ { if: { expr: a }, as: b, zzz: 1 } ]"))),
          Map.entry("test", List.of(scalar("when: { value: x.v, present: true, zzz: 1 }"))),
          Map.entry("scaled", List.of(value("from: x.v, zzz: 1"), value("duration: x.v, zzz: 1"))),
          Map.entry(
              "component",
              List.of(
                  file("{ panel: w, components: { c: { value: x.v, unit: kg, zzz: 1 } } }"),
                  file("{ panel: w, components: { c: { concept: x.v, zzz: 1 } } }"))),
          Map.entry("code", List.of(file("{ coded: w, code: { code: x.c, zzz: 1 } }"))),
          Map.entry("device", List.of(scalar("device: { id: x.d, zzz: 1 }"))),
          Map.entry(
              "time",
              List.of(
                  time("at: { iso: x.t }, zzz: 1"),
                  time("start: { iso: x.t }, end: { iso: x.t }, zzz: 1"),
                  time("start: { iso: x.t }, lasts: { seconds: x.t }, zzz: 1"),
                  time("day: x.t, zzz: 1"))),
          Map.entry("moment", List.of(moment("iso: x.t, zzz: 1"))),
          Map.entry("length", List.of(moment("iso: x.t, plus: { seconds: x.s, zzz: 1 }"))),
          Map.entry("timeOfDay", List.of(moment("day: x.t, clock: { text: x.s, zzz: 1 }"))),
          Map.entry("offset", List.of(scalar("offset: { seconds: x.o, zzz: 1 }"))),
          Map.entry("zoneOf", List.of(scalar("zone: { profile: x.o, zzz: 1 }"))),
          Map.entry(
              "samples",
              List.of(
                  series("each: s in x.s, at: { iso: s.t }, value: s.v, zzz: 1"),
                  series(
                      "each: s in x.s, start: { iso: s.t }, every: { seconds: s.t }, value: s.v, zzz: 1"))),
          Map.entry(
              "counts",
              List.of(
                  file(
                      "{ waveform: w, lead: I, frequency: x.f, unit: mV, samples: { each: s in x.s, value: s, zzz: 1 } }"))),
          Map.entry(
              "stages",
              List.of(
                  file(
                      "{ session: w, stages: { each: s in x.s, stage: s.n, start: { iso: s.a }, zzz: 1 } }"))),
          Map.entry(
              "example",
              List.of("version: 1\nrules: []\nexamples: [ { name: n, page: {}, zzz: 1 } ]")));

  @Test
  void everyDefinitionOfTheSchemaIsAPlaceThatIsCompared() {
    Set<String> places = new TreeSet<>(PLACES.keySet());
    places.remove("");
    assertThat(SchemaFile.STREAM.definitions())
        .as("add to PLACES where a new definition is used")
        .isEqualTo(places);
  }

  static Set<String> places() {
    return new TreeSet<>(PLACES.keySet());
  }

  @ParameterizedTest
  @MethodSource("places")
  void theSchemaKnowsExactlyTheKeysThatTheCompilerKnows(String definition) {
    Set<String> known = new TreeSet<>();
    for (String yaml : PLACES.getOrDefault(definition, List.of())) {
      known.addAll(knownKeys(yaml));
    }
    assertThat(known).doesNotContain(UNKNOWN).isEqualTo(SchemaFile.STREAM.keys(definition));
  }

  private static List<String> knownKeys(String yaml) {
    MappingFileException refused =
        catchThrowableOfType(
            MappingFileException.class, () -> StreamMapping.compile("acme/things.yaml", yaml));
    List<String> known = new ArrayList<>();
    Matcher told = KNOWN.matcher(refused.getMessage());
    while (told.find()) {
      known.addAll(List.of(told.group(1).split(", ")));
    }
    assertThat(known).as(refused.getMessage()).isNotEmpty();
    return known;
  }

  @Test
  void everyKeyIsExplained() {
    assertThat(SchemaFile.STREAM.unexplained()).isEmpty();
    assertThat(SchemaFile.FHIR.unexplained()).isEmpty();
  }
}
