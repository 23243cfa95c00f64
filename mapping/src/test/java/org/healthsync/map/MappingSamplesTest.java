package org.healthsync.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsync.map.MappingFixture.map;
import static org.healthsync.map.MappingFixture.only;
import static org.healthsync.map.MappingFixture.problems;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.healthsync.spi.reading.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Samples, stages and signals in the forms in which providers write them. */
class MappingSamplesTest {

  private static final Instant START = Instant.parse("2026-11-20T22:14:30Z");

  private static String series(String samples) {
    return """
        rules:
          - key: "{page.id}/{chunk}"
            series: heart-rate-series
            unit: "/min"
            samples: %s
        """
        .formatted(samples);
  }

  private static List<String> samples(MappedPage page) {
    return only(page, Reading.Series.class).samples().stream()
        .map(s -> Duration.between(START, s.at()).toSeconds() + "=" + s.value())
        .toList();
  }

  /** Oura: values with an interval and the time of the first; null is a gap. */
  @Test
  void samplesOnAGridCountFromItsStart() {
    MappedPage page =
        map(
            series(
                "{ each: v in page.hr.items, start: { iso: page.hr.timestamp }, every: { seconds: page.hr.interval }, value: v }"),
            """
            {"id": 1, "hr": {"interval": 300.0, "items": [null, 58.0, 57.0, null, 60],
             "timestamp": "2026-11-20T23:14:30.000+01:00"}}
            """);
    assertThat(samples(page)).containsExactly("300=58.0", "600=57.0", "1200=60");
    assertThat(only(page, Reading.Series.class).interval()).isEqualTo(Duration.ofMinutes(5));
  }

  @ParameterizedTest
  @CsvSource({"0", "-5", "1e12"})
  void anIntervalThatCannotBeIsNoGrid(String interval) {
    MappedPage page =
        map(
            series(
                "{ each: v in page.items, start: { iso: page.t }, every: { millis: page.i }, value: v }"),
            "{\"id\":1,\"t\":\"%s\",\"i\":%s,\"items\":[1]}".formatted(START, interval));
    assertThat(only(page, Reading.Series.class).interval()).isNull();
  }

  /** Polar: all samples in one text, with holes. */
  @Test
  void samplesInOneTextAreSplit() {
    MappedPage page =
        map(
            series(
                "{ each: { as: v, in: page.data, split: \",\" }, start: { iso: page.t }, every: { seconds: page.rate }, value: v }"),
            "{\"id\":1,\"t\":\"%s\",\"rate\":1,\"data\":\"101, 102,null,,104.50\"}"
                .formatted(START));
    assertThat(samples(page)).containsExactly("0=101", "1=102", "4=104.50");
  }

  @Test
  void aBadPartOfATextIsAProblemAtTheText() {
    MappedPage page =
        map(
            series(
                "{ each: { as: v, in: page.data, split: \",\" }, start: { iso: page.t }, every: { seconds: { const: 1 } }, value: v }"),
            "{\"id\":1,\"t\":\"%s\",\"data\":\"101,x\"}".formatted(START));
    assertThat(problems(page)).containsExactly("not-a-number /data");
    assertThat(((Reading.Series) page.readings().get(0)).samples()).hasSize(1);
    assertThat(
            problems(
                map(
                    series(
                        "{ each: { as: v, in: page.data, split: \",\" }, at: { iso: page.t }, value: v }"),
                    "{\"id\":1,\"data\":[1]}")))
        .containsExactly("unexpected-shape /data");
  }

  @ParameterizedTest
  @CsvSource({"null", "'\"\"'", "'\" \"'"})
  void anEmptyTextHasNoParts(String data) {
    MappedPage page =
        map(
            series(
                "{ each: { as: v, in: page.data, split: \",\" }, at: { iso: page.t }, value: v }"),
            "{\"id\":1,\"data\":%s}".formatted(data));
    assertThat(page.readings()).isEmpty();
    assertThat(page.problems()).isEmpty();
  }

  /** Garmin: seconds from the start as names, and negative numbers for "no value". */
  @Test
  void samplesMayBeNamedByTheirDistanceAndOthersLeftOut() {
    MappedPage page =
        map(
            series(
                "{ each: v in page.stress, when: { value: v, atLeast: 0 }, at: { epochSeconds: page.start, plus: { seconds: v@key } }, value: v }"),
            "{\"id\":1,\"start\":%d,\"stress\":{\"0\":18,\"180\":51,\"360\":-1}}"
                .formatted(START.getEpochSecond()));
    assertThat(samples(page)).containsExactly("0=18", "180=51");
  }

