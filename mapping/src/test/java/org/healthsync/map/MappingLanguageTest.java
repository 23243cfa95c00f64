package org.healthsync.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsync.map.MappingFixture.compile;
import static org.healthsync.map.MappingFixture.map;
import static org.healthsync.map.MappingFixture.only;
import static org.healthsync.map.MappingFixture.page;
import static org.healthsync.map.MappingFixture.problems;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.healthsync.spi.reading.Component;
import org.healthsync.spi.reading.DeviceOfOrigin;
import org.healthsync.spi.reading.Header;
import org.healthsync.spi.reading.Reading;
import org.healthsync.spi.reading.Timing;
import org.healthsync.spi.reading.Value;
import org.healthsync.spi.reading.Value.Comparator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each construct of the language on the smallest page that shows it. */
class MappingLanguageTest {

  private static final String T = "1795330512";

  private static String scalar(String more) {
    return """
        rules:
          - each: x in page.list
            time: { at: { epochSeconds: x.t } }
            key: "{x.id}"
            scalar: body-weight
            unit: kg
        """
        + more.indent(4);
  }

  private static BigDecimal number(MappedPage page) {
    return only(page, Reading.Scalar.class).value().number();
  }

  @ParameterizedTest
  @CsvSource({
    "72450, -3, 72.450",
    "9007199254740993, 0, 9007199254740993",
    "72.50, 0, 72.50",
    "72, 1, 720",
    "'\"81.5\"', -1, 8.15",
    "0, -2, 0.00"
  })
  void valuesAreScaledByAPowerOfTenWithoutLosingADigit(String value, String power, String result) {
    String json = "{\"list\":[{\"id\":1,\"t\":%s,\"v\":%s,\"u\":%s}]}".formatted(T, value, power);
    assertThat(number(map(scalar("value: { from: x.v, power: x.u }"), json)))
        .isEqualTo(new BigDecimal(result));
  }

  @ParameterizedTest
  @CsvSource({"times: 60,  1.25, 75.00", "dividedBy: 8, 2, 0.250", "power: 2, 0.92, 92"})
  void constantsMultiplyAndDivideExactly(String rule, String value, String result) {
    String json = "{\"list\":[{\"id\":1,\"t\":%s,\"v\":%s}]}".formatted(T, value);
    assertThat(number(map(scalar("value: { from: x.v, " + rule.trim() + " }"), json)))
        .isEqualTo(new BigDecimal(result));
  }

  @Test
  void theFirstValueThatIsThereCounts() {
    String json = "{\"list\":[{\"id\":1,\"t\":%s,\"a\":null,\"c\":3}]}".formatted(T);
    assertThat(number(map(scalar("value: [ x.a, x.b, x.c ]"), json))).isEqualTo("3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ value: x.k, equals: 1 } | 1 | 1",
        "{ value: x.k, equals: 1 } | 1.0 | 1",
        "{ value: x.k, equals: 1 } | \"1\" | 1",
        "{ value: x.k, equals: 1 } | 2 | 0",
        "{ value: x.k, equals: 1 } | null | 0",
        "{ value: x.k, in: [ 0, 2 ] } | 2 | 1",
        "{ value: x.k, in: [ 0, 2 ] } | 1 | 0",
        "{ value: x.k, equals: \"true\" } | true | 1",
        "{ value: x.k, present: true } | null | 0",
        "{ value: x.none, present: false } | 1 | 1",
        "{ value: x.k, above: 5 } | 5 | 0",
        "{ value: x.k, atLeast: 5 } | 5.0 | 1",
        "{ value: x.k, below: 5, above: 2 } | 3 | 1",
        "{ value: x.k, below: 5, above: 2 } | 7 | 0",
        "{ value: x.k, atMost: 5 } | \"many\" | 0",
        "{ not: { value: x.k, equals: 1 } } | 1 | 0",
        "[ { value: x.k, above: 1 }, { value: x.id, equals: 1 } ] | 2 | 1",
        "{ any: [ { value: x.k, equals: 9 }, { value: x.id, equals: 1 } ] } | 2 | 1",
        "{ all: [ { value: x.k, equals: 9 }, { value: x.id, equals: 1 } ] } | 2 | 0",
        "{ expr: \"$x.k > 3 and $x.id = 1\" } | 4 | 1",
        "{ expr: \"$x.k > 3 and $x.id = 1\" } | 3 | 0"
      })
  void conditionsDecideWhetherARuleApplies(String when, String k, int readings) {
    String json = "{\"list\":[{\"id\":1,\"t\":%s,\"k\":%s}]}".formatted(T, k);
    MappedPage page = map(scalar("value: x.id\nwhen: " + when), json);
    assertThat(page.readings()).hasSize(readings);
    assertThat(page.problems()).isEmpty();
    assertThat(page.skipped()).isEmpty();
  }

