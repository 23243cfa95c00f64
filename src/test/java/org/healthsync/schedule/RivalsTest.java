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

  @Test
  void workThatWouldFindNoPlaceIsLeftWaiting() {
    ConnectionId holder = picked("one");
    row("two", Lane.SCHEDULED, false, "slow");

    assertThat(goFirst(holder, new Rivals.Workers(false, List.of("slow")))).isFalse();
    assertThat(goFirst(holder, new Rivals.Workers(false, List.of("other")))).isTrue();
  }

  @Test
  void placesOfAPeerAreSharedAlsoWhileAWorkerIsIdle() {
    ConnectionId holder = row("noisy", Lane.SCHEDULED, true, "slow");
    row("noisy", Lane.SCHEDULED, true, "slow");
    row("quiet", Lane.SCHEDULED, false, "slow");

    assertThat(goFirst(holder, new Rivals.Workers(true, List.of("slow")))).isTrue();
    assertThat(goFirst(holder, new Rivals.Workers(true, List.of()))).isFalse();
    assertThat(goFirst(picked("noisy"), new Rivals.Workers(true, List.of("slow")))).isFalse();
  }

  @Test
  void urgentSyncsThatFindNoPlaceAmongExpressWorkersAreRivals() {
    ConnectionId holder = picked("one");
    row("two", Lane.INTERACTIVE, false, "slow");
    Rivals.Workers general = new Rivals.Workers(false, List.of());

    assertThat(goFirst(holder, general, new Rivals.Workers(true, List.of()))).isFalse();
    assertThat(goFirst(holder, general, new Rivals.Workers(true, List.of("slow")))).isTrue();
  }

  private boolean goFirst(ConnectionId holder) {
    return goFirst(holder, new Rivals.Workers(false, List.of()));
  }

  private boolean goFirst(ConnectionId holder, Rivals.Workers general) {
    return goFirst(holder, general, new Rivals.Workers(false, List.of()));
  }

  private boolean goFirst(ConnectionId holder, Rivals.Workers general, Rivals.Workers express) {
    return DATABASE
        .database()
        .inTransaction(
            transaction ->
                Rivals.goFirst(
                    transaction,
                    new Rivals.Holder(WorkKind.SYNC, holder, Lane.SCHEDULED),
                    general,
                    express,
                    now));
  }

  private ConnectionId picked(String tenant) {
    return row(tenant, Lane.SCHEDULED, true, "");
  }

  private void waiting(String tenant, Lane lane) {
    row(tenant, lane, false, "");
  }

  private ConnectionId row(String tenant, Lane lane, boolean picked, String peer) {
    ConnectionId id = ConnectionId.random();
    DATABASE.update(
        "insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version,"
            + " priority, tenant, peer, turn) values ('sync', ?, now() - interval '1 second', ?, 1,"
            + " ?, ?, ?, ?)",
        id.toString(),
        picked,
        lane.priority(),
        tenant,
        peer,
        ++turns);
    return id;
  }
}
