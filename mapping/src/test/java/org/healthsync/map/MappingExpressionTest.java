package org.healthsync.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsync.map.MappingFixture.compile;
import static org.healthsync.map.MappingFixture.map;
import static org.healthsync.map.MappingFixture.page;
import static org.healthsync.map.MappingFixture.problems;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;
import org.healthsync.spi.reading.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JSONata where the plain operations end: pure, exact and bounded. */
class MappingExpressionTest {

  private static String rules(String expression) {
    return """
        rules:
          - each: x in page.list
            time: { at: { epochSeconds: x.t } }
            key: "{x.id}"
            scalar: body-weight
            unit: kg
            value:
              expr: |
                %s
        """
        .formatted(expression);
  }

  private static MappedPage run(String expression, String value) {
    return map(
        rules(expression), "{\"f\":7,\"list\":[{\"id\":1,\"t\":1795330512,\"v\":" + value + "}]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v | 72.350 | 72.350",
        "$x.v | 9007199254740993 | 9007199254740993",
        "$scale(v, -3) | 72350 | 72.350",
        "$times(v, $page.f) | 1.10 | 7.70",
        "v[type = 9].n | [{\"type\":8,\"n\":1.50},{\"type\":9,\"n\":2.50}] | 2.50",
        "v > 1000 ? $scale(v, -3) : v | 72350 | 72.350",
        "v = 5 and v in [4, 5] and v < 6 ? $count([1, 2, 3]) : 0 | 5 | 3",
        "[10, 20, 30][$x.v] | 1 | 20",
        "v.n | {\"n\": 5.0} | 5.0"
      })
  void measuredValuesKeepTheirDigits(String expression, String value, String result) {
    MappedPage page = run(expression, value);
    assertThat(problems(page)).isEmpty();
    assertThat(((Reading.Scalar) page.readings().get(0)).value().number()).isEqualTo(result);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"v * 0.001 | 72350", "v + 0 | 72.350", "$sqrt(v) | 2", "v * 1 | 9007199254740993"})
  void floatingPointArithmeticOnAMeasuredValueIsRefused(String expression, String value) {
    assertThat(problems(run(expression, value))).containsExactly("inexact-number /list/0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "( $loop := function($n) { $loop($n + 1) }; $loop(0) )",
        "( $f := function($n) { $f($n) + $f($n) }; $f(1) )",
        "$error('no')",
        "$scale(v, 999999999)",
        "$scale(0.1 + v, 1)"
      })
  void anExpressionThatFailsOrRunsAwayIsAProblemAndNoMore(String expression) {
    assertThat(problems(run(expression, "1"))).containsExactly("expression-failed /list/0");
  }

  @Test
  void nothingMeansAbsent() {
    assertThat(problems(run("$x.nope", "1"))).containsExactly("missing-value /list/0");
  }

  @Test
  void oneCompiledMappingServesManyThreads() {
    StreamMapping mapping = compile(rules("$scale($x.v, -3)"));
    List<MappedPage> pages =
        IntStream.range(0, 2000)
            .parallel()
            .mapToObj(
                i ->
                    map(
                        mapping,
                        page("{\"list\":[{\"id\":%1$d,\"t\":1,\"v\":%1$d}]}".formatted(i))))
            .toList();
    assertThat(pages).allSatisfy(page -> assertThat(page.problems()).isEmpty());
    for (int i = 0; i < pages.size(); i++) {
      Reading.Scalar reading = (Reading.Scalar) pages.get(i).readings().get(0);
      assertThat(reading.value().number()).isEqualTo(BigDecimal.valueOf(i, 3));
    }
  }
}
