package org.healthsync.faults.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Histories in which one promise is broken on purpose. */
final class CheckerTest {

  private static final String GONE = "entered-in-error";
  private static final Quota QUOTA = new Quota(3, Duration.ofSeconds(60));

  private final List<String> source = new ArrayList<>(List.of("a/1", "a/2", "a/ecg", "a/ecg"));
  private final List<Stored> stored =
      new ArrayList<>(
          List.of(
              stored("Observation/1", "x", "a/1"),
              stored("Observation/2", "x", "a/2"),
              stored("Observation/3", "ecg", "a/ecg"),
              stored("Observation/4", "signal", "a/ecg")));
  private List<String> refused = List.of();
  private List<Long> calls = List.of(0L, 1_000L, 2_000L, 60_000L);
  private Map<String, Integer> changes = Map.of();
  private final Map<String, Content> contents = new HashMap<>();
  private Refreshes refreshes = new Refreshes(2, 0, 2, 0, 0);
  private List<CursorMove> moves = List.of(new CursorMove("c", "measures", "7", true));
  private Leftovers leftovers = Leftovers.NONE;
  private List<Metered> further = List.of();
  private List<String> givenUp = List.of();
  private long turnedAway;

  @Test
  void everythingAsPromisedIsKept() {
    assertThat(Checker.judge(history()))
        .extracting(Verdict::promise)
        .containsExactly(Promise.values());
    assertThat(Checker.broken(history())).isEmpty();
  }

  @Test
  void readingThatDidNotArriveIsLost() {
    stored.remove(1);
    assertBroken(Promise.NOTHING_LOST, "a/2");
  }

  @Test
  void readingThatIsHeldAsEnteredInErrorIsLostWhenTheSourceStillHasIt() {
    stored.set(1, new Stored("Observation/2", 1, "x", "a/2", GONE, true, null));
    assertBroken(Promise.NOTHING_LOST, "a/2");
  }

  @Test
  void oneOfTwoReadingsOfTheSameNameIsLost() {
    stored.remove(3);
    assertBroken(Promise.NOTHING_LOST, "a/ecg");
  }

  @Test
  void whatComesWithReadingsIsLostWhenTheServerRefusesIt() {
    refused = List.of("Provenance/1");
    assertBroken(Promise.NOTHING_LOST, "Provenance/1 was refused");
  }

  @Test
  void readingThatTheSourceDoesNotHoldIsExtra() {
    source.remove("a/1");
    assertBroken(Promise.NOTHING_EXTRA, "a/1");
  }

  @Test
  void deletedReadingIsNeitherExtraNorLost() {
    source.remove("a/1");
    stored.set(0, new Stored("Observation/1", 2, "x", "a/1", GONE, true, null));
    changes = Map.of("a/1", 1);
    assertThat(Checker.broken(history())).isEmpty();
  }

  @Test
  void twoResourcesWithOneIdentifierAreTwice() {
    source.add("a/1");
    stored.add(stored("Observation/9", "x", "a/1"));
    assertBroken(Promise.NOTHING_TWICE, "Observation/9");
  }

  @Test
  void versionWithoutChangeIsChurn() {
    stored.set(0, new Stored("Observation/1", 2, "x", "a/1", "final", true, null));
    assertBroken(Promise.VERSIONS_ARE_CHANGES, "Observation/1 has 2");
    changes = Map.of("a/1", 1);
    assertThat(Checker.broken(history())).isEmpty();
  }

  @Test
  void fourthCallWithinTheWindowIsOverQuota() {
    calls = List.of(0L, 1_000L, 59_999L, 2_000L);
    assertBroken(Promise.WITHIN_QUOTA, "the provider: the call at 59999, within 59999 ms");
  }

  @Test
  void callOverAFurtherLimitIsOverQuota() {
    Quota two = new Quota(2, Duration.ofSeconds(15));
    further = List.of(new Metered("twin", List.of(0L, 14_999L, 15_000L, 14_000L), two));
    assertBroken(
        Promise.WITHIN_QUOTA,
        "twin: the call at 14999, within 14999 ms",
        "twin: the call at 15000, within 1000 ms");
    further = List.of(new Metered("twin", List.of(0L, 14_000L, 15_000L), two));
    assertThat(Checker.broken(history())).isEmpty();
  }

  @Test
  void callThatTheProviderTurnedAwayIsOverQuota() {
    turnedAway = 1;
    assertBroken(Promise.WITHIN_QUOTA, "a call that the provider turned away");
  }

  @Test
  void twoRefreshesForOneRotationAreOneTooMany() {
    refreshes = new Refreshes(3, 0, 2, 0, 0);
    assertBroken(Promise.ONE_REFRESH, "3 refresh calls for 2 rotations");
    assertThat(Checker.broken(history().withLostRefreshes(1))).isEmpty();
  }

  @Test
  void refusedRefreshIsAUsedToken() {
    refreshes = new Refreshes(2, 1, 2, 0, 0);
    assertBroken(Promise.ONE_REFRESH, "1 refresh calls were refused");
  }