  @Test
  void whatIsSkippedIsCountedByName() {
    String rules =
        scalar("value: x.id\nskip:\n  - { if: { value: x.k, above: 1 }, as: \"k-{x.k}\" }");
    String json =
        "{\"list\":[{\"id\":1,\"k\":2},{\"id\":2,\"k\":2},{\"id\":3,\"k\":7},{\"id\":4,\"t\":%s}]}"
            .formatted(T);
    MappedPage page = map(rules, json);
    assertThat(page.skipped()).isEqualTo(Map.of("k-2", 2, "k-7", 1));
    assertThat(page.readings()).hasSize(1);
  }

  @Test
  void oddTextNeverBecomesTheNameOfACount() {
    String rules =
        scalar("value: x.id\nskip:\n  - { if: { value: x.k, present: true }, as: \"k-{x.k}\" }");
    String json = "{\"list\":[{\"k\":\"John Doe, 72 kg\"},{\"k\":\"\\ud800\"}]}";
    assertThat(map(rules, json).skipped()).isEqualTo(Map.of("other", 2));
  }

  @Test
  void mapsKeyedByTimeAreWalkedLikeLists() {
    String rules =
        """
        rules:
          - each: s in page.series
            time: { at: { epochSeconds: s@key } }
            key: "{s@key}"
            scalar: heart-rate
            value: s.hr
            unit: "/min"
        """;
    MappedPage page =
        map(rules, "{\"series\":{\"1795330800\":{\"hr\":61},\"1795331400\":{\"hr\":62}}}");
    assertThat(page.readings())
        .extracting(r -> r.header().sourceKey())
        .containsExactly("1795330800", "1795331400");
    assertThat(((Timing.At) page.readings().get(1).header().timing()).moment().instant())
        .isEqualTo(Instant.ofEpochSecond(1795331400));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{}", "[]", "null", "{\"list\":null}", "{\"list\":[]}", "{\"list\":{}}", "7"})
  void emptyAndNullListsHaveNoElements(String json) {
    MappedPage page = map(scalar("value: x.id"), json);
    assertThat(page).isEqualTo(new MappedPage(List.of(), List.of(), Map.of()));
  }

  @Test
  void textWhereAListBelongsIsAProblem() {
    assertThat(problems(map(scalar("value: x.id"), "{\"list\":\"none\"}")))
        .containsExactly("unexpected-shape /list");
  }

  @Test
  void nestedLoopsSeeTheElementsAroundThem() {
    String rules =
        """
        rules:
          - each: g in page.groups
            time: { at: { epochSeconds: g.t } }
            rules:
              - each: m in g.ms
                key: "{g.id}/{m@key}"
                scalar: body-weight
                value: m.v
                unit: kg
        """;
    String json =
        "{\"groups\":[{\"id\":\"a\",\"t\":%s,\"ms\":[{\"v\":1},{\"v\":\"x\"}]},{\"id\":\"b\",\"ms\":[{}]}]}"
            .formatted(T);
    MappedPage page = map(rules, json);
    assertThat(page.readings()).extracting(r -> r.header().sourceKey()).containsExactly("a/0");
    assertThat(problems(page))
        .containsExactly("not-a-number /groups/0/ms/1/v", "missing-time /groups/1/t");
    assertThat(page.problems().get(0).sourceKey()).isEqualTo("a/1");
    assertThat(page.problems().get(0).type()).isEqualTo("body-weight");
  }

  @Test
  void theLaterOfTwoReadingsWithOneKeyCounts() {
    String json =
        "{\"list\":[{\"id\":1,\"t\":%1$s,\"v\":1},{\"id\":2,\"t\":%1$s,\"v\":2},{\"id\":1,\"t\":%1$s,\"v\":3}]}"
            .formatted(T);
    MappedPage page = map(scalar("value: x.v"), json);
    assertThat(page.readings())
        .extracting(r -> r.header().sourceKey() + "=" + ((Reading.Scalar) r).value().number())
        .containsExactly("2=2", "1=3");
  }

