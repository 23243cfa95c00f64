package org.healthsync.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsync.schedule.Requested.NOW;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.healthsync.ledger.LedgerDatabase;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Lane;
import org.healthsync.platform.RequestId;
import org.junit.jupiter.api.Test;

class WaitingRequestsTest {

  private static final LedgerDatabase DATABASE = LedgerDatabase.create();

  private final WaitingRequests waiting = new WaitingRequests();
  private final Requested wishes = new Requested(DATABASE);

  @Test
  void moreUrgentWishDoesNotWaitForTheBudgetOfTheLaneItCameTo() {
    RequestId request = wishes.add("measures", Lane.BACKFILL);
    hold(Lane.BACKFILL, NOW.plusSeconds(3600));

    wishes.add("measures", Lane.SCHEDULED);

    assertThat(next(NOW)).map(SyncRequest::id).contains(request);
  }

  @Test
  void equallyUrgentWishWaitsWithTheOneThatIsHeld() {
    wishes.add("measures", Lane.SCHEDULED);
    hold(Lane.SCHEDULED, NOW.plusSeconds(3600));

    wishes.add("measures", Lane.SCHEDULED);

    assertThat(next(NOW)).isEmpty();
  }

  @Test
  void nextIsTheMostUrgentAndThenTheOldest() {
    RequestId backfill = wishes.add("a", null, Lane.BACKFILL, NOW.minusSeconds(50));
    RequestId younger = wishes.add("b", null, Lane.WEBHOOK, NOW.minusSeconds(10));
    RequestId older = wishes.add("c", null, Lane.WEBHOOK, NOW.minusSeconds(20));
    RequestId interactive = wishes.add("d", null, Lane.INTERACTIVE, NOW);

    assertThat(wishes.ids()).containsExactly(interactive, older, younger, backfill);
    assertThat(next(NOW)).map(SyncRequest::id).contains(interactive);
  }

  @Test
  void requestThatWasPutBackIsNotNextBeforeItsTime() {
    RequestId request = wishes.add("measures", Lane.INTERACTIVE);
    wishes.start(request);
    Instant later = NOW.plusSeconds(10);

    wishes.inTransaction(
        transaction -> {
          wishes.requests.putBack(transaction, request, later, 3);
          return true;
        });

    assertThat(next(later.minusMillis(1))).isEmpty();
    assertThat(next(later).orElseThrow().attempts()).isEqualTo(3);
  }

  @Test
  void emptyBudgetHoldsItsLaneAndTheLessUrgentOnesOnly() {
    wishes.add("a", Lane.BACKFILL);
    wishes.add("b", Lane.SCHEDULED);
    RequestId webhook = wishes.add("c", Lane.WEBHOOK);

    hold(Lane.SCHEDULED, NOW.plusSeconds(60));

    assertThat(next(NOW)).map(SyncRequest::id).contains(webhook);
    wishes.remove(webhook);
    assertThat(next(NOW)).isEmpty();
    assertThat(next(NOW.plusSeconds(60))).map(SyncRequest::stream).contains("b");
  }

  @Test
  void whatIsAskedForWhileALaneIsHeldWaitsToo() {
    hold(Lane.SCHEDULED, NOW.plusSeconds(60));
    wishes.add("a", Lane.SCHEDULED);
    RequestId webhook = wishes.add("b", Lane.WEBHOOK);

    assertThat(next(NOW)).map(SyncRequest::id).contains(webhook);
    wishes.remove(webhook);
    assertThat(next(NOW)).isEmpty();
    assertThat(turn()).contains(new WorkQueue.Turn(NOW.plusSeconds(60), Lane.SCHEDULED));
  }

  @Test
  void heldLaneComesBackWhenItsTimeHasCome() {
    wishes.add("a", null, Lane.BACKFILL, NOW.minusSeconds(300));
    hold(Lane.BACKFILL, NOW);

    assertThat(next(NOW)).map(SyncRequest::stream).contains("a");
    assertThat(turn()).contains(new WorkQueue.Turn(NOW.minusSeconds(300), Lane.BACKFILL));
  }

