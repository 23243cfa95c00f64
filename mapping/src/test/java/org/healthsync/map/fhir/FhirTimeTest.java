package org.healthsync.map.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsync.map.fhir.Readings.CONTEXT;
import static org.healthsync.map.fhir.Readings.header;
import static org.healthsync.map.fhir.Readings.scalar;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.healthsync.spi.reading.Reading;
import org.healthsync.spi.reading.Timing;
import org.healthsync.spi.reading.Timing.Moment;
import org.healthsync.spi.reading.Timing.OffsetSource;
import org.healthsync.spi.reading.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Time in the text that leaves: nights and days over every kind of clock change, and travel. */
class FhirTimeTest {

  private static final long SEED = Long.getLong("time.seed", 20260329L);
  private static final Instant FIRST = Instant.parse("1975-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("2099-12-30T00:00:00Z");
  private static final Pattern DATE_TIME = Pattern.compile("\"effectiveDateTime\":\"([^\"]+)\"");
  private static final Pattern PERIOD =
      Pattern.compile("\"effectivePeriod\":\\{\"start\":\"([^\"]+)\",\"end\":\"([^\"]+)\"");
  private static final FhirRenderer RENDERER = new FhirRenderer(FhirMapping.load());

  /** From ten in the evening to six in the morning on the wall, wherever that is. */
  @ParameterizedTest
  @CsvSource({
    // seven hours long in spring, nine in autumn
    "Europe/Berlin,       2026-03-28T22:00:00+01:00, 2026-03-29T06:00:00+02:00, 7.0",
    "Europe/Berlin,       2026-10-24T22:00:00+02:00, 2026-10-25T06:00:00+01:00, 9.0",
    "America/St_Johns,    2026-03-07T22:00:00-03:30, 2026-03-08T06:00:00-02:30, 7.0",
    "America/St_Johns,    2026-10-31T22:00:00-02:30, 2026-11-01T06:00:00-03:30, 9.0",
    // in the south the seasons are turned, and this island moves by half an hour
    "Australia/Lord_Howe, 2026-10-03T22:00:00+10:30, 2026-10-04T06:00:00+11:00, 7.5",
    "Australia/Lord_Howe, 2026-04-04T22:00:00+11:00, 2026-04-05T06:00:00+10:30, 8.5",
    "Asia/Kathmandu,      2026-03-28T22:00:00+05:45, 2026-03-29T06:00:00+05:45, 8.0",
    // into a leap day, and into the day after one that this island left out
    "Europe/Berlin,       2024-02-28T22:00:00+01:00, 2024-02-29T06:00:00+01:00, 8.0",
    "Pacific/Apia,        2011-12-29T22:00:00-10:00, 2011-12-31T06:00:00+14:00, 8.0",
  })
  void aSleepHasTheClockOfBothItsEndsAndItsTrueLength(
      ZoneId zone, String start, String end, double hours) {
    Instant from = OffsetDateTime.parse(start).toInstant();
    Instant to = OffsetDateTime.parse(end).toInstant();
    Timing night = new Timing.Between(Moment.in(from, zone), Moment.in(to, zone));
    Reading.Stage all = new Reading.Stage("light", from, to);
    Reading sleep =
        new Reading.Session(
            header("sleep-session", night),
            new Value.Concept("wearable-measure", "main-sleep", null),
            List.of(),
            List.of(all));
    String json = json(CONTEXT, sleep);
    Matcher period = matcher(PERIOD, json);
    assertThat(period.group(1)).isEqualTo(start);
    assertThat(period.group(2)).isEqualTo(end);
    assertThat(Duration.between(from, to)).isEqualTo(Duration.ofMinutes((long) (hours * 60)));
    assertThat(json).contains("\"valueCode\":\"" + zone.getId() + "\"");
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin,       2026-03-28, 2026-03-28T00:00:00+01:00, 2026-03-29T00:00:00+01:00, 24.0",
    "Europe/Berlin,       2026-03-29, 2026-03-29T00:00:00+01:00, 2026-03-30T00:00:00+02:00, 23.0",
    "Europe/Berlin,       2026-10-25, 2026-10-25T00:00:00+02:00, 2026-10-26T00:00:00+01:00, 25.0",
    "America/St_Johns,    2026-03-08, 2026-03-08T00:00:00-03:30, 2026-03-09T00:00:00-02:30, 23.0",
    "America/St_Johns,    2026-11-01, 2026-11-01T00:00:00-02:30, 2026-11-02T00:00:00-03:30, 25.0",
    "Australia/Lord_Howe, 2026-10-04, 2026-10-04T00:00:00+10:30, 2026-10-05T00:00:00+11:00, 23.5",
    "Australia/Lord_Howe, 2026-04-05, 2026-04-05T00:00:00+11:00, 2026-04-06T00:00:00+10:30, 24.5",
    "Asia/Kathmandu,      2026-03-29, 2026-03-29T00:00:00+05:45, 2026-03-30T00:00:00+05:45, 24.0",
    "Europe/Berlin,       2024-02-29, 2024-02-29T00:00:00+01:00, 2024-03-01T00:00:00+01:00, 24.0",
    "Pacific/Apia,        2011-12-29, 2011-12-29T00:00:00-10:00, 2011-12-31T00:00:00+14:00, 24.0",
    // midnight itself is left out: the day begins at one
    "Africa/Cairo,        2026-04-24, 2026-04-24T01:00:00+03:00, 2026-04-25T00:00:00+03:00, 23.0",
  })
  void aTotalIsOfTheWholeDayOfThePerson(
      ZoneId zone, LocalDate day, String start, String end, double hours) {
    Reading steps = scalar(header("step-count-day", new Timing.OnDay(day, zone)), "9124", "1");
    Matcher period = matcher(PERIOD, json(CONTEXT, steps));
    assertThat(period.group(1)).isEqualTo(start);
    assertThat(period.group(2)).isEqualTo(end);
    assertThat(Duration.between(OffsetDateTime.parse(start), OffsetDateTime.parse(end)))
        .isEqualTo(Duration.ofMinutes((long) (hours * 60)));
  }

