package org.healthsync.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import org.healthsync.ledger.LedgerDatabase;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Lane;
import org.healthsync.platform.RunId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkQueueTest {

  private static final LedgerDatabase DATABASE = LedgerDatabase.create();
  private static final Instant NOW = Instant.parse("2026-03-10T08:00:00Z");
  private static final Instant LATER = NOW.plusSeconds(600);

  private final WorkQueue queue = new WorkQueue();
  private final SyncRequests requests = new SyncRequests();
  private final SyncRuns runs = new SyncRuns();
  private final ConnectionId connection = DATABASE.connection();
  private final Rival rival = new Rival(DATABASE);

  @AfterEach
  void end() {
    rival.close();
  }

  @Test
  void wakingTwiceQueuesOneExecutionAtTheEarlierTimeAndTheHigherPriority() {
    wake(LATER, Lane.INTERACTIVE);
    wake(NOW, Lane.BACKFILL);
    wake(LATER, Lane.SCHEDULED);

    assertThat(column("execution_time = timestamptz '" + NOW + "'")).containsExactly("t");
    assertThat(column("priority")).containsExactly(Integer.toString(Lane.INTERACTIVE.priority()));
  }

  @Test
  void eachKindOfWorkHasAnExecutionOfItsOwn() {
    wake(NOW, Lane.SCHEDULED);
    DATABASE
        .database()
        .inTransaction(
            transaction -> {
              queue.wake(transaction, WorkKind.DELIVER, connection, NOW, Lane.SCHEDULED);
              return true;
            });

    assertThat(column("task_name || ' ' || peer"))
        .containsExactlyInAnyOrder("sync withings", "deliver fhir:" + tenant());
  }

  @Test
  void wakeUpOfATransactionThatFailsQueuesNothing() {
    assertThatThrownBy(
            () ->
                DATABASE
                    .database()
                    .inTransaction(
                        transaction -> {
                          queue.wake(transaction, WorkKind.SYNC, connection, NOW, Lane.WEBHOOK);
                          throw new IllegalStateException("after waking");
                        }))
        .hasMessage("after waking");

    assertThat(column("task_name")).isEmpty();
  }

  @Test
  void wakingLeavesARunningExecutionToItsWorker() {
    wake(LATER, Lane.BACKFILL);
    long version = pick();

    wake(NOW, Lane.INTERACTIVE);

    assertThat(column("picked")).containsExactly("t");
    assertThat(settle(version, transaction -> Optional.empty())).isTrue();
  }

  @Test
  void settledExecutionLeavesTheQueueWhenNothingIsLeft() {
    wake(NOW, Lane.SCHEDULED);

    assertThat(settle(pick(), transaction -> Optional.empty())).isTrue();

    assertThat(column("task_name")).isEmpty();
  }

  @Test
  void settledExecutionRunsAgainAtTheNextTurn() {
    wake(NOW, Lane.INTERACTIVE);

    settle(pick(), transaction -> Optional.of(new WorkQueue.Turn(LATER, Lane.BACKFILL)));

    assertThat(column("picked")).containsExactly("f");
    assertThat(column("execution_time = timestamptz '" + LATER + "'")).containsExactly("t");
    assertThat(column("priority")).containsExactly("0");
  }

  @Test
  void executionThatWasDeclaredDeadCannotSettle() {
    wake(NOW, Lane.SCHEDULED);
    long dead = pick();
    revive();
    long successor = pick();

    assertThat(settle(dead, WorkQueueTest::mustNotBeAsked)).isFalse();

    assertThat(column("picked")).containsExactly("t");
    assertThat(settle(successor, transaction -> Optional.empty())).isTrue();
  }

  @Test
  void revivedExecutionThatNobodyTookYetIsNotSettledByTheDead() {
    wake(NOW, Lane.SCHEDULED);
    long dead = pick();
    revive();

    assertThat(settle(dead, WorkQueueTest::mustNotBeAsked)).isFalse();

    assertThat(column("picked")).containsExactly("f");
  }

  @Test
  void workThatArrivesWhileAnExecutionEndsIsFoundByIt() throws Exception {
    wake(NOW, Lane.SCHEDULED);
    long version = pick();

    Future<Boolean> settling =
        DATABASE
            .database()
            .inTransaction(
                transaction -> {
                  ask(transaction);
                  return rival.blocked(
                      other ->
                          queue.settle(other, WorkKind.SYNC, connection, version, this::nextTurn));
                });

    assertThat(Rival.result(settling)).isTrue();
    assertThat(column("picked")).as("queued again for the new request").containsExactly("f");
  }

  @Test
  void workThatArrivesAfterAnExecutionLookedOneLastTimeIsQueuedAnew() throws Exception {
    wake(NOW, Lane.SCHEDULED);
    long version = pick();

    Future<Boolean> asking =
        DATABASE
            .database()
            .inTransaction(
                transaction -> {
                  queue.settle(transaction, WorkKind.SYNC, connection, version, this::nextTurn);
                  return rival.blocked(this::ask);
                });

    assertThat(Rival.result(asking)).isTrue();
    assertThat(column("picked")).containsExactly("f");
    assertThat(column("priority")).containsExactly(Integer.toString(Lane.WEBHOOK.priority()));
  }

  @Test
  void workThatArrivesAfterAnExecutionPutItselfOffPullsItForward() throws Exception {
    wake(NOW, Lane.SCHEDULED);
    long version = pick();

    Future<Boolean> asking =
        DATABASE
            .database()
            .inTransaction(
                transaction -> {
                  queue.settle(
                      transaction,
                      WorkKind.SYNC,
                      connection,
                      version,
                      same -> Optional.of(new WorkQueue.Turn(LATER, Lane.BACKFILL)));
                  return rival.blocked(this::ask);
                });

    assertThat(Rival.result(asking)).isTrue();
    assertThat(column("execution_time = timestamptz '" + NOW + "'")).containsExactly("t");
    assertThat(column("priority")).containsExactly(Integer.toString(Lane.WEBHOOK.priority()));
  }

  private boolean ask(Connection transaction) throws SQLException {
    RunId run =
        runs.create(transaction, LedgerDatabase.TENANT, connection, Lane.WEBHOOK, "test", NOW);
    requests.add(
        transaction,
        new SyncRequests.Wanted(LedgerDatabase.TENANT, connection, "measures", null, Lane.WEBHOOK),
        run,
        NOW);
    queue.wake(transaction, WorkKind.SYNC, connection, NOW, Lane.WEBHOOK);
    return true;
  }

  private Optional<WorkQueue.Turn> nextTurn(Connection transaction) throws SQLException {
    return new WaitingRequests().nextTurn(transaction, connection, NOW);
  }

  private static Optional<WorkQueue.Turn> mustNotBeAsked(Connection transaction) {
    throw new AssertionError("a dead execution looks for work");
  }

  private void wake(Instant at, Lane lane) {
    DATABASE
        .database()
        .inTransaction(
            transaction -> {
              queue.wake(transaction, WorkKind.SYNC, connection, at, lane);
              return true;
            });
  }

  private boolean settle(long version, WorkQueue.NextTurn next) {
    return DATABASE
        .database()
        .inTransaction(
            transaction -> queue.settle(transaction, WorkKind.SYNC, connection, version, next));
  }

  // as db-scheduler does when it takes an execution
  private long pick() {
    DATABASE.update(
        "update scheduled_tasks set picked = true, picked_by = 'test', version = version + 1"
            + " where task_instance = ?",
        connection.toString());
    return Long.parseLong(column("version").get(0));
  }

  // as db-scheduler does when heartbeats are missing
  private void revive() {
    DATABASE.update(
        "update scheduled_tasks set picked = false, picked_by = null, version = version + 1"
            + " where task_instance = ?",
        connection.toString());
  }

  private String tenant() {
    return DATABASE
        .column("select tenant_id from connection where id = ?", connection.value())
        .get(0);
  }

  private List<String> column(String expression) {
    return DATABASE.column(
        "select " + expression + " from scheduled_tasks where task_instance = ?",
        connection.toString());
  }
}