  @Test
  void switchTakesTheCaseOfAValueAndCountsTheOthers() {
    String rules =
        """
        rules:
          - each: m in page.ms
            time: { at: { epochSeconds: m.t } }
            key: "{m.type}"
            value: m.v
            switch: m.type
            otherwise: "meastype-{m.type}"
            cases:
              1: { scalar: body-weight, unit: kg }
              2: elsewhere
        """;
    String json =
        "{\"ms\":[{\"type\":1,\"t\":%1$s,\"v\":5},{\"type\":2,\"t\":%1$s},{\"type\":99,\"t\":%1$s},{\"t\":%1$s}]}"
            .formatted(T);
    MappedPage page = map(rules, json);
    assertThat(page.readings()).hasSize(1);
    assertThat(page.skipped()).isEqualTo(Map.of("meastype-99", 1));
    assertThat(problems(page)).containsExactly("missing-value /ms/3/type");
  }

  @Test
  void headersHoldDeviceMethodModificationAndQualifiers() {
    String rules =
        """
        tables:
          how: { 0: automatic, 2: manual }
        rules:
          - each: x in page.list
            time: { at: { epochSeconds: x.t } }
            method: { lookup: how, of: x.how, otherwise: unknown }
            modified: { epochMillis: x.m }
            preliminary: { value: x.open, equals: "true" }
            device: { id: x.d.id, kind: { lookup: { 7: watch }, of: x.d.k }, model: x.d.m, manufacturer: { const: Acme }, serialNumber: x.d.sn, software: x.d.sw, firmware: x.d.fw }
            qualifiers: { a: x.a, b: { const: fixed } }
            rules:
              - { scalar: body-weight, key: "{x.id}", value: x.id, unit: kg, qualifiers: { a: { const: inner }, c: x.none } }
        """;
    String json =
        "{\"list\":[{\"id\":1,\"t\":%s,\"how\":2,\"m\":1795330512123,\"open\":true,\"a\":\"outer\",\"d\":{\"id\":\"d1\",\"k\":7,\"m\":\"M 1\",\"sn\":\"S9\",\"sw\":2.1}}]}"
            .formatted(T);
    Header header = only(map(rules, json), Reading.Scalar.class).header();
    assertThat(header.method()).isEqualTo(Header.RecordingMethod.MANUAL);
    assertThat(header.modified()).isEqualTo(Instant.ofEpochMilli(1795330512123L));
    assertThat(header.preliminary()).isTrue();
    assertThat(header.device())
        .isEqualTo(new DeviceOfOrigin("d1", "watch", "Acme", "M 1", "S9", "2.1", null));
    assertThat(header.qualifiers()).isEqualTo(Map.of("a", "inner", "b", "fixed"));
  }

  @Test
  void aBadTrimmingIsReportedAndTheMeasurementStays() {
    String rules =
        scalar("value: x.id\ndevice: { id: x.d, model: x.m }\nmodified: { epochSeconds: x.mod }");
    String json =
        "{\"list\":[{\"id\":1,\"t\":%s,\"d\":\"d\",\"m\":\"\\ud800\",\"mod\":\"soon\"}]}"
            .formatted(T);
    MappedPage page = map(rules, json);
    assertThat(page.readings()).hasSize(1);
    assertThat(page.readings().get(0).header().modified()).isNull();
    assertThat(problems(page)).containsExactly("bad-text /list/0/m", "bad-time /list/0/mod");
    assertThat(page.problems())
        .as("it says which measurement, so that nobody takes it for one that is missing")
        .allMatch(
            problem -> "body-weight".equals(problem.type()) && "1".equals(problem.sourceKey()));
  }

  @Test
  void aBadTrimmingOfAMeasurementThatIsNotThereIsNoProblem() {
    String rules = scalar("value: x.v\noptional: true\nmodified: { epochSeconds: x.mod }");
    String json = "{\"list\":[{\"id\":1,\"t\":%s,\"mod\":\"soon\"}]}".formatted(T);
    MappedPage page = map(rules, json);
    assertThat(page.readings()).isEmpty();
    assertThat(page.problems()).isEmpty();
  }