  @Test
  void aDayThatTheZoneLeftOutHasNoTotal() {
    Timing skipped = new Timing.OnDay(LocalDate.of(2011, 12, 30), ZoneId.of("Pacific/Apia"));
    assertThat(RENDERER.render(CONTEXT, scalar(header("step-count-day", skipped), "1", "1")))
        .isInstanceOfSatisfying(
            Rendered.Problem.class,
            problem -> assertThat(problem.problem().code()).isEqualTo("bad-timing"));
  }

  @ParameterizedTest
  @CsvSource({"2026-03-29", "2024-02-29", "2011-12-30"})
  void aStatisticOfADayIsItsDateInAnyZone(LocalDate day) {
    for (String zone : List.of("Europe/Berlin", "Pacific/Apia", "Asia/Kathmandu")) {
      Timing timing = new Timing.OnDay(day, ZoneId.of(zone));
      String json = json(CONTEXT, scalar(header("resting-heart-rate-day", timing), "52", "/min"));
      assertThat(matcher(DATE_TIME, json).group(1)).isEqualTo(day.toString());
    }
  }

  @Test
  void onAJourneyTheProvidersOffsetStandsAndTheZoneOfHomeIsNotClaimed() {
    Instant instant = Instant.parse("2026-03-01T22:10:00Z");
    Moment inTokyo =
        new Moment(
            instant, ZoneOffset.ofHours(9), OffsetSource.PROVIDER, ZoneId.of("Europe/Berlin"));
    assertThat(json(CONTEXT, weight(inTokyo)))
        .contains("\"effectiveDateTime\":\"2026-03-02T07:10:00+09:00\"")
        .contains("offset-source\",\"valueCode\":\"provider\"")
        .doesNotContain("Europe/Berlin");
  }

