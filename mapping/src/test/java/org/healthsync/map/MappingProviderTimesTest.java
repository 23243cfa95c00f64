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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ways in which providers write times; each as its documentation shows it. */
class MappingProviderTimesTest {

  private static MappedPage mapped(String time, String page) {
    String rules =
        """
        rules:
          - time: %s
            key: "{page.id}"
            scalar: heart-rate
            value: page.id
            unit: "/min"
        """
            .formatted(time);
    return map(rules, "{\"id\":1," + page + "}");
  }

  private static Timing timing(String time, String page) {
    return only(mapped(time, page), Reading.Scalar.class).header().timing();
  }

  private static Moment at(String time, String page) {
    return ((Timing.At) timing(time, page)).moment();
  }

  private static Moment provider(String instant, String offset) {
    return Moment.at(Instant.parse(instant), ZoneOffset.of(offset));
  }

  /** Dexcom: the receiver's clock is what it shows, less what the time is. */
  @ParameterizedTest
  @CsvSource({
    "2026-11-21T08:04:35Z, 2026-11-21T09:04:35+01:00, +01:00",
    // an older receiver: neither Z nor offset
    "2026-11-21T08:04:35, 2026-11-21T09:04:35, +01:00",
    // without seconds, and with a Z that is none
    "2026-11-21T14:15Z, 2026-11-21T06:15Z, -08:00",
    // a fraction, and a clock that is five minutes slow
    "2026-11-21T14:15:30.250Z, 2026-11-21T19:55:30, +05:45",
    "2026-11-21T14:15:30Z, 2026-11-21T10:42:30, -03:30"
  })
  void theOffsetIsWhatTheDisplayShowsLessTheSystemTime(
      String system, String display, String offset) {
    Moment moment =
        at(
            "{ at: { utc: page.s }, offset: { local: page.d, utc: page.s } }",
            "\"s\":\"%s\",\"d\":\"%s\"".formatted(system, display));
    String instant = system.endsWith("Z") ? system : system + "Z";
    assertThat(moment.instant())
        .isEqualTo(Instant.parse(instant.length() == 17 ? instant.replace("Z", ":00Z") : instant));
    assertThat(moment.offset()).isEqualTo(ZoneOffset.of(offset));
    assertThat(moment.source()).isEqualTo(OffsetSource.PROVIDER);
  }

  @Test
  void aDisplayThatIsDaysWrongTellsNoOffset() {
    Moment moment =
        at(
            "{ at: { utc: page.s }, offset: { local: page.d, utc: page.s } }",
            "\"s\":\"2026-11-21T08:04:35Z\",\"d\":\"2026-11-23T08:04:35\"");
    assertThat(moment)
        .isEqualTo(
            new Moment(Instant.parse("2026-11-21T08:04:35Z"), null, OffsetSource.UNKNOWN, null));
  }

  /** Strava: local time with a false Z beside UTC, and the zone inside of a text. */
  @Test
  void aFalseZIsNeverReadAsUtc() {
    String page =
        "\"u\":\"2026-11-21T16:03:00Z\",\"l\":\"2026-11-21T17:03:00Z\",\"o\":3600.0,"
            + "\"tz\":\"(GMT+01:00) Europe/Paris\"";
    assertThat(at("{ at: { local: page.l }, offset: { seconds: page.o } }", page))
        .isEqualTo(provider("2026-11-21T16:03:00Z", "+01:00"));
    assertThat(at("{ at: { utc: page.u }, offset: { local: page.l, utc: page.u } }", page))
        .isEqualTo(provider("2026-11-21T16:03:00Z", "+01:00"));
    assertThat(at("{ at: { utc: page.u }, zone: { expr: \"$substringAfter(tz, ') ')\" } }", page))
        .isEqualTo(Moment.in(Instant.parse("2026-11-21T16:03:00Z"), ZoneId.of("Europe/Paris")));
  }

  /** Google Health: an offset is a number of seconds with its letter; a day has three members. */
  @ParameterizedTest
  @CsvSource({"3600s, +01:00", "-12600s, -03:30", "20700s, +05:45", "0s, Z", "PT1H, +01:00"})
  void anOffsetMayBeADuration(String offset, String expected) {
    assertThat(
            at(
                "{ at: { iso: page.t }, offset: { duration: page.o } }",
                "\"t\":\"2026-11-21T06:45:12Z\",\"o\":\"%s\"".formatted(offset)))
        .isEqualTo(provider("2026-11-21T06:45:12Z", expected));
  }

  @Test
  void aDayMayHaveThreeMembers() {
    assertThat(timing("{ day: page.date }", "\"date\":{\"year\":2026,\"month\":3,\"day\":9}"))
        .isEqualTo(new Timing.OnDay(LocalDate.of(2026, 3, 9), null));
    assertThat(problems(mapped("{ day: page.date }", "\"date\":{\"year\":2026,\"month\":3}")))
        .containsExactly("bad-time /date");
    assertThat(
            problems(
                mapped("{ day: page.date }", "\"date\":{\"year\":2026,\"month\":2,\"day\":30}")))
        .containsExactly("bad-time /date");
  }

