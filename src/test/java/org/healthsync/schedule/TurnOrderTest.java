package org.healthsync.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.healthsync.ledger.LedgerDatabase;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Lane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnOrderTest {

  private static final LedgerDatabase DATABASE = LedgerDatabase.create();

  private final QueueBench bench = new QueueBench(DATABASE);
  private final Instant now = Clock.systemUTC().instant();

  @AfterEach
  void end() {
    bench.close();
  }

  @Test
  void queuesOfTenantsInterlaceHoweverLongTheyAre() {
    bench.queueMany("noisy", 500, Lane.BACKFILL);
    bench.admit(now);
    for (int i = 0; i < 3; i++) {
      bench.wake(WorkKind.SYNC, bench.connection("quiet"), now, Lane.BACKFILL);
    }
    bench.admit(now);

    assertThat(order(6)).filteredOn("quiet"::equals).hasSize(3);
  }

  @Test
  void whoComesNewIsNextWhileOthersAreBeingServed() {
    bench.queueMany("noisy", 50, Lane.BACKFILL);
    bench.admit(now);
    DATABASE.update("update scheduled_tasks set picked = true where turn < 8");

    bench.wake(WorkKind.SYNC, bench.connection("quiet"), now, Lane.BACKFILL);
    bench.admit(now);

    assertThat(order(2)).containsExactly("quiet", "noisy");
  }

  @Test
  void tenantThatWasAwayHasSavedUpNothing() {
    bench.queueMany("steady", 300, Lane.SCHEDULED);
    bench.admit(now);
    bench.admit(now);
    DATABASE.update("delete from scheduled_tasks where turn < 200");
    bench.queueMany("back", 20, Lane.SCHEDULED);
    bench.admit(now);

    assertThat(order(20)).filteredOn("steady"::equals).hasSizeGreaterThanOrEqualTo(9);
  }

  @Test
  void whatIsNotDueHasNoTurnYet() {
    bench.wake(WorkKind.SYNC, bench.connection("quiet"), now.plusSeconds(60), Lane.SCHEDULED);

    bench.admit(now);
    assertThat(turns()).containsExactly((String) null);

    bench.admit(now.plusSeconds(61));
    assertThat(turns()).containsExactly("0");
  }

  @Test
  void raisedWorkGetsATurnInItsNewOrder() {
    ConnectionId connection = bench.connection("quiet");
    bench.queueMany("quiet", 10, Lane.BACKFILL);
    bench.admit(now);
    bench.wake(WorkKind.SYNC, connection, now, Lane.BACKFILL);
    bench.admit(now);
    assertThat(turn(connection)).containsExactly("10");

    bench.wake(WorkKind.SYNC, connection, now, Lane.WEBHOOK);
    bench.admit(now);

    assertThat(turn(connection)).containsExactly("0");
  }

  @Test
  void deliveriesThatWaitForASlowServerTakeNoSyncItsTurn() {
    for (int i = 0; i < 250; i++) {
      bench.wake(WorkKind.DELIVER, bench.connection("ward"), now, Lane.WEBHOOK);
    }
    bench.admit(now);
    ConnectionId urgent = bench.connection("ward");
    bench.wake(WorkKind.SYNC, urgent, now, Lane.WEBHOOK);
    bench.admit(now);

    assertThat(turn(urgent)).containsExactly("0");
  }

  @Test
  void whatWaitsForASlowProviderTakesNothingElseItsTurn() {
    bench.queueMany("ward", 250, Lane.BACKFILL);
    DATABASE.update("update scheduled_tasks set peer = 'slow'");
    bench.admit(now);
    ConnectionId other = bench.connection("ward");
    bench.wake(WorkKind.SYNC, other, now, Lane.BACKFILL);
    bench.admit(now);

    assertThat(turn(other)).containsExactly("200");
  }

  @Test
  void rowOfTheVersionBeforeIsTakenLikeTheOthers() {
    // which knows no tenants
    DATABASE.update(
        "insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version,"
            + " priority) values ('sync', ?, now() - interval '1 second', false, 1, 10)",
        ConnectionId.random().toString());

    bench.admit(now);

    assertThat(turns()).containsExactly("0");
  }

  private static List<String> order(int first) {
    return DATABASE.column(
        "select tenant from scheduled_tasks where not picked and turn is not null"
            + " order by priority desc, turn, execution_time limit "
            + first);
  }

  private static List<String> turns() {
    return DATABASE.column("select turn from scheduled_tasks");
  }

  private static List<String> turn(ConnectionId connection) {
    return DATABASE.column(
        "select turn from scheduled_tasks where task_instance = ?", connection.toString());
  }
}