  @Test
  void aFlightOverAChangeOfZonesHasTheOffsetOfEachEnd() {
    Moment start = Moment.at(Instant.parse("2026-03-01T22:10:00Z"), ZoneOffset.ofHours(1));
    Moment end = Moment.at(Instant.parse("2026-03-02T05:10:00Z"), ZoneOffset.ofHours(-5));
    Reading rate = scalar(header("heart-rate-mean", new Timing.Between(start, end)), "61", "/min");
    Matcher period = matcher(PERIOD, json(CONTEXT, rate));
    assertThat(period.group(1)).isEqualTo("2026-03-01T23:10:00+01:00");
    assertThat(period.group(2)).isEqualTo("2026-03-02T00:10:00-05:00");
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, 2026-10-25T00:30:00Z, 2026-10-25T02:30:00+02:00",
    "Europe/Berlin, 2026-10-25T01:30:00Z, 2026-10-25T02:30:00+01:00",
    "Asia/Kathmandu, 2026-02-28T20:00:00Z, 2026-03-01T01:45:00+05:45",
  })
  void aZoneThatIsAssumedGivesTheOffsetOfThatInstantAndSaysSo(
      ZoneId zone, Instant instant, String text) {
    ResourceContext assumed =
        new ResourceContext("t1", "withings", "4711", "Patient/p1", CONTEXT.base(), zone);
    Moment moment = new Moment(instant, null, OffsetSource.UNKNOWN, null);
    String json = json(assumed, weight(moment));
    assertThat(matcher(DATE_TIME, json).group(1)).isEqualTo(text);
    assertThat(json).contains("offset-source\",\"valueCode\":\"assumed\"");
  }

  @Test
  void aDayInAnAssumedZoneSaysSo() {
    ResourceContext assumed =
        new ResourceContext(
            "t1", "withings", "4711", "Patient/p1", CONTEXT.base(), ZoneId.of("Europe/Berlin"));
    Timing day = new Timing.OnDay(LocalDate.of(2026, 3, 29), null);
    assertThat(json(assumed, scalar(header("step-count-day", day), "9124", "1")))
        .contains("\"start\":\"2026-03-29T00:00:00+01:00\"")
        .contains("offset-source\",\"valueCode\":\"assumed\"");
  }

  @Test
  void theTextOfAnyInstantInAnyZoneIsThatInstantOnTheClockOfTheZone() {
    Random random = new Random(SEED);
    List<String> zones = ZoneId.getAvailableZoneIds().stream().sorted().toList();
    long span = Duration.between(FIRST, LAST).toMillis();
    for (int i = 0; i < 5000; i++) {
      ZoneId zone = ZoneId.of(zones.get(random.nextInt(zones.size())));
      Instant instant = FIRST.plusMillis((long) (random.nextDouble() * span));
      Instant exact = i % 2 == 0 ? instant : instant.truncatedTo(ChronoUnit.SECONDS);
      String json = json(CONTEXT, weight(Moment.in(exact, zone)));
      OffsetDateTime parsed = OffsetDateTime.parse(matcher(DATE_TIME, json).group(1));
      assertThat(parsed.toInstant()).as("seed %d, %s %s", SEED, zone, exact).isEqualTo(exact);
      assertThat(parsed.getOffset())
          .as("seed %d, %s %s", SEED, zone, exact)
          .isEqualTo(zone.getRules().getOffset(exact));
    }
  }

  private static Reading weight(Moment moment) {
    return scalar(header("body-weight", new Timing.At(moment)), "72", "kg");
  }

  private static String json(ResourceContext context, Reading reading) {
    Rendered rendered = RENDERER.render(context, reading);
    assertThat(rendered).isInstanceOf(Rendered.Resources.class);
    return ((Rendered.Resources) rendered).resources().get(0).json();
  }

  private static Matcher matcher(Pattern pattern, String json) {
    Matcher matcher = pattern.matcher(json);
    assertThat(matcher.find()).as(json).isTrue();
    return matcher;
  }
}