  @Test
  void theDateOfALocalTimeIsItsDay() {
    assertThat(timing("{ day: page.d }", "\"d\":\"2026-11-20T00:00:00\""))
        .isEqualTo(new Timing.OnDay(LocalDate.of(2026, 11, 20), null));
  }

  /** WHOOP: UTC and ±hh:mm; Garmin: seconds; Polar: minutes; Fitbit: milliseconds. */
  @ParameterizedTest
  @CsvSource({
    "text, '\"+01:00\"', +01:00",
    "text, '\"-0930\"', -09:30",
    "text, '\"Z\"', Z",
    "seconds, 3600.0, +01:00",
    "minutes, 60, +01:00",
    "minutes, '\"-150\"', -02:30",
    "millis, -18000000, -05:00"
  })
  void anOffsetBesideALocalTimeIsTheWearersClock(String unit, String value, String offset) {
    assertThat(
            at(
                "{ at: { local: page.t }, offset: { %s: page.o } }".formatted(unit),
                "\"t\":\"2026-11-21T17:03:00\",\"o\":" + value))
        .isEqualTo(
            Moment.at(
                Instant.parse("2026-11-21T17:03:00Z")
                    .minusSeconds(ZoneOffset.of(offset).getTotalSeconds()),
                ZoneOffset.of(offset)));
  }

  /** Polar: a date here and a time of day there; others count minutes since midnight. */
  @ParameterizedTest
  @CsvSource({
    "text, '\"00:03:53\"', 2026-11-19T23:03:53Z",
    "text, '\"08:02\"', 2026-11-20T07:02:00Z",
    "text, '\"08:02:01.5\"', 2026-11-20T07:02:01.500Z",
    "minutes, 482, 2026-11-20T07:02:00Z",
    "minutes, 1440, 2026-11-20T23:00:00Z",
    "seconds, '\"28920\"', 2026-11-20T07:02:00Z",
    "millis, 28920250, 2026-11-20T07:02:00.250Z"
  })
  void aTimeOfDayBelongsToADate(String unit, String value, String instant) {
    assertThat(
            at(
                "{ at: { day: page.d, clock: { %s: page.c } }, offset: { minutes: { const: 60 } } }"
                    .formatted(unit),
                "\"d\":\"2026-11-20\",\"c\":" + value))
        .isEqualTo(provider(instant, "+01:00"));
  }

  /** Minutes since midnight are what the clock shows, also on a day of 23 hours. */
  @ParameterizedTest
  @CsvSource({
    "2026-03-29, 60, 2026-03-29T00:00:00Z, +01:00",
    "2026-03-29, 480, 2026-03-29T06:00:00Z, +02:00",
    "2026-10-25, 480, 2026-10-25T07:00:00Z, +01:00"
  })
  void aTimeOfDayIsThatOfTheWall(String day, int minutes, String instant, String offset) {
    Moment moment =
        at(
            "{ at: { day: page.d, clock: { minutes: page.m } }, zone: page.z }",
            "\"d\":\"%s\",\"m\":%d,\"z\":\"Europe/Berlin\"".formatted(day, minutes));
    assertThat(moment.instant()).isEqualTo(Instant.parse(instant));
    assertThat(moment.offset()).isEqualTo(ZoneOffset.of(offset));
  }

  @Test
  void aDayWithoutATimeBeginsAtMidnight() {
    assertThat(
            at(
                "{ at: { day: page.d }, zone: page.z }",
                "\"d\":\"2026-11-20\",\"z\":\"Asia/Kathmandu\""))
        .isEqualTo(Moment.in(Instant.parse("2026-11-19T18:15:00Z"), ZoneId.of("Asia/Kathmandu")));
  }

  @Test
  void aTimeOfDayWithoutZoneIsGoodForItsDayOnly() {
    assertThat(
            timing(
                "{ at: { day: page.d, clock: { text: page.c } } }",
                "\"d\":\"2026-11-20\",\"c\":\"08:02\""))
        .isEqualTo(new Timing.OnDay(LocalDate.of(2026, 11, 20), null));
  }

  /** Garmin and Polar count seconds or milliseconds from a start; that is time that passes. */
  @ParameterizedTest
  @CsvSource({
    "seconds, 5400, 2026-03-29T01:30:00Z",
    "minutes, 90, 2026-03-29T01:30:00Z",
    "millis, 500, 2026-03-29T00:00:00.500Z",
    "duration, '\"PT1H30M\"', 2026-03-29T01:30:00Z",
    "duration, '\"90.5s\"', 2026-03-29T00:01:30.500Z",
    "seconds, -60, 2026-03-28T23:59:00Z"
  })
  void aMomentMayBeALengthOfTimeAfterAnother(String unit, String value, String instant) {
    Moment moment =
        at(
            "{ at: { iso: page.t, plus: { %s: page.p } }, zone: page.z }".formatted(unit),
            "\"t\":\"2026-03-29T00:00:00Z\",\"z\":\"Europe/Berlin\",\"p\":" + value);
    assertThat(moment).isEqualTo(Moment.in(Instant.parse(instant), ZoneId.of("Europe/Berlin")));
  }

