package org.healthsync.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsync.map.MappingFixture.map;
import static org.healthsync.map.MappingFixture.only;
import static org.healthsync.map.MappingFixture.problems;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.healthsync.spi.reading.Reading;
import org.healthsync.spi.reading.Timing;
import org.healthsync.spi.reading.Timing.Moment;
import org.healthsync.spi.reading.Timing.OffsetSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Instants, offsets and where the offset came from. */
class MappingTimeTest {

  private static MappedPage mapped(String time, String json) {
    String rules =
        """
        rules:
          - time: %s
            key: "{page.id}"
            scalar: body-weight
            value: page.id
            unit: kg
        """
            .formatted(time);
    return map(rules, "{\"id\":1," + json + "}");
  }

  private static Timing timing(String time, String json) {
    return only(mapped(time, json), Reading.Scalar.class).header().timing();
  }

  private static Moment at(String time, String json) {
    return ((Timing.At) timing(time, json)).moment();
  }

  /** Nights over each kind of clock change: the offset at the start and the one at the end. */
  @ParameterizedTest
  @CsvSource({
    // spring forward: 22:00 to 06:00 on the wall is seven hours
    "Europe/Berlin, 2026-03-28T21:00:00Z, 2026-03-29T04:00:00Z, +01:00, +02:00",
    // fall back: nine hours
    "Europe/Berlin, 2026-10-24T20:00:00Z, 2026-10-25T05:00:00Z, +02:00, +01:00",
    // a change of half an hour, both ways
    "Australia/Lord_Howe, 2026-04-04T11:00:00Z, 2026-04-04T19:30:00Z, +11:00, +10:30",
    "Australia/Lord_Howe, 2026-10-03T11:30:00Z, 2026-10-03T19:00:00Z, +10:30, +11:00",
    // three quarters of an hour, never changing
    "Asia/Kathmandu, 2026-03-28T16:15:00Z, 2026-03-29T00:15:00Z, +05:45, +05:45",
    // half an hour behind its neighbours
    "America/St_Johns, 2026-03-08T01:30:00Z, 2026-03-08T08:30:00Z, -03:30, -02:30",
    "America/St_Johns, 2026-11-01T00:30:00Z, 2026-11-01T09:30:00Z, -02:30, -03:30"
  })
  void aNightHasTheOffsetOfEachOfItsEnds(
      String zone, Instant start, Instant end, String atStart, String atEnd) {
    Timing.Between night =
        (Timing.Between)
            timing(
                "{ start: { epochSeconds: page.a }, end: { epochSeconds: page.b }, zone: page.z }",
                "\"a\":%d,\"b\":%d,\"z\":\"%s\""
                    .formatted(start.getEpochSecond(), end.getEpochSecond(), zone));
    ZoneId id = ZoneId.of(zone);
    assertThat(night.start())
        .isEqualTo(new Moment(start, ZoneOffset.of(atStart), OffsetSource.ZONE, id));
    assertThat(night.end()).isEqualTo(new Moment(end, ZoneOffset.of(atEnd), OffsetSource.ZONE, id));
  }

