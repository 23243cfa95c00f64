package org.healthsync.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import org.healthsync.ledger.LedgerDatabase;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Database;
import org.healthsync.platform.Lane;
import org.healthsync.platform.RequestId;
import org.healthsync.platform.RunId;
import org.healthsync.spi.stream.Window;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SyncRequestsTest {

  private static final LedgerDatabase DATABASE = LedgerDatabase.create();
  private static final Instant NOW = Instant.parse("2026-03-10T08:00:00Z");
  private static final Window JANUARY =
      new Window(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-02-01T00:00:00Z"));

  private final SyncRequests requests = new SyncRequests();
  private final SyncRuns runs = new SyncRuns();
  private final ConnectionId connection = DATABASE.connection();
  private final Rival rival = new Rival(DATABASE);

  @AfterEach
  void end() {
    rival.close();
  }

  @Test
  void hundredEqualWishesAreOneRequestThatServesHundredRuns() {
    RequestId first = add("measures", Lane.WEBHOOK);
    for (int i = 1; i < 100; i++) {
      assertThat(add("measures", Lane.WEBHOOK)).isEqualTo(first);
    }

    assertThat(all()).hasSize(1);
    List<RunId> served = inTransaction(transaction -> runs.of(transaction, first));
    assertThat(served).hasSize(100);
  }

  @Test
  void otherStreamsAndOtherWindowsAreRequestsOfTheirOwn() {
    add("measures", null, Lane.SCHEDULED, NOW);
    add("sleep", null, Lane.SCHEDULED, NOW);
    add("measures", JANUARY, Lane.SCHEDULED, NOW);
    add("measures", new Window(JANUARY.from(), NOW), Lane.SCHEDULED, NOW);

    assertThat(all()).hasSize(4);
    assertThat(add("measures", JANUARY, Lane.SCHEDULED, NOW)).isIn(ids());
  }

  @Test
  void wishThatComesAfterWorkBeganGetsARequestOfItsOwn() {
    RequestId running = add("measures", Lane.WEBHOOK);
    start(running);

    RequestId second = add("measures", Lane.WEBHOOK);

    assertThat(second).isNotEqualTo(running);
    assertThat(add("measures", Lane.WEBHOOK)).isEqualTo(second);
  }

  @Test
  void wishThatMeetsTheBeginningOfWorkGetsARequestOfItsOwn() throws Exception {
    RequestId running = add("measures", Lane.WEBHOOK);

    Future<RequestId> second =
        inTransaction(
            transaction -> {
              requests.start(transaction, running, NOW);
              return rival.blocked(
                  other ->
                      requests.add(
                          other, wanted("measures", null, Lane.WEBHOOK), newRun(other), NOW));
            });

    assertThat(Rival.result(second)).isNotEqualTo(running);
    assertThat(all()).hasSize(2);
  }

  @Test
  void moreUrgentWishRaisesTheLaneAndALessUrgentOneDoesNotLowerIt() {
    RequestId request = add("measures", Lane.BACKFILL);

    add("measures", Lane.INTERACTIVE);
    assertThat(find(request).lane()).isEqualTo(Lane.INTERACTIVE);

    add("measures", Lane.SCHEDULED);
    assertThat(find(request).lane()).isEqualTo(Lane.INTERACTIVE);
  }

  @Test
  void moreUrgentWishDoesNotWaitForTheBudgetOfTheLaneItCameTo() {
    RequestId request = add("measures", Lane.BACKFILL);
    hold(Lane.BACKFILL, NOW.plusSeconds(3600));

    add("measures", Lane.SCHEDULED);

    assertThat(next(NOW)).map(SyncRequest::id).contains(request);
  }

  @Test
  void equallyUrgentWishWaitsWithTheOneThatIsHeld() {
    add("measures", Lane.SCHEDULED);
    hold(Lane.SCHEDULED, NOW.plusSeconds(3600));

    add("measures", Lane.SCHEDULED);

    assertThat(next(NOW)).isEmpty();
  }

  @Test
  void nextIsTheMostUrgentAndThenTheOldest() {
    RequestId backfill = add("a", null, Lane.BACKFILL, NOW.minusSeconds(50));
    RequestId younger = add("b", null, Lane.WEBHOOK, NOW.minusSeconds(10));
    RequestId older = add("c", null, Lane.WEBHOOK, NOW.minusSeconds(20));
    RequestId interactive = add("d", null, Lane.INTERACTIVE, NOW);

    assertThat(ids()).containsExactly(interactive, older, younger, backfill);
    assertThat(next(NOW)).map(SyncRequest::id).contains(interactive);
  }

  @Test
  void requestThatWasPutBackIsNotNextBeforeItsTime() {
    RequestId request = add("measures", Lane.INTERACTIVE);
    start(request);
    Instant later = NOW.plusSeconds(10);

    inTransaction(
        transaction -> {
          requests.putBack(transaction, request, later, 3);
          return true;
        });

    assertThat(next(later.minusMillis(1))).isEmpty();
    assertThat(next(later).orElseThrow().attempts()).isEqualTo(3);
  }

  @Test
  void emptyBudgetHoldsItsLaneAndTheLessUrgentOnesOnly() {
    add("a", Lane.BACKFILL);
    add("b", Lane.SCHEDULED);
    RequestId webhook = add("c", Lane.WEBHOOK);

    hold(Lane.SCHEDULED, NOW.plusSeconds(60));

    assertThat(next(NOW)).map(SyncRequest::id).contains(webhook);
    remove(webhook);
    assertThat(next(NOW)).isEmpty();
    assertThat(next(NOW.plusSeconds(60))).map(SyncRequest::stream).contains("b");
  }

  @Test
  void shorterHoldDoesNotShortenALongerOne() {
    add("measures", Lane.SCHEDULED);
    hold(Lane.SCHEDULED, NOW.plusSeconds(60));
    hold(Lane.SCHEDULED, NOW.plusSeconds(5));

    assertThat(next(NOW.plusSeconds(59))).isEmpty();
  }

  @Test
  void onlySomethingMoreUrgentThatMayBeginInterruptsARequest() {
    SyncRequest running = find(add("measures", Lane.SCHEDULED));
    add("sleep", Lane.SCHEDULED);
    add("activity", Lane.BACKFILL);
    assertThat(moreUrgentThan(running)).isFalse();

    RequestId webhook = add("workouts", Lane.WEBHOOK);
    assertThat(moreUrgentThan(running)).isTrue();

    inTransaction(
        transaction -> {
          requests.putBack(transaction, webhook, NOW.plusSeconds(1), 1);
          return true;
        });
    assertThat(moreUrgentThan(running)).isFalse();
  }

  @Test
  void nextTurnIsTheMostUrgentThatMayBeginNow() {
    add("measures", null, Lane.BACKFILL, NOW.minusSeconds(100));
    add("sleep", null, Lane.INTERACTIVE, NOW.minusSeconds(1));

    assertThat(turn()).contains(new WorkQueue.Turn(NOW.minusSeconds(1), Lane.INTERACTIVE));
  }

  @Test
  void nextTurnIsTheEarliestWhenNothingMayBeginNow() {
    RequestId interactive = add("measures", Lane.INTERACTIVE);
    RequestId backfill = add("sleep", Lane.BACKFILL);
    inTransaction(
        transaction -> {
          requests.putBack(transaction, interactive, NOW.plusSeconds(900), 5);
          requests.putBack(transaction, backfill, NOW.plusSeconds(5), 1);
          return true;
        });

    assertThat(turn()).contains(new WorkQueue.Turn(NOW.plusSeconds(5), Lane.BACKFILL));
  }

  @Test
  void connectionWithoutRequestsHasNoTurn() {
    remove(add("measures", Lane.SCHEDULED));

    assertThat(turn()).isEmpty();
  }

  @Test
  void anotherConnectionsRequestsAreNotSeen() {
    add("measures", Lane.INTERACTIVE);
    ConnectionId other = DATABASE.connection();

    Optional<SyncRequest> next =
        inTransaction(transaction -> requests.next(transaction, other, NOW));
    List<SyncRequest> all = inTransaction(transaction -> requests.all(transaction, other));
    assertThat(next).isEmpty();
    assertThat(all).isEmpty();
  }

  @Test
  void windowIsReadAsItWasAskedFor() {
    RequestId request = add("measures", JANUARY, Lane.SCHEDULED, NOW);

    assertThat(find(request).window()).contains(JANUARY);
  }

  private RequestId add(String stream, Lane lane) {
    return add(stream, null, lane, NOW);
  }

  private RequestId add(String stream, @Nullable Window window, Lane lane, Instant at) {
    return inTransaction(
        transaction ->
            requests.add(transaction, wanted(stream, window, lane), newRun(transaction), at));
  }

  private SyncRequests.Wanted wanted(String stream, @Nullable Window window, Lane lane) {
    return new SyncRequests.Wanted(LedgerDatabase.TENANT, connection, stream, window, lane);
  }

  private RunId newRun(Connection transaction) throws SQLException {
    return runs.create(transaction, LedgerDatabase.TENANT, connection, Lane.WEBHOOK, "test", NOW);
  }

  private void start(RequestId request) {
    inTransaction(
        transaction -> {
          requests.start(transaction, request, NOW);
          return true;
        });
  }

  private void hold(Lane lane, Instant notBefore) {
    inTransaction(
        transaction -> {
          requests.hold(transaction, connection, lane, notBefore);
          return true;
        });
  }

  private void remove(RequestId request) {
    inTransaction(
        transaction -> {
          requests.remove(transaction, request);
          return true;
        });
  }

  private SyncRequest find(RequestId request) {
    return inTransaction(transaction -> requests.find(transaction, request)).orElseThrow();
  }

  private Optional<SyncRequest> next(Instant now) {
    return inTransaction(transaction -> requests.next(transaction, connection, now));
  }

  private Optional<WorkQueue.Turn> turn() {
    return inTransaction(transaction -> requests.nextTurn(transaction, connection, NOW));
  }

  private boolean moreUrgentThan(SyncRequest running) {
    return inTransaction(transaction -> requests.moreUrgentWaits(transaction, running, NOW));
  }

  private List<SyncRequest> all() {
    return inTransaction(transaction -> requests.all(transaction, connection));
  }

  private List<RequestId> ids() {
    return all().stream().map(SyncRequest::id).toList();
  }

  private static <T> T inTransaction(Database.Work<T> work) {
    return DATABASE.database().inTransaction(work);
  }
}
