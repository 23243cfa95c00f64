package org.healthsync.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.ProblemCode;
import org.healthsync.platform.ProblemException;
import org.healthsync.spi.stream.StreamDescriptor;
import org.healthsync.spi.stream.Window;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyncRequestBodyTest {

  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-03-29T12:00:00Z"), ZoneOffset.UTC);
  private static final List<String> MEASURES = List.of("measures");

  @Test
  void nothingAskedForIsWhatIsNewOfEachPermittedStream() {
    assertThat(parts("UTC", null, null, null))
        .containsExactly(
            new SyncService.Part("measures", null), new SyncService.Part("activity", null));
  }

  @Test
  void emptyListOfStreamsIsAllPermittedOnes() {
    assertThat(parts("UTC", List.of(), null, null)).hasSize(2);
  }

  @Test
  void streamNamedTwiceIsReadOnce() {
    assertThat(parts("UTC", List.of("measures", "measures"), null, null)).hasSize(1);
  }

  @Test
  void unknownStreamIsRefusedWithTheOnesThereAre() {
    assertThatThrownBy(() -> parts("UTC", List.of("steps"), null, null))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("measures, activity, ecg");
    assertRefused(ProblemCode.UNKNOWN_STREAM, List.of("steps"), null, null);
  }

  @Test
  void daysBeginAtThePersonsMidnight() {
    assertThat(window("Europe/Berlin", MEASURES, "2026-03-28", "2026-03-30"))
        .as("the clocks go forward on the 29th")
        .isEqualTo(
            new Window(
                Instant.parse("2026-03-27T23:00:00Z"), Instant.parse("2026-03-29T22:00:00Z")));
  }

  @Test
  void daysOfAStreamOfDaysAreDenotedByMidnightsUtc() {
    assertThat(window("Europe/Berlin", List.of("activity"), "2026-03-28", "2026-03-30"))
        .isEqualTo(
            new Window(
                Instant.parse("2026-03-28T00:00:00Z"), Instant.parse("2026-03-30T00:00:00Z")));
  }

  @Test
  void windowWithoutEndIncludesThePersonsToday() {
    assertThat(window("UTC", MEASURES, "2026-03-01", null).to())
        .isEqualTo(Instant.parse("2026-03-30T00:00:00Z"));
    assertThat(window("Pacific/Kiritimati", MEASURES, "2026-03-01", null).to())
        .as("the 30th has begun there")
        .isEqualTo(Instant.parse("2026-03-30T10:00:00Z"));
  }

  @Test
  void todayMayBeAskedForAndTomorrowMayNot() {
    assertThat(window("UTC", MEASURES, "2026-03-29", "2026-03-30")).isNotNull();
    assertRefused(ProblemCode.FUTURE_WINDOW, MEASURES, "2026-03-29", "2026-03-31");
    assertRefused(ProblemCode.FUTURE_WINDOW, MEASURES, "2026-03-30", null);
  }

  @Test
  void windowIsCutIntoWhatTheProviderAnswersAtOnceNewestFirst() {
    assertThat(parts("Europe/Berlin", List.of("activity"), "2026-01-01", "2026-03-29"))
        .extracting(SyncService.Part::window)
        .containsExactly(
            days("2026-02-27", "2026-03-29"),
            days("2026-01-28", "2026-02-27"),
            days("2026-01-01", "2026-01-28"));
  }

  @Test
  void windowAsLongAsTheProviderAnswersAtOnceIsOnePiece() {
    assertThat(parts("UTC", List.of("activity"), "2026-02-27", "2026-03-29")).hasSize(1);
    assertThat(parts("UTC", List.of("activity"), "2026-02-26", "2026-03-29")).hasSize(2);
  }

  @Test
  void daysThatTheProviderCannotHaveAreNotAskedFor() {
    assertThat(parts("UTC", List.of("activity"), "2020-01-01", "2024-03-02"))
        .extracting(SyncService.Part::window)
        .containsExactly(days("2024-02-28", "2024-03-02"));
    assertRefused(ProblemCode.EMPTY_WINDOW, List.of("activity"), "2020-01-01", "2024-02-28");
    assertThat(parts("UTC", List.of("activity", "measures"), "2020-01-01", "2024-02-28"))
        .extracting(SyncService.Part::stream)
        .containsExactly("measures");
  }

  @Test
  void windowThatHoldsNoDayIsRefused() {
    assertRefused(ProblemCode.EMPTY_WINDOW, MEASURES, "2026-03-02", "2026-03-02");
    assertRefused(ProblemCode.EMPTY_WINDOW, MEASURES, "2026-03-02", "2026-03-01");
  }

  @Test
  void moreRequestsThanAnOrderMayMakeAreCountedAndRefusedBeforeTheyAreMade() {
    LocalDate today = LocalDate.parse("2026-03-29");
    LocalDate most = today.minusDays(SyncRequestBody.MOST_REQUESTS - 1);
    List<String> samples = List.of("samples");

    assertThat(parts("UTC", samples, most.toString(), "2026-03-30"))
        .hasSize(SyncRequestBody.MOST_REQUESTS);
    assertThatThrownBy(() -> parts("UTC", samples, most.minusDays(1).toString(), "2026-03-30"))
        .isInstanceOfSatisfying(
            ProblemException.class, problem -> assertThat(problem.field()).contains("from"))
        .hasMessageContaining("4001")
        .hasMessageContaining("later from");
    assertRefused(
        ProblemCode.INVALID_FIELD, List.of("samples", "measures"), most.toString(), "2026-03-30");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1969-12-31", "0001-01-01", "-999999999-01-01"})
  void noProviderHasAnythingOfBefore1970(String from) {
    assertRefused(ProblemCode.INVALID_FIELD, MEASURES, from, null);
    assertRefused(ProblemCode.INVALID_FIELD, List.of("samples"), from, null);
  }

  @Test
  void piecesAreCountedAsTheyAreMade() {
    LocalDate end = LocalDate.parse("2026-03-29");
    for (StreamDescriptor stream :
        OneTarget.of(ConnectionId.random(), ZoneId.of("UTC")).plugin().descriptor().streams()) {
      for (int days = 0; days < 100; days++) {
        LocalDate first = end.minusDays(days);
        assertThat(DayWindows.count(stream, first, end))
            .isEqualTo(DayWindows.pieces(stream, first, end, ZoneId.of("UTC")).size());
      }
    }
  }

  @Test
  void endWithoutBeginningIsRefused() {
    assertRefused(ProblemCode.INVALID_FIELD, MEASURES, null, "2026-03-01");
  }

  private static void assertRefused(
      ProblemCode code, List<String> streams, @Nullable String from, @Nullable String to) {
    assertThatThrownBy(() -> parts("UTC", streams, from, to))
        .isInstanceOfSatisfying(
            ProblemException.class, problem -> assertThat(problem.code()).isEqualTo(code));
  }

  private static Window days(String from, String to) {
    return new Window(Instant.parse(from + "T00:00:00Z"), Instant.parse(to + "T00:00:00Z"));
  }

  private static Window window(
      String zone, List<String> streams, @Nullable String from, @Nullable String to) {
    Window window = parts(zone, streams, from, to).get(0).window();
    assertThat(window).isNotNull();
    return window;
  }

  private static List<SyncService.Part> parts(
      String zone, @Nullable List<String> streams, @Nullable String from, @Nullable String to) {
    return new SyncRequestBody(streams, date(from), date(to))
        .parts(OneTarget.of(ConnectionId.random(), ZoneId.of(zone)), NOON);
  }

  private static @Nullable LocalDate date(@Nullable String text) {
    return text == null ? null : LocalDate.parse(text);
  }
}