  @Test
  void unitsMayComeFromTheProviderThroughATable() {
    String rules =
        """
        rules:
          - each: x in page.list
            time: { at: { epochSeconds: x.t } }
            key: "{x.id}"
            scalar: glucose
            value: x.v
            unit: { lookup: { mgdl: mg/dL, mmoll: mmol/L }, of: x.u }
            comparator: { lookup: { high: greater, low: less }, of: x.end }
        """;
    String json =
        "{\"list\":[{\"id\":1,\"t\":%1$s,\"v\":5.5,\"u\":\"mmoll\",\"end\":\"high\"},{\"id\":2,\"t\":%1$s,\"v\":5.5}]}"
            .formatted(T);
    MappedPage page = map(rules, json);
    assertThat(((Reading.Scalar) page.readings().get(0)).value())
        .isEqualTo(new Value.Quantity(new BigDecimal("5.5"), "mmol/L", Value.Comparator.GREATER));
    assertThat(problems(page)).containsExactly("missing-unit /list/1/u");
  }

  private static final String PANEL =
      """
      rules:
        - each: g in page.list
          time: { at: { epochSeconds: g.t } }
          key: "{g.id}"
          panel: blood-pressure
          components:
            systolic: { value: "g.ms[type=10].v", unit: "mm[Hg]", absent: unknown }
            diastolic: { value: "g.ms[type=9].v", unit: "mm[Hg]", absent: unknown }
            pulse: { value: "g.ms[type=11].v", unit: "/min", optional: true }
      """;

  private static MappedPage panel(String measures) {
    return map(PANEL, "{\"list\":[{\"id\":1,\"t\":%s,\"ms\":[%s]}]}".formatted(T, measures));
  }

  @Test
  void aMissingComponentSaysSoOrIsLeftOut() {
    Reading.Panel panel = only(panel("{\"type\":10,\"v\":128}"), Reading.Panel.class);
    assertThat(panel.components())
        .containsExactly(
            new Component("systolic", Value.Quantity.of(new BigDecimal("128"), "mm[Hg]")),
            new Component("diastolic", new Value.Absent("unknown")));
  }

  @Test
  void aBadComponentIsReportedAndThePanelStays() {
    MappedPage page = panel("{\"type\":10,\"v\":128},{\"type\":9,\"v\":\"NaN\"}");
    assertThat(problems(page)).containsExactly("not-a-number /list/0/ms/1/v");
    assertThat(((Reading.Panel) page.readings().get(0)).components())
        .contains(new Component("diastolic", new Value.Absent("error")));
  }

  @Test
  void aPanelWithoutAnyValueIsAProblem() {
    MappedPage page = panel("");
    assertThat(page.readings()).isEmpty();
    assertThat(problems(page)).containsExactly("missing-value /list/0/ms/-/v");
  }

  @Test
  void codesKeepTheProvidersCodeAndText() {
    String rules =
        """
        rules:
          - each: x in page.list
            time: { at: { epochSeconds: x.t } }
            key: "{x.id}"
            coded: ecg-classification
            code: { code: x.c, text: { lookup: { 1: Positive }, of: x.c } }
        """;
    String json =
        "{\"list\":[{\"id\":1,\"t\":%1$s,\"c\":1},{\"id\":2,\"t\":%1$s,\"c\":77},{\"id\":3,\"t\":%1$s}]}"
            .formatted(T);
    MappedPage page = map(rules, json);
    assertThat(page.readings())
        .extracting(r -> ((Reading.Coded) r).value())
        .containsExactly(
            new Value.Concept("provider", "1", "Positive"),
            new Value.Concept("provider", "77", null));
    assertThat(problems(page)).containsExactly("missing-value /list/2/c");
  }

  @Test
  void aCodeThatItsTableDoesNotKnowIsAProblem() {
    String rules =
        """
        rules:
          - each: x in page.list
            time: { at: { epochSeconds: x.t } }
            key: "{x.id}"
            coded: sport
            code: { system: wearable-measure, code: { lookup: { 1: walk }, of: x.c } }
        """;
    assertThat(problems(map(rules, "{\"list\":[{\"id\":1,\"t\":%s,\"c\":9}]}".formatted(T))))
        .containsExactly("unknown-code /list/0/c");
  }

