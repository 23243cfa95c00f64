package org.healthsync.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.healthsync.ledger.Ledger;
import org.healthsync.ledger.LedgerDatabase;
import org.healthsync.ledger.LedgerEntry;
import org.healthsync.ledger.Pages;
import org.healthsync.ledger.ProvenanceSource;
import org.healthsync.ledger.SettableClock;
import org.healthsync.ledger.TenantHolds;
import org.healthsync.platform.ConnectionId;
import org.healthsync.schedule.WorkKind;
import org.healthsync.schedule.WorkQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How often back-pressure looks, and who waits for it. */
@Timeout(60)
class BackPressureLooksTest {

  private static final LedgerDatabase DATABASE = LedgerDatabase.create();
  private static final Instant NOW = Instant.parse("2026-03-10T08:00:00Z");
  private static final int LIMIT = 3;

  private final SettableClock clock = new SettableClock(NOW);
  private final BackPressure pressure =
      new BackPressure(
          new TenantHolds(DATABASE.database(), (transaction, tenant) -> {}),
          LIMIT,
          clock,
          () -> 0L);

  @BeforeEach
  void empty() {
    DATABASE.update("delete from outbox");
    DATABASE.update("delete from tenant_hold");
  }

  @Test
  void looksOnceASecond() {
    assertThat(held()).isFalse();
    fill();
    clock.advance(Duration.ofMillis(999));
    assertThat(held()).as("known for a second").isFalse();
    clock.advance(Duration.ofMillis(1));
    assertThat(held()).isTrue();
  }

  @Test
  void oneLooksWhileTheOthersGoByWhatWasSeenAndASlowLookIsRepeatedLater() throws Exception {
    assertThat(held()).isFalse();
    clock.advance(Duration.ofSeconds(1));

    CompletableFuture<Boolean> looking;
    try (Connection table = DATABASE.database().dataSource().getConnection()) {
      lock(table);
      looking = CompletableFuture.supplyAsync(this::held);
      awaitWaiting("relation = 'outbox'::regclass");
      assertThat(held()).as("does not wait for the table").isFalse();
      clock.advance(Duration.ofSeconds(3));
      table.rollback();
    }
    assertThat(looking.get(30, TimeUnit.SECONDS)).isFalse();

    fill();
    clock.advance(Duration.ofSeconds(59));
    assertThat(held()).as("a look of three seconds is good for a minute").isFalse();
    clock.advance(Duration.ofSeconds(1));
    assertThat(held()).isTrue();
  }

  @Test
  void looksAtOnceWhenThisReplicaHasStoredWhatThereWasRoomFor() {
    assertThat(held()).isFalse();
    fill();
    pressure.queued(LedgerDatabase.TENANT, LIMIT - 1);
    assertThat(held()).as("there is room for one more").isFalse();
    pressure.queued(LedgerDatabase.TENANT, 1);
    assertThat(held()).isTrue();
    pressure.queued(LedgerDatabase.TENANT, 1);
    DATABASE.update("delete from outbox");
    assertThat(held()).as("who is held looks again in a second").isTrue();
    clock.advance(Duration.ofSeconds(1));
    assertThat(held()).isFalse();
  }

  @Test
  void whatWaitsIsWokenWhenTheTenantIsLetGo() {
    BackPressure waking = waking();
    DATABASE.update(
        "insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version,"
            + " priority, tenant) select case when n > 2 then 'deliver' else 'sync' end, n,"
            + " ?::timestamptz, false, 1, 0, case when n = 2 then 'other' else 'ward' end"
            + " from generate_series(1, 3) n",
        NOW.plusSeconds(600).toString());
    fill();
    assertThat(waking.holds(LedgerDatabase.TENANT)).isTrue();

    DATABASE.update("delete from outbox");
    clock.advance(Duration.ofSeconds(1));
    assertThat(waking.holds(LedgerDatabase.TENANT)).isFalse();

    assertThat(
            DATABASE.column(
                "select task_instance from scheduled_tasks where execution_time <= ?::timestamptz",
                clock.instant().toString()))
        .containsExactly("1");
  }

  @Test
  void whoLetsTheTenantGoFindsWhatIsPutBackMeanwhile() throws Exception {
    BackPressure waking = waking();
    DATABASE.update(
        "insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version,"
            + " priority, tenant) values ('sync', '1', ?::timestamptz, true, 1, 0, 'ward')",
        NOW.toString());
    fill();
    assertThat(waking.holds(LedgerDatabase.TENANT)).isTrue();
    DATABASE.update("delete from outbox");
    clock.advance(Duration.ofSeconds(1));

    CompletableFuture<Boolean> lettingGo;
    try (Connection end = DATABASE.database().dataSource().getConnection();
        Statement statement = end.createStatement()) {
      end.setAutoCommit(false);
      assertThat(pressure.lasts(end, LedgerDatabase.TENANT)).isTrue();
      lettingGo = CompletableFuture.supplyAsync(() -> waking.holds(LedgerDatabase.TENANT));
      awaitWaiting("locktype = 'transactionid'");
      statement.execute(
          "update scheduled_tasks set picked = false, execution_time = execution_time"
              + " + interval '10 minutes'");
      end.commit();
    }
    assertThat(lettingGo.get(30, TimeUnit.SECONDS)).isFalse();
    assertThat(
            DATABASE.column(
                "select task_instance from scheduled_tasks where execution_time <= ?::timestamptz",
                clock.instant().toString()))
        .containsExactly("1");
  }

  private BackPressure waking() {
    WorkQueue queue = new WorkQueue();
    DATABASE.update("delete from scheduled_tasks");
    return new BackPressure(
        new TenantHolds(
            DATABASE.database(),
            (transaction, tenant) ->
                queue.hasten(transaction, WorkKind.SYNC, tenant, clock.instant())),
        LIMIT,
        clock,
        () -> 0L);
  }

  private boolean held() {
    return pressure.holds(LedgerDatabase.TENANT);
  }

  private static void lock(Connection table) throws SQLException {
    table.setAutoCommit(false);
    try (Statement statement = table.createStatement()) {
      statement.execute("lock table outbox in access exclusive mode");
    }
  }

  private static void awaitWaiting(String lock) {
    while (DATABASE
        .column("select pid::text from pg_locks where not granted and " + lock)
        .isEmpty()) {
      // the time-out of the class interrupts
      assertThat(Thread.currentThread().isInterrupted()).as("nobody waits").isFalse();
    }
  }

  private static void fill() {
    ConnectionId connection = DATABASE.connection();
    LedgerEntry[] entries = new LedgerEntry[LIMIT];
    for (int i = 0; i < LIMIT; i++) {
      entries[i] = Pages.weight(connection + "/" + i, "72");
    }
    new Ledger(DATABASE.database(), new SettableClock(NOW))
        .commit(new Pages(DATABASE.claim(connection)).of(entries), ProvenanceSource.NONE);
  }
}