  @Test
  void anotherConnectionIsNotHeld() {
    hold(Lane.INTERACTIVE, NOW.plusSeconds(60));
    Requested other = new Requested(DATABASE);
    other.add("a", Lane.BACKFILL);

    Optional<SyncRequest> next =
        other.inTransaction(transaction -> waiting.next(transaction, other.connection, NOW));
    assertThat(next).isPresent();
  }

  @Test
  void shorterHoldDoesNotShortenALongerOne() {
    wishes.add("measures", Lane.SCHEDULED);
    hold(Lane.SCHEDULED, NOW.plusSeconds(60));
    hold(Lane.SCHEDULED, NOW.plusSeconds(5));

    assertThat(next(NOW.plusSeconds(59))).isEmpty();
  }

  @Test
  void onlySomethingMoreUrgentThatMayBeginInterruptsARequest() {
    SyncRequest running = wishes.find(wishes.add("measures", Lane.SCHEDULED));
    wishes.add("sleep", Lane.SCHEDULED);
    wishes.add("activity", Lane.BACKFILL);
    assertThat(moreUrgentThan(running)).isFalse();

    RequestId webhook = wishes.add("workouts", Lane.WEBHOOK);
    assertThat(moreUrgentThan(running)).isTrue();

    wishes.inTransaction(
        transaction -> {
          wishes.requests.putBack(transaction, webhook, NOW.plusSeconds(1), 1);
          return true;
        });
    assertThat(moreUrgentThan(running)).isFalse();
  }

  @Test
  void nextTurnIsTheMostUrgentThatMayBeginNow() {
    wishes.add("measures", null, Lane.BACKFILL, NOW.minusSeconds(100));
    wishes.add("sleep", null, Lane.INTERACTIVE, NOW.minusSeconds(1));

    assertThat(turn()).contains(new WorkQueue.Turn(NOW.minusSeconds(1), Lane.INTERACTIVE));
  }

  @Test
  void nextTurnIsTheEarliestWhenNothingMayBeginNow() {
    RequestId interactive = wishes.add("measures", Lane.INTERACTIVE);
    RequestId backfill = wishes.add("sleep", Lane.BACKFILL);
    wishes.inTransaction(
        transaction -> {
          wishes.requests.putBack(transaction, interactive, NOW.plusSeconds(900), 5);
          wishes.requests.putBack(transaction, backfill, NOW.plusSeconds(5), 1);
          return true;
        });

    assertThat(turn()).contains(new WorkQueue.Turn(NOW.plusSeconds(5), Lane.BACKFILL));
  }

  @Test
  void connectionWithoutRequestsHasNoTurn() {
    wishes.remove(wishes.add("measures", Lane.SCHEDULED));

    assertThat(turn()).isEmpty();
  }

  @Test
  void anotherConnectionsRequestsAreNotSeen() {
    wishes.add("measures", Lane.INTERACTIVE);
    ConnectionId other = DATABASE.connection();

    Optional<SyncRequest> next =
        wishes.inTransaction(transaction -> waiting.next(transaction, other, NOW));
    List<SyncRequest> all =
        wishes.inTransaction(transaction -> wishes.requests.all(transaction, other));
    assertThat(next).isEmpty();
    assertThat(all).isEmpty();
  }

  private void hold(Lane lane, Instant until) {
    wishes.inTransaction(
        transaction -> {
          waiting.hold(transaction, wishes.connection, lane, until);
          return true;
        });
  }

  private Optional<SyncRequest> next(Instant now) {
    return wishes.inTransaction(transaction -> waiting.next(transaction, wishes.connection, now));
  }

  private Optional<WorkQueue.Turn> turn() {
    return wishes.inTransaction(
        transaction -> waiting.nextTurn(transaction, wishes.connection, NOW));
  }

  private boolean moreUrgentThan(SyncRequest running) {
    return wishes.inTransaction(transaction -> waiting.moreUrgentWaits(transaction, running, NOW));
  }
}
