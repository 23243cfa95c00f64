package org.healthsync.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.healthsync.map.MappingFixture.compile;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.healthsync.map.MappingFileException.Mistake;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A file brings pages along by which it proves itself. */
class MappingExamplesTest {

  private static String file(String examples) {
    return """
        rules:
          - each: x in page.list
            skip: [ { if: { value: x.goal, equals: true }, as: goal } ]
            time: { at: { epochSeconds: x.t } }
            key: "{request.account}/{x.id}"
            scalar: body-weight
            value: x.v
            unit: kg
        examples:
        """
        + examples.indent(2);
  }

  private static final String PAGE =
      """
      - name: a weight, a goal and a hole
        attributes: { account: a1 }
        page:
          list:
            - { id: 1, t: 1795330512, v: 72.50 }
            - { id: 2, t: 1795330512, v: 70, goal: true }
            - { id: 3, t: 1795330512, v: null }
      """;

  private static List<Mistake> mistakes(String examples) {
    MappingFileException refused =
        catchThrowableOfType(
            MappingFileException.class,
            () ->
                StreamMapping.compile("acme/things.yaml", "version: 1\n" + file(examples))
                    .proveExamples());
    return refused == null ? List.of() : refused.mistakes();
  }

  @Test
  void examplesAreAvailableAsPages() {
    MappingExample example = compile(file(PAGE + "  readings: 1")).examples().get(0);
    assertThat(example.name()).isEqualTo("a weight, a goal and a hole");
    assertThat(example.line()).isEqualTo(11);
    assertThat(example.page().stream()).isEqualTo("things");
    assertThat(example.page().attributes()).isEqualTo(Map.of("account", "a1"));
  }

  @Test
  void aPageIsJsonDigitByDigit() {
    String page =
        """
        - name: literals
          page: { a: 1.50, b: "1.50", c: true, d: yes, e: null, f: ~, g: 2026-11-20, h: 0x1F, i: [ 1e3, -0.0 ], "j k": "", l: 010 }
        """;
    byte[] json = compile(file(page)).examples().get(0).page().payload().toByteArray();
    assertThat(new String(json, StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"a\":1.50,\"b\":\"1.50\",\"c\":true,\"d\":\"yes\",\"e\":null,\"f\":null,"
                + "\"g\":\"2026-11-20\",\"h\":\"0x1F\",\"i\":[1e3,-0.0],\"j k\":\"\",\"l\":\"010\"}");
  }

  @Test
  void anExampleThatGivesWhatItSaysIsRight() {
    assertThat(mistakes(PAGE + "  readings: 1\n  problems: 1\n  skipped: 1")).isEmpty();
    assertThat(mistakes(PAGE + "  problems: 1\n  skipped: 1")).isEmpty();
    assertThat(compile("rules: []").examples()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "readings: 2, problems: 1, skipped: 1 | readings | gives 1 readings instead of 2",
        "skipped: 1 | problems | gives 1 problems instead of 0 (missing-value at /list/2/v)",
        "problems: 1 | skipped | skips 1 parts instead of 0 {goal=1}",
        "problems: 2, skipped: 1 | problems | gives 1 problems instead of 2"
      })
  void otherCountsAreAMistakeOfTheFile(String counts, String key, String message) {
    String lines = counts.replaceAll("(^|, )", "\n  ").stripLeading();
    List<Mistake> mistakes = mistakes(PAGE + "  " + lines);
    assertThat(mistakes).hasSize(1);
    assertThat(mistakes.get(0).toString())
        .startsWith("acme/things.yaml:11: examples[0]." + key + ": example 'a weight,")
        .contains(message);
  }

  @Test
  void anExampleWithoutAnyReadingProvesNothing() {
    assertThat(mistakes("- { name: empty, page: { list: [] } }"))
        .extracting(Mistake::message)
        .containsExactly("example 'empty' gives 0 readings");
  }

  @Test
  void allExamplesAreProved() {
    String none = "- { name: n, page: { list: [] } }\n";
    assertThat(mistakes(none + none))
        .extracting(Mistake::key)
        .containsExactly("examples[0].readings", "examples[1].readings");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "- { page: {} } | examples[0] | needs the key 'name'",
        "- { name: n } | examples[0] | needs the key 'page'",
        "- { name: n, page: text } | examples[0].page | must be the JSON of a page",
        "- { name: n, page: {}, readings: 0 } | examples[0].readings | whole number from 1 on",
        "- { name: n, page: {}, problems: some } | examples[0].problems | whole number from 0 on",
        "- { name: n, page: {}, counts: 1 } | examples[0].counts | unknown key 'counts'",
        "- { name: n, page: { a: 1, a: 2 } } | examples[0].page.a | is there twice",
        "- { name: n, page: {}, attributes: [ a ] } | examples[0].attributes | must be a map"
      })
  void aMalformedExampleIsAMistake(String example, String key, String message) {
    assertThat(mistakes(example))
        .anySatisfy(
            mistake -> {
              assertThat(mistake.line()).isEqualTo(11);
              assertThat(mistake.key()).isEqualTo(key);
              assertThat(mistake.message()).contains(message);
            });
  }
}