  /** Strava: the times in one list and the values in another. */
  @Test
  void anExpressionJoinsListsThatBelongTogether() {
    MappedPage page =
        map(
            series(
                """
                { each: { as: s, in: { expr: "$zip($page.time.data, $page.hr.data).{'t': $[0], 'v': $[1]}" } },
                        at: { utc: page.start, plus: { seconds: s.t } }, value: s.v }\
                """),
            "{\"id\":1,\"time\":{\"data\":[0,1,4]},\"hr\":{\"data\":[131,132,135.5]},\"start\":\"%s\"}"
                .formatted(START));
    assertThat(samples(page)).containsExactly("0=131", "1=132", "4=135.5");
  }

  @Test
  void listsWithinListsAreWalkedByOneLoop() {
    MappedPage page =
        map(
            series(
                "{ each: [ h in page.hours, s in h.samples ], at: { epochSeconds: h.start, plus: { seconds: s.at } }, value: s.v }"),
            """
            {"id": 1, "hours": [{"start": %1$d, "samples": [{"at": 0, "v": 1}, {"at": 60, "v": 2}]},
                                {"start": %1$d, "samples": [{"at": 90, "v": 3}, {"at": "x", "v": 4}]}]}
            """
                .formatted(START.getEpochSecond()));
    assertThat(problems(page)).containsExactly("not-a-number /hours/1/samples/1/at");
    assertThat(((Reading.Series) page.readings().get(0)).samples())
        .extracting(Reading.Sample::value)
        .extracting(BigDecimal::intValueExact)
        .containsExactly(1, 2, 3);
  }

  private static String night(String stages) {
    return """
        rules:
          - time: { start: { iso: page.from }, end: { iso: page.to } }
            key: "{page.id}"
            session: sleep-session
            stages: %s
        """
        .formatted(stages);
  }

  private static List<String> stages(MappedPage page) {
    return only(page, Reading.Session.class).stages().stream()
        .map(
            s ->
                "%s %d-%d"
                    .formatted(
                        s.stage(),
                        Duration.between(START, s.start()).toMinutes(),
                        Duration.between(START, s.end()).toMinutes()))
        .toList();
  }

  private static final String FROM_TO =
      "\"id\":1,\"from\":\"2026-11-20T23:14:30+01:00\",\"to\":\"2026-11-21T00:14:30+01:00\"";

  /** Oura: one character for every five minutes. */
  @Test
  void stagesOnAGridAreJoined() {
    MappedPage page =
        map(
            night(
                "{ each: { as: c, in: page.phases, split: \"\" }, stage: { lookup: { 1: deep, 2: light, 4: wake }, of: c }, start: { iso: page.from }, every: { minutes: { const: 5 } } }"),
            "{%s,\"phases\":\"4422219112\"}".formatted(FROM_TO));
    assertThat(stages(page))
        .containsExactly("wake 0-10", "light 10-25", "deep 25-30", "deep 35-45", "light 45-50");
  }

  /** Polar: a stage is named by the time of day at which it begins, and lasts until the next. */
  @Test
  void aStageWithoutAnEndLastsUntilTheNextOne() {
    MappedPage page =
        map(
            night(
                "{ each: s in page.hypnogram, stage: { lookup: { 0: wake, 3: light, 4: deep }, of: s }, start: { clock: { text: s@key }, since: { iso: page.from } } }"),
            "{%s,\"hypnogram\":{\"00:02\":4,\"23:14\":0,\"23:21\":3,\"00:05\":9,\"00:09\":3}}"
                .formatted(FROM_TO));
    assertThat(stages(page)).containsExactly("wake 0-6", "light 6-47", "deep 47-50", "light 54-60");
  }

  /** Garmin: a list for each stage. */
  @Test
  void stagesOfSeveralListsAreInOrderOfTime() {
    MappedPage page =
        map(
            night(
                """
                { each: [ level in page.levels, s in level ], when: { value: level@key, in: [ deep, light ] }, stage: level@key,
                           start: { epochSeconds: s.a }, end: { epochSeconds: s.b } }\
                """),
            """
            {%s,"levels": {"deep": [{"a": %3$d, "b": %4$d}], "other": [{"a": 1, "b": 0}],
                           "light": [{"a": %2$d, "b": %3$d}, {"a": %4$d, "b": %5$d}]}}
            """
                .formatted(
                    FROM_TO,
                    START.getEpochSecond(),
                    START.getEpochSecond() + 600,
                    START.getEpochSecond() + 1200,
                    START.getEpochSecond() + 1800));
    assertThat(stages(page)).containsExactly("light 0-10", "deep 10-20", "light 20-30");
  }

