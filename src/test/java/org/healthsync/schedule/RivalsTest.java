package org.healthsync.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import org.healthsync.ledger.LedgerDatabase;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Lane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who waits for a worker, whatever the order of the queue. */
class RivalsTest {

  private static final LedgerDatabase DATABASE = LedgerDatabase.create();

  private final QueueBench bench = new QueueBench(DATABASE);
  private final Instant now = Clock.systemUTC().instant();
  private int turns;

  @AfterEach
  void end() {
    bench.close();
  }

  @Test
  void tenantWithTwoFewerWorkersIsSeenBehindTheHoldersOwnTenant() {
    ConnectionId holder = picked("noisy");
    picked("noisy");
    picked("noisy");
    picked("quiet");
    waiting("noisy", Lane.SCHEDULED);
    waiting("quiet", Lane.SCHEDULED);

    assertThat(goFirst(holder)).isTrue();
  }

  @Test
  void tenantWithoutAWorkerIsSeenBehindOneThatHasEnough() {
    ConnectionId holder = picked("one");
    picked("two");
    waiting("two", Lane.SCHEDULED);
    waiting("three", Lane.SCHEDULED);

    assertThat(goFirst(holder)).isTrue();
  }

  @Test
  void tenantsThatHoldEquallyManyOrOneMoreLeaveOneAnotherAlone() {
    ConnectionId holder = picked("one");
    picked("one");
    picked("two");
    waiting("two", Lane.SCHEDULED);
    waiting("one", Lane.SCHEDULED);

    assertThat(goFirst(holder)).isFalse();
  }

  @Test
  void moreUrgentWorkOfAnybodyGoesFirstAndLessUrgentNever() {
    ConnectionId holder = picked("one");
    waiting("two", Lane.BACKFILL);

    assertThat(goFirst(holder)).isFalse();

    waiting("one", Lane.INTERACTIVE);

    assertThat(goFirst(holder)).isTrue();
  }

  @Test
  void nobodyWaits() {
    assertThat(goFirst(picked("one"))).isFalse();
  }

  private boolean goFirst(ConnectionId holder) {
    return DATABASE
        .database()
        .inTransaction(
            transaction ->
                Rivals.goFirst(
                    transaction,
                    new Rivals.Holder(WorkKind.SYNC, holder, Lane.SCHEDULED),
                    false,
                    now));
  }

  private ConnectionId picked(String tenant) {
    return row(tenant, Lane.SCHEDULED, true);
  }

  private void waiting(String tenant, Lane lane) {
    row(tenant, lane, false);
  }

  private ConnectionId row(String tenant, Lane lane, boolean picked) {
    ConnectionId id = ConnectionId.random();
    DATABASE.update(
        "insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version,"
            + " priority, tenant, turn) values ('sync', ?, now() - interval '1 second', ?, 1, ?, ?,"
            + " ?)",
        id.toString(),
        picked,
        lane.priority(),
        tenant,
        ++turns);
    return id;
  }
}
