package org.healthsync.withings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.healthsync.spi.ErrorCode;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;
import org.healthsync.spi.stream.Cursor;
import org.healthsync.spi.stream.Page;
import org.healthsync.spi.stream.Window;
import org.healthsync.testkit.StubAnswer;
import org.healthsync.testkit.TestHost;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Samples are read by days of UTC. */
class DaySlicesTest {

  private static final StubAnswer NOTHING =
      StubAnswer.json("{\"status\": 0, \"body\": {\"series\": []}}");

  private final TestHost host =
      new TestHost(
          new WithingsPlugin(),
          Map.of("detail-days", "3"),
          "45678912",
          Instant.parse("2026-11-22T12:00:00Z"));

  @AfterEach
  void stop() {
    host.close();
  }

  @Test
  void firstRunReachesBackFromTodayAsFarAsTheOperatorWants() throws Exception {
    run(null, null);

    assertThat(days()).containsExactly("2026-11-22", "2026-11-21", "2026-11-20", "2026-11-19");
  }

  @Test
  void firstRunGoesBackWhereItWasInterruptedAndOnFromWhereItBegan() throws Exception {
    host.stub().enqueue(NOTHING);
    Cursor interrupted = host.fetch("intraday", null, null).next();
    host.clock().set(Instant.parse("2026-11-25T12:00:00Z"));
    host.stub().reset();
    Cursor next = run(null, interrupted);
    assertThat(days()).containsExactly("2026-11-21", "2026-11-20", "2026-11-19");
    host.stub().reset();
    run(null, next);

    assertThat(days()).containsExactly("2026-11-22", "2026-11-23", "2026-11-24", "2026-11-25");
  }

  @ParameterizedTest
  @CsvSource({
    // yesterday was over for less than six hours, so it may still have grown
    "2026-11-23T05:59:59Z, 2026-11-22",
    "2026-11-23T06:00:00Z, 2026-11-23"
  })
  void nextRunBeginsWithTheFirstDayThatMayStillGrow(String end, String resumed) throws Exception {
    host.clock().set(Instant.parse(end));
    Cursor next = run(null, null);
    host.stub().reset();
    run(null, next);

    assertThat(days()).startsWith(resumed).endsWith("2026-11-23");
  }

  @Test
  void pageTellsWhetherItsDayMayStillGrow() throws Exception {
    List<Page> pages = pages(null, null);

    assertThat(pages)
        .extracting(page -> page.raw().attributes().get("settled"))
        .containsExactly("false", "true", "true", "true");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z, '2026-03-28,2026-03-29'",
    "2026-03-28T00:00:00Z, 2026-03-29T00:00:00Z, '2026-03-28'",
    "2026-03-28T13:00:00Z, 2026-03-28T13:00:01Z, '2026-03-28'",
    "2026-11-21T12:00:00Z, 2026-12-24T00:00:00Z, '2026-11-21,2026-11-22'"
  })
  void windowIsWidenedToWholeDaysButNotIntoTheFuture(String from, String to, String expected)
      throws Exception {
    run(new Window(Instant.parse(from), Instant.parse(to)), null);

    assertThat(String.join(",", days())).isEqualTo(expected);
  }

  @Test
  void samplesOfOtherDaysOnlyAreRefused() {
    StubAnswer latest =
        StubAnswer.json(
            "{\"status\": 0, \"body\": {\"series\": {\"1795244400\": {\"heart_rate\": 61}}}}");

    assertThat(failure(null, latest)).isEqualTo(StandardError.ENDLESS_PAGING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"status\": 0}", "{\"status\": 0, \"body\": {\"series\": [1]}}"})
  void bodyOfAnotherShapeIsRefusedInsteadOfTakenForEmpty(String body) {
    assertThat(failure(null, StubAnswer.json(body))).isEqualTo(StandardError.BAD_PAYLOAD);
  }

  @ParameterizedTest
  @CsvSource({
    "2, 2026-11-20",
    "1, '2026-11-20,2026-11-19,2026-11-20'",
    "2, '2026-11-20,2026-11-19,soon'",
    "3, 2026-11-20",
    "1, ''",
    "1, yesterday"
  })
  void cursorOfAnotherFormIsRefused(int version, String value) {
    assertThat(failure(new Cursor(version, value), NOTHING))
        .isEqualTo(WithingsError.WITHINGS_CURSOR_UNREADABLE);
  }

  private Cursor run(@Nullable Window window, @Nullable Cursor from) throws ProviderException {
    List<Page> pages = pages(window, from);
    return pages.get(pages.size() - 1).next();
  }

  private List<Page> pages(@Nullable Window window, @Nullable Cursor from)
      throws ProviderException {
    host.stub().enqueue(Collections.nCopies(10, NOTHING));
    return host.drain("intraday", window, from);
  }

  private List<String> days() {
    return host.stub().requests().stream()
        .map(request -> Long.parseLong(request.form().get("startdate")))
        .map(second -> LocalDate.ofInstant(Instant.ofEpochSecond(second), ZoneOffset.UTC))
        .map(LocalDate::toString)
        .toList();
  }

  private ErrorCode failure(@Nullable Cursor from, StubAnswer answer) {
    host.stub().enqueue(answer);
    return catchThrowableOfType(ProviderException.class, () -> host.fetch("intraday", null, from))
        .code();
  }
}