  @ParameterizedTest
  @CsvSource({
    "seconds, 2470, 2026-11-21T16:44:10Z",
    "minutes, 30, 2026-11-21T16:33:00Z",
    "millis, 500, 2026-11-21T16:03:00.500Z",
    "duration, '\"PT41M10S\"', 2026-11-21T16:44:10Z",
    "duration, '\"PT41M10.25S\"', 2026-11-21T16:44:10.250Z",
    "duration, '\"2390s\"', 2026-11-21T16:42:50Z"
  })
  void aPeriodMayBeToldByItsLength(String unit, String value, String end) {
    Timing.Between period =
        (Timing.Between)
            timing(
                "{ start: { local: page.t }, offset: { minutes: page.o }, lasts: { %s: page.l } }"
                    .formatted(unit),
                "\"t\":\"2026-11-21T17:03:00\",\"o\":60,\"l\":" + value);
    assertThat(period.start()).isEqualTo(provider("2026-11-21T16:03:00Z", "+01:00"));
    assertThat(period.end()).isEqualTo(provider(end, "+01:00"));
  }

  /** Polar's lists of a night: times of day without a date, before and after midnight. */
  @ParameterizedTest
  @CsvSource({
    "23:14, 2026-11-20T22:14:00Z",
    "23:21, 2026-11-20T22:21:00Z",
    "00:02, 2026-11-20T23:02:00Z",
    "06:51, 2026-11-21T05:51:00Z",
    "22:30, 2026-11-20T21:30:00Z",
    "22:00, 2026-11-21T21:00:00Z"
  })
  void aTimeOfDayMayBeTheNextOneSinceAMoment(String clock, String instant) {
    assertThat(
            at(
                "{ at: { clock: { text: page.c }, since: { iso: page.s } } }",
                "\"c\":\"%s\",\"s\":\"2026-11-20T23:14:30+01:00\"".formatted(clock)))
        .isEqualTo(provider(instant, "+01:00"));
  }

  @Test
  void aTimeOfDaySinceAMomentFollowsTheZoneOverAClockChange() {
    assertThat(
            at(
                "{ at: { clock: { text: page.c }, since: { epochSeconds: page.s } }, zone: page.z }",
                "\"c\":\"06:00\",\"s\":%d,\"z\":\"Europe/Berlin\""
                    .formatted(Instant.parse("2026-10-24T20:00:00Z").getEpochSecond())))
        .isEqualTo(Moment.in(Instant.parse("2026-10-25T05:00:00Z"), ZoneId.of("Europe/Berlin")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ at: { utc: page.x } } | \"noon\" | bad-time /x",
        "{ at: { iso: page.t, plus: { seconds: page.x } } } | null | missing-time /x",
        "{ at: { iso: page.t, plus: { seconds: page.x } } } | 1e20 | bad-time /x",
        "{ at: { iso: page.t, plus: { duration: page.x } } } | \"soon\" | bad-time /x",
        "{ at: { iso: page.t, plus: { duration: page.x } } } | \"P1M\" | bad-time /x",
        "{ start: { iso: page.t }, lasts: { seconds: page.x } } | -1 | bad-period /x",
        "{ start: { iso: page.t }, lasts: { seconds: page.x } } | null | missing-time /x",
        "{ at: { day: page.x } } | \"2026-02-30\" | bad-time /x",
        "{ at: { day: page.t, clock: { text: page.x } } } | \"25:00\" | bad-time /x",
        "{ at: { day: page.t, clock: { text: page.x } } } | null | missing-time /x",
        "{ at: { day: page.t, clock: { minutes: page.x } } } | -1 | bad-time /x",
        "{ at: { day: page.t, clock: { minutes: page.x } } } | 99999 | bad-time /x",
        "{ at: { iso: page.t }, offset: { duration: page.x } } | \"PT20H\" | bad-time /x",
        "{ at: { iso: page.t }, offset: { text: page.x } } | \"one hour\" | bad-time /x",
        "{ at: { utc: page.t }, offset: { local: page.x, utc: page.t } } | \"noon\" | bad-time /x",
        "{ at: { clock: { text: page.x }, since: { utc: page.t } } } | \"10:00\" | missing-zone /t",
        "{ at: { clock: { text: page.t }, since: { utc: page.x } } } | null | missing-time /t"
      })
  void whatIsNoTimeIsAProblemAtItsPlace(String time, String x, String problem) {
    MappedPage page = mapped(time, "\"t\":\"2026-11-21T08:00:00Z\",\"x\":" + x);
    assertThat(page.readings()).isEmpty();
    assertThat(problems(page)).containsExactly(problem);
  }
}