  @Test
  void aPeriodThatLastsTakesTheOffsetThatHoldsAtItsEnd() {
    Instant start = Instant.parse("2026-03-28T21:00:00Z");
    Timing.Between night =
        (Timing.Between)
            timing(
                "{ start: { epochSeconds: page.a }, lasts: { seconds: page.s }, zone: page.z }",
                "\"a\":%d,\"s\":25200,\"z\":\"Europe/Berlin\"".formatted(start.getEpochSecond()));
    assertThat(night.end().offset()).isEqualTo(ZoneOffset.ofHours(2));
    assertThat(night.end().instant()).isEqualTo(start.plusSeconds(25200));
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Paris, America/New_York, ZONE, +01:00",
    ", America/New_York, PROFILE, -05:00",
    "Mars/Olympus, America/New_York, PROFILE, -05:00",
    "GMT+1, America/New_York, PROFILE, -05:00",
    "+01:00, America/New_York, PROFILE, -05:00",
    ",, ASSUMED, +09:00"
  })
  void theZoneOfTheElementWinsOverThatOfTheProfile(
      String own, String profile, OffsetSource source, String offset) {
    Moment moment =
        at(
            "{ at: { epochSeconds: page.t }, zone: [ page.own, { profile: page.profile }, { assumed: { const: Asia/Tokyo } } ] }",
            "\"t\":1795330512,\"own\":%s,\"profile\":%s".formatted(quoted(own), quoted(profile)));
    assertThat(moment.source()).isEqualTo(source);
    assertThat(moment.offset()).isEqualTo(ZoneOffset.of(offset));
  }

  private static String quoted(@Nullable String text) {
    return text == null ? "null" : "\"" + text + "\"";
  }

  @Test
  void withoutAnyZoneTheInstantStandsAndTheOffsetIsUnknown() {
    assertThat(at("{ at: { epochSeconds: page.t } }", "\"t\":\"1795330512\""))
        .isEqualTo(new Moment(Instant.ofEpochSecond(1795330512), null, OffsetSource.UNKNOWN, null));
  }

  @ParameterizedTest
  @CsvSource({
    "epochMillis, 1795330512250, 2026-11-22T06:55:12.250Z",
    "epochSeconds, 1795330512.25, 2026-11-22T06:55:12.250Z",
    "epochSeconds, -86400, 1969-12-31T00:00:00Z"
  })
  void epochsAreExact(String format, String value, Instant instant) {
    assertThat(at("{ at: { %s: page.t } }".formatted(format), "\"t\":" + value).instant())
        .isEqualTo(instant);
  }

  @ParameterizedTest
  @CsvSource({
    "seconds, 20700, +05:45",
    "minutes, -210, -03:30",
    "millis, 3600000, +01:00",
    "text, '\"+09:30\"', +09:30"
  })
  void anOffsetFieldIsTheWearersClock(String format, String value, String offset) {
    Moment moment =
        at(
            "{ at: { iso: page.t }, offset: { %s: page.o } }".formatted(format),
            "\"t\":\"2026-03-01T06:00:00Z\",\"o\":" + value);
    assertThat(moment)
        .isEqualTo(Moment.at(Instant.parse("2026-03-01T06:00:00Z"), ZoneOffset.of(offset)));
  }

  @Test
  void anIsoOffsetIsKeptAndZAloneTellsNoOffset() {
    assertThat(at("{ at: { iso: page.t } }", "\"t\":\"2026-03-01T07:12+01:00\""))
        .isEqualTo(Moment.at(Instant.parse("2026-03-01T06:12:00Z"), ZoneOffset.ofHours(1)));
    assertThat(at("{ at: { iso: page.t } }", "\"t\":\"2026-03-01T07:12:00+00:00\"").offset())
        .isEqualTo(ZoneOffset.UTC);
    assertThat(at("{ at: { iso: page.t } }", "\"t\":\"2026-03-01T07:12:00Z\"").source())
        .isEqualTo(OffsetSource.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-15T08:00:00, 2026-01-15T07:00:00Z",
    // in the gap: moved forward by its length
    "2026-03-29T02:30:00, 2026-03-29T01:30:00Z",
    // in the overlap: the earlier offset
    "2026-10-25T02:30:00, 2026-10-25T00:30:00Z",
    // a Z that the provider puts there wrongly
    "2026-01-15T08:00:00Z, 2026-01-15T07:00:00Z"
  })
  void aLocalTimeIsReadOnTheClockOfItsZone(String local, Instant instant) {
    Moment moment =
        at(
            "{ at: { local: page.t }, zone: page.z }",
            "\"t\":\"%s\",\"z\":\"Europe/Berlin\"".formatted(local));
    assertThat(moment.instant()).isEqualTo(instant);
    assertThat(moment.source()).isEqualTo(OffsetSource.ZONE);
  }

  @Test
  void aLocalTimeWithAnOffsetFieldNeedsNoZone() {
    assertThat(
            at(
                "{ at: { local: page.t }, offset: { minutes: page.o } }",
                "\"t\":\"2026-01-15T08:00:00\",\"o\":60"))
        .isEqualTo(Moment.at(Instant.parse("2026-01-15T07:00:00Z"), ZoneOffset.ofHours(1)));
  }

  @Test
  void aLocalTimeWithoutAnyZoneIsGoodForItsDayOnly() {
    assertThat(timing("{ at: { local: page.t } }", "\"t\":\"2026-01-15T23:30:00\""))
        .isEqualTo(new Timing.OnDay(LocalDate.of(2026, 1, 15), null));
  }

  @Test
  void aDayIsADateWithItsZoneAndLeapDaysExist() {
    assertThat(
            timing(
                "{ day: page.d, zone: page.z }", "\"d\":\"2028-02-29\",\"z\":\"Asia/Kathmandu\""))
        .isEqualTo(new Timing.OnDay(LocalDate.of(2028, 2, 29), ZoneId.of("Asia/Kathmandu")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ day: page.t } | \"2026-02-29\" | bad-time",
        "{ day: page.t } | \"yesterday\" | bad-time",
        "{ day: page.t } | \"9999-01-01\" | bad-time",
        "{ day: page.t } | null | missing-time",
        "{ at: { iso: page.t } } | \"2026-13-01T00:00:00Z\" | bad-time",
        "{ at: { iso: page.t }, offset: { minutes: page.t } } | \"2026-01-01T00:00:00Z\" | bad-time",
        "{ at: { local: page.t } } | \"noon\" | bad-time",
        "{ start: { epochSeconds: page.t }, end: { epochSeconds: page.id } } | 1000 | bad-period",
        "{ start: { epochSeconds: page.t }, lasts: { seconds: page.n } } | 1000 | missing-time",
        "{ start: { local: page.t }, end: { local: page.t } } | \"2026-01-01T00:00:00\" | missing-zone"
      })
  void aTimeThatIsNoneIsAProblem(String time, String value, String code) {
    MappedPage page = mapped(time, "\"t\":" + value);
    assertThat(page.readings()).isEmpty();
    assertThat(problems(page)).hasSize(1).first().asString().startsWith(code + " /");
  }
}