  @Test
  void sessionsHaveStagesInOrder() {
    String rules =
        """
        rules:
          - each: n in page.nights
            time: { start: { epochSeconds: n.from }, lasts: { minutes: n.min } }
            key: "{n.id}"
            session: sleep-session
            kind: { code: n.kind }
            components:
              sleep-score: { value: n.score, unit: "1", optional: true }
            stages:
              each: s in n.stages
              stage: { lookup: { 1: light, 2: deep }, of: s.state }
              start: { epochSeconds: s.a }
              end: { epochSeconds: s.b }
        """;
    String json =
        """
        {"nights":[{"id":1,"from":1000,"min":2,"kind":"nap","stages":[
          {"state":1,"a":1000,"b":1060},{"state":2,"a":1060,"b":1120},{"state":2,"a":9,"b":1},{"state":5,"a":1,"b":2}]}]}
        """;
    MappedPage page = map(rules, json);
    Reading.Session session = (Reading.Session) page.readings().get(0);
    assertThat(session.kind()).isEqualTo(new Value.Concept("provider", "nap", null));
    assertThat(session.stages())
        .containsExactly(
            new Reading.Stage("light", Instant.ofEpochSecond(1000), Instant.ofEpochSecond(1060)),
            new Reading.Stage("deep", Instant.ofEpochSecond(1060), Instant.ofEpochSecond(1120)));
    assertThat(((Timing.Between) session.header().timing()).end().instant())
        .isEqualTo(Instant.ofEpochSecond(1120));
    assertThat(problems(page)).containsExactly("bad-period /nights/0/stages/2/b");
  }

  @Test
  void seriesAreSortedCutIntoChunksAndKeptWithoutTheirBadSamples() {
    String rules =
        """
        rules:
          - series: heart-rate-series
            key: "hr/{chunk}"
            unit: "/min"
            interval: PT10M
            chunk: PT1H
            samples:
              each: s in page.series
              at: { epochSeconds: s@key }
              value: s.hr
        """;
    String json =
        "{\"series\":{\"7200\":{\"hr\":3},\"3600\":{\"hr\":1},\"4200\":{\"hr\":2},\"4300\":{\"hr\":\"x\"},\"4400\":{}}}";
    MappedPage page = map(rules, json);
    assertThat(problems(page)).containsExactly("not-a-number /series/4300/hr");
    assertThat(page.problems().get(0).sourceKey())
        .as("the piece that lacks it")
        .isEqualTo("hr/1970-01-01T01:00:00Z");
    assertThat(page.readings())
        .extracting(r -> r.header().sourceKey())
        .containsExactly("hr/1970-01-01T01:00:00Z", "hr/1970-01-01T02:00:00Z");
    Reading.Series first = (Reading.Series) page.readings().get(0);
    assertThat(first.interval()).isEqualTo(Duration.ofMinutes(10));
    assertThat(first.samples())
        .containsExactly(
            new Reading.Sample(Instant.ofEpochSecond(3600), BigDecimal.ONE),
            new Reading.Sample(Instant.ofEpochSecond(4200), new BigDecimal("2")));
  }

  @Test
  void samplesBeyondTheSensorHaveAComparator() {
    String rules =
        """
        rules:
          - series: glucose-interstitial-series
            key: "glucose/{chunk}"
            chunk: PT1H
            unit: "mg/dL"
            samples:
              each: s in page.egvs
              at: { epochSeconds: s.t }
              value: s.v
              comparator: { lookup: { low: less, high: greater }, of: s.end }
        """;
    MappedPage page =
        map(
            rules,
            "{\"egvs\":[{\"t\":0,\"v\":40,\"end\":\"low\"},{\"t\":300,\"v\":110},"
                + "{\"t\":600,\"v\":400,\"end\":\"high\"}]}");
    Reading.Series series = (Reading.Series) page.readings().get(0);
    assertThat(series.samples())
        .extracting(Reading.Sample::comparator)
        .containsExactly(Comparator.LESS, Comparator.EXACT, Comparator.GREATER);
  }

  @Test
  void waveformsTakeTheirKeyFromTheRequest() {
    String rules =
        """
        rules:
          - time: { at: { epochSeconds: page.at } }
            key: "{request.signal}"
            waveform: ecg
            lead: I
            frequency: page.hz
            unit: uV
            samples: page.signal
        """;
    MappedPage page =
        map(
            compile(rules),
            page(
                "{\"at\":%s,\"hz\":300,\"signal\":[0,12,-35]}".formatted(T),
                Map.of("signal", "77")));
    Reading.Waveform ecg = only(page, Reading.Waveform.class);
    assertThat(ecg.header().sourceKey()).isEqualTo("77");
    assertThat(ecg.samples()).extracting(BigDecimal::intValueExact).containsExactly(0, 12, -35);
    MappedPage holed =
        map(
            compile(rules),
            page("{\"at\":%s,\"hz\":300,\"signal\":[0,null]}".formatted(T), Map.of("signal", "8")));
    assertThat(problems(holed)).containsExactly("not-a-number /signal/1");
  }

