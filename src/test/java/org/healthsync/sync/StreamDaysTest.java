package org.healthsync.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.healthsync.ledger.StreamCoverage;
import org.healthsync.schedule.OpenWork;
import org.healthsync.spi.stream.StreamDescriptor;
import org.healthsync.spi.stream.StreamDescriptor.Granularity;
import org.healthsync.spi.stream.StreamDescriptor.Movement;
import org.healthsync.spi.stream.Window;
import org.healthsync.sync.CoverageView.OfStream;
import org.healthsync.sync.CoverageView.OfType;
import org.healthsync.sync.CoverageView.Status;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StreamDaysTest {

  private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
  private static final Window FIRST = day("2026-03-01");
  private static final Window TODAY = day("2026-03-10");
  private static final List<OfType> WEIGHT = List.of(new OfType("body-weight", 2, 2));
  private static final StreamCoverage READ =
      new StreamCoverage(
          List.of(window("2026-03-01T00:00:00Z", "2026-03-10T09:00:00Z")),
          List.of(),
          null,
          Instant.parse("2026-03-10T09:00:00Z"));

  @Test
  void readDayIsFetchedOrEmpty() {
    StreamDays days = days(true, READ, null);

    assertThat(days.tell(FIRST, WEIGHT).status()).isEqualTo(Status.FETCHED);
    assertThat(days.tell(FIRST, List.of()).status()).isEqualTo(Status.EMPTY);
  }

  @Test
  void todayIsToldAsFarAsItWasRead() {
    OfStream today = days(true, READ, null).tell(TODAY, List.of());

    assertThat(today.status()).isEqualTo(Status.EMPTY);
    assertThat(today.until()).isEqualTo(Instant.parse("2026-03-10T09:00:00Z"));
  }

  @Test
  void pastDayThatWasReadInPartIsNotEmptyButPending() {
    StreamCoverage partly =
        new StreamCoverage(
            List.of(window("2026-03-01T00:00:00Z", "2026-03-08T09:00:00Z")),
            List.of(),
            null,
            Instant.parse("2026-03-08T09:00:00Z"));

    assertThat(days(true, partly, null).tell(day("2026-03-08"), List.of()).status())
        .isEqualTo(Status.PENDING);
    assertThat(days(true, partly, null).tell(day("2026-03-09"), List.of()).status())
        .as("the next look reaches it")
        .isEqualTo(Status.PENDING);
  }

  @Test
  void dayThatIsAskedForIsPendingAndFailedOnceAnAttemptFailed() {
    Window january = window("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z");
    OpenWork.Open fresh = new OpenWork.Open("measures", january, 0);
    OpenWork.Open failing = new OpenWork.Open("measures", january, 2);

    assertThat(days(true, READ, null, fresh).tell(day("2026-01-15"), List.of()).status())
        .isEqualTo(Status.PENDING);
    OfStream failed =
        days(true, READ, "PROVIDER_UNAVAILABLE", failing).tell(day("2026-01-15"), List.of());
    assertThat(failed.status()).isEqualTo(Status.FAILED);
    assertThat(failed.error()).isEqualTo("PROVIDER_UNAVAILABLE");
    assertThat(days(true, READ, null, fresh).tell(day("2025-12-31"), List.of()).status())
        .as("nobody asked for that")
        .isEqualTo(Status.NOT_COVERED);
  }

  @Test
  void streamThatWasNeverReadIsPendingWhileItsFirstReadIsOpen() {
    OpenWork.Open first = new OpenWork.Open("measures", null, 0);

    assertThat(days(true, StreamCoverage.NOTHING, null, first).tell(FIRST, WEIGHT).status())
        .isEqualTo(Status.PENDING);
    assertThat(days(true, StreamCoverage.NOTHING, null).tell(FIRST, List.of()).status())
        .isEqualTo(Status.NOT_COVERED);
    assertThat(days(true, StreamCoverage.NOTHING, "BAD_PAYLOAD").tell(FIRST, List.of()).error())
        .isEqualTo("BAD_PAYLOAD");
  }

  @Test
  void windowThatWasGivenUpIsFailedWithItsCode() {
    StreamCoverage givenUp =
        new StreamCoverage(
            List.of(),
            List.of(window("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z")),
            "PROVIDER_UNAVAILABLE",
            null);

    OfStream told = days(true, givenUp, null).tell(day("2026-01-15"), List.of());

    assertThat(told.status()).isEqualTo(Status.FAILED);
    assertThat(told.error()).isEqualTo("PROVIDER_UNAVAILABLE");
  }

  @Test
  void whatIsNotPermittedIsSaidUnlessItWasReadBefore() {
    assertThat(days(false, READ, null).tell(day("2026-01-15"), List.of()).status())
        .isEqualTo(Status.NOT_PERMITTED);
    assertThat(days(true, READ, "FORBIDDEN").tell(day("2026-01-15"), List.of()).status())
        .isEqualTo(Status.NOT_PERMITTED);
    assertThat(days(false, READ, null).tell(FIRST, WEIGHT).status()).isEqualTo(Status.FETCHED);
  }

  private static StreamDays days(
      boolean permitted, StreamCoverage read, @Nullable String error, OpenWork.Open... open) {
    StreamDescriptor stream =
        new StreamDescriptor(
            "measures",
            "Measures",
            Set.of("metrics"),
            Movement.INCREMENTAL,
            Granularity.INSTANT,
            null,
            Duration.ZERO,
            Duration.ofHours(6),
            null,
            false,
            null);
    return new StreamDays(stream, permitted, read, error, List.of(open), NOW);
  }

  private static Window day(String date) {
    Instant start = Instant.parse(date + "T00:00:00Z");
    return new Window(start, start.plus(Duration.ofDays(1)));
  }

  private static Window window(String from, String to) {
    return new Window(Instant.parse(from), Instant.parse(to));
  }
}