  @Test
  void lostAnswerExcusesNoRefusalAndAWantedRefusalNoLostAnswer() {
    refreshes = new Refreshes(3, 1, 2, 0, 0);
    assertThat(Checker.broken(history().withLostRefreshes(1))).hasSize(1);
    assertThat(Checker.broken(history().withWantedRefusals(1))).isEmpty();
    refreshes = new Refreshes(3, 0, 2, 0, 0);
    assertThat(Checker.broken(history().withWantedRefusals(1))).hasSize(1);
  }

  @Test
  void cursorThatMovesWithoutItsPageIsAhead() {
    moves = List.of(new CursorMove("c", "measures", "7", false));
    assertBroken(Promise.CURSOR_BEHIND_STORE, "c measures in 7");
  }

  @Test
  void whatStillWaitsIsStuck() {
    leftovers = new Leftovers(1, 0, 5);
    assertBroken(Promise.NOTHING_STUCK, "1 open requests", "5 rows of the outbox");
  }

  @Test
  void requestThatWasGivenUpIsNotDoneUnlessTheFaultWantsIt() {
    givenUp = List.of("measures ENDLESS_PAGING", "activity CONSENT_LOST");
    assertBroken(
        Promise.NOTHING_STUCK,
        "given up: measures ENDLESS_PAGING",
        "given up: activity CONSENT_LOST");
    assertThat(Checker.broken(history().withFailures("ENDLESS_PAGING")).get(0).examples())
        .containsExactly("given up: activity CONSENT_LOST");
    assertThat(Checker.broken(history().withFailures("ENDLESS_PAGING", "CONSENT_LOST"))).isEmpty();
  }

  @Test
  void readingWithAnotherValueTimeOrSubjectThanAtTheSourceIsNotItsContent() {
    Content right = Content.of(new BigDecimal("70.10"), "2026-11-08T10:00:00Z", "Patient/p");
    contents.put("a/1", right);
    stored.set(0, said(Content.of(new BigDecimal("70.1"), right.at(), right.subject())));
    assertThat(Checker.broken(history())).isEmpty();
    for (Content wrong :
        List.of(
            Content.of(new BigDecimal("70.2"), right.at(), right.subject()),
            Content.of(new BigDecimal("70.1"), "2026-11-08T11:00:00Z", right.subject()),
            Content.of(new BigDecimal("70.1"), right.at(), "Patient/q"))) {
      stored.set(0, said(wrong));
      assertBroken(Promise.CONTENT_OF_THE_SOURCE, "a/1");
    }
  }

  @Test
  void readingWithoutProvenanceHasLostWhereItComesFrom() {
    stored.set(0, new Stored("Observation/1", 1, "x", "a/1", "final", false, null));
    assertBroken(Promise.NOTHING_LOST, "Observation/1 has no Provenance");
  }

  @Test
  void deviceIsNoReadingButMayNotBeThereTwice() {
    stored.add(new Stored("Device/1", 3, "devices", "d", "active", true, null));
    assertThat(Checker.broken(history())).isEmpty();
    stored.add(new Stored("Device/2", 1, "devices", "d", "active", true, null));
    assertBroken(Promise.NOTHING_TWICE, "Device/2");
  }

  @Test
  void historyOfNothingSaysSo() {
    assertThat(history().emptiness()).isEmpty();
    source.clear();
    calls = List.of();
    moves = List.of();
    assertThat(history().emptiness())
        .containsExactly(
            "the source holds nothing", "the provider was not called", "no cursor moved");
  }

  private static Stored said(Content content) {
    return new Stored("Observation/1", 1, "x", "a/1", "final", true, content);
  }

  @Test
  void verdictCountsAllOffendersAndShowsFive() {
    stored.clear();
    source.clear();
    IntStream.range(0, 7).mapToObj(i -> "a/" + i).forEach(source::add);
    Verdict verdict = Checker.broken(history()).get(0);
    assertThat(verdict.offenders()).isEqualTo(7);
    assertThat(verdict.examples()).hasSize(5);
    assertThat(verdict).hasToString("nothing lost: broken 7 times, [a/0, a/1, a/2, a/3, a/4]");
  }

  private void assertBroken(Promise promise, String... examples) {
    List<Verdict> broken = Checker.broken(history());
    assertThat(broken).extracting(Verdict::promise).containsExactly(promise);
    assertThat(broken.get(0).examples()).containsExactly(examples);
  }

  private static Stored stored(String reference, String system, String key) {
    return new Stored(reference, 1, system, key, "final", true, null);
  }

  private History history() {
    List<Metered> metered = new ArrayList<>(List.of(new Metered("the provider", calls, QUOTA)));
    metered.addAll(further);
    return new History(
        source,
        contents,
        stored,
        refused,
        changes,
        new Traffic(metered, turnedAway),
        refreshes,
        moves,
        leftovers,
        givenUp);
  }
}