  @Test
  void deletionsCarryTypeAndKeyOfWhatIsGone() {
    String rules =
        """
        rules:
          - each: x in page.gone
            time: { at: { epochSeconds: x.t } }
            key: "{x.id}"
            deletion: body-weight
        """;
    Reading.Deletion gone =
        only(map(rules, "{\"gone\":[{\"id\":5,\"t\":%s}]}".formatted(T)), Reading.Deletion.class);
    assertThat(gone.header().type()).isEqualTo("body-weight");
    assertThat(gone.header().sourceKey()).isEqualTo("5");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"t\":T,\"v\":1} | missing-key /list/0/id",
        "{\"id\":\"\\ud800\",\"t\":T,\"v\":1} | bad-text /list/0/id",
        "{\"id\":\"a\\u0000\",\"t\":T,\"v\":1} | bad-text /list/0/id",
        "{\"id\":[1],\"t\":T,\"v\":1} | unexpected-shape /list/0/id",
        "{\"id\":1,\"t\":T} | missing-value /list/0/v",
        "{\"id\":1,\"t\":T,\"v\":null} | missing-value /list/0/v",
        "{\"id\":1,\"t\":T,\"v\":\"NaN\"} | not-a-number /list/0/v",
        "{\"id\":1,\"t\":T,\"v\":true} | not-a-number /list/0/v",
        "{\"id\":1,\"t\":T,\"v\":1e400} | number-out-of-range /list/0/v",
        "{\"id\":1,\"t\":T,\"v\":1e40} | number-out-of-range /list/0/v",
        "{\"id\":1,\"t\":T,\"v\":1,\"u\":null} | missing-unit /list/0/u",
        "{\"id\":1,\"t\":T,\"v\":1,\"u\":999999999} | number-out-of-range /list/0/u",
        "{\"id\":1,\"t\":T,\"v\":1,\"u\":1e99} | number-out-of-range /list/0/u",
        "{\"id\":1,\"t\":T,\"v\":1,\"u\":\"kg\"} | not-a-number /list/0/u",
        "{\"id\":1,\"v\":1} | missing-time /list/0/t",
        "{\"id\":1,\"t\":\"today\",\"v\":1} | bad-time /list/0/t",
        "{\"id\":1,\"t\":1795330512000,\"v\":1} | bad-time /list/0/t",
        "{\"id\":1,\"t\":1e300,\"v\":1} | bad-time /list/0/t",
        "null | missing-time /list/0/t",
        "\"text\" | missing-time /list/0/t"
      })
  void aFlawIsReportedAndTheRestOfThePageProceeds(String element, String problem) {
    String rules = scalar("value: { from: x.v, power: x.u }");
    String json = element.replace("T", T);
    if (json.startsWith("{") && !json.contains("\"u\"")) {
      json = json.replace("}", ",\"u\":0}");
    }
    MappedPage page =
        map(rules, "{\"list\":[%s,{\"id\":9,\"t\":%s,\"v\":5,\"u\":0}]}".formatted(json, T));
    assertThat(problems(page)).containsExactly(problem);
    assertThat(page.readings()).hasSize(1);
  }

  @Test
  void aKeyThatIsTooLongIsAProblem() {
    String json = "{\"list\":[{\"id\":\"%s\",\"t\":%s,\"v\":1}]}".formatted("k".repeat(201), T);
    assertThat(problems(map(scalar("value: x.v"), json))).containsExactly("bad-key /list/0/id");
  }

  @Test
  void theSamePageGivesEqualReadingsEachTime() {
    StreamMapping mapping = compile(PANEL);
    String json =
        "{\"list\":[{\"id\":1,\"t\":%s,\"ms\":[{\"type\":10,\"v\":1}]},{\"id\":2}]}".formatted(T);
    assertThat(map(mapping, page(json))).isEqualTo(map(mapping, page(json)));
  }

  @Test
  void theMappingVersionTellsOneTextFromAnother() throws MappingFileException {
    String yaml = "version: 3\nrules: []\n";
    String version = StreamMapping.compile("withings/measures.yaml", yaml).mappingVersion();
    assertThat(version).matches("withings/measures@3\\+[0-9a-f]{8}");
    assertThat(
            StreamMapping.compile("withings/measures.yaml", yaml.replace("\n", "\r\n"))
                .mappingVersion())
        .isEqualTo(version);
    assertThat(StreamMapping.compile("withings/measures.yaml", yaml + "# changed").mappingVersion())
        .isNotEqualTo(version);
  }
}