  /** Google Health: counts and what they must be divided by; Polar: objects. */
  @Test
  void samplesOfASignalMayBeScaledAndPluckedFromObjects() {
    String rules =
        """
        rules:
          - time: { at: { iso: page.t } }
            key: "{page.id}"
            waveform: ecg
            lead: I
            frequency: { const: 125 }
            unit: mV
            samples: { each: s in page.samples, value: { from: s.amplitude, dividedBy: page.factor } }
        """;
    String json =
        "{\"id\":1,\"t\":\"2026-11-20T22:14:30Z\",\"factor\":%s,\"samples\":[{\"amplitude\":10},{\"amplitude\":-25}]}";
    assertThat(only(map(rules, json.formatted("8")), Reading.Waveform.class).samples())
        .containsExactly(new BigDecimal("1.25"), new BigDecimal("-3.125"));
    assertThat(only(map(rules, json.formatted("3")), Reading.Waveform.class).samples())
        .containsExactly(new BigDecimal("3.333333333333333"), new BigDecimal("-8.333333333333333"));
    assertThat(problems(map(rules, json.formatted("0"))))
        .containsExactly("number-out-of-range /factor");
    assertThat(problems(map(rules, json.formatted("null"))))
        .containsExactly("missing-unit /factor");
  }

  @Test
  void aSignalKeepsItsCountsAndTellsWhatOneIs() {
    String rules =
        """
        rules:
          - time: { at: { iso: page.t } }
            key: "{page.id}"
            waveform: ecg
            lead: I
            frequency: page.hz
            unit: mV
            factor: { from: { const: 1 }, dividedBy: page.scale }
            samples: page.samples
        """;
    String json =
        "{\"id\":1,\"t\":\"2026-11-20T22:14:30Z\",\"hz\":250,\"scale\":%s,\"samples\":[10,-25]}";
    Reading.Waveform ecg = only(map(rules, json.formatted("8")), Reading.Waveform.class);
    assertThat(ecg.factor()).isEqualTo("0.125");
    assertThat(ecg.samples()).extracting(BigDecimal::intValueExact).containsExactly(10, -25);
    assertThat(problems(map(rules, json.formatted("-8")))).hasSize(1);
  }

  @Test
  void aDateIsAValue() {
    String rules =
        """
        rules:
          - time: { at: { iso: page.t } }
            key: "{page.id}"
            dated: last-period-start
            date: page.day
            optional: %s
        """;
    String json = "{\"id\":1,\"t\":\"2026-11-20T22:14:30Z\",\"day\":%s}";
    assertThat(
            only(
                    map(rules.formatted("false"), json.formatted("\"2026-11-03\"")),
                    Reading.Dated.class)
                .value())
        .isEqualTo("2026-11-03");
    assertThat(problems(map(rules.formatted("false"), json.formatted("null"))))
        .containsExactly("missing-value /day");
    assertThat(map(rules.formatted("true"), json.formatted("null")).problems()).isEmpty();
    assertThat(problems(map(rules.formatted("true"), json.formatted("\"soon\""))))
        .containsExactly("bad-time /day");
  }

  @ParameterizedTest
  @CsvSource({
    "PT3H11M, 11460",
    "PT12H3M30S, 43410",
    "PT0.25S, 0.25",
    "P1DT1S, 86401",
    "PT1H0.500S, 3600.5",
    "2390s, 2390",
    "3.50s, 3.50"
  })
  void aDurationIsANumberOfSeconds(String duration, String seconds) {
    String rules =
        """
        rules:
          - time: { day: page.day }
            key: "{page.day}"
            scalar: active-duration-day
            value: { duration: page.active }
            unit: s
        """;
    MappedPage page = map(rules, "{\"day\":\"2026-11-20\",\"active\":\"%s\"}".formatted(duration));
    assertThat(only(page, Reading.Scalar.class).value().number())
        .isEqualTo(new BigDecimal(seconds));
    assertThat(problems(map(rules, "{\"day\":\"2026-11-20\",\"active\":\"long\"}")))
        .containsExactly("bad-time /active");
  }
}
