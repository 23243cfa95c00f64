package org.healthsync.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.healthsync.ledger.LedgerDatabase;
import org.healthsync.ledger.SettableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlowDepthsTest {

  private static final LedgerDatabase DATABASE = LedgerDatabase.create();
  private static final String WAITING =
      "select pid from pg_stat_activity where datname = current_database()"
          + " and wait_event_type = 'Lock'";

  private final ExecutorService scrape = Executors.newSingleThreadExecutor();
  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-10T08:00:00Z"));
  private final FlowDepths depths = new FlowDepths(DATABASE.database(), clock);

  @AfterEach
  void stop() {
    scrape.shutdownNow();
  }

  @Test
  void databaseThatHangsHoldsOneScrapeForSecondsAndNoOther() throws Exception {
    DATABASE.update("insert into tenant_hold (tenant_id, since) values ('ward', now())");
    assertThat(depths.now().tenantsHeld()).isOne();
    DATABASE.update("delete from tenant_hold");
    clock.advance(Duration.ofMinutes(1));

    FlowDepths.Depths meanwhile =
        DATABASE
            .database()
            .inTransaction(
                transaction -> {
                  try (Statement statement = transaction.createStatement()) {
                    statement.execute("lock table tenant_hold in access exclusive mode");
                  }
                  return whileOneScrapeHangs();
                });

    assertThat(meanwhile.tenantsHeld()).as("as it was when the database last answered").isOne();
    clock.advance(Duration.ofMinutes(1));
    assertThat(depths.now().tenantsHeld()).isZero();
  }

  private FlowDepths.Depths whileOneScrapeHangs() {
    Future<FlowDepths.Depths> hanging = scrape.submit(depths::now);
    await().pollInterval(Duration.ofMillis(10)).until(() -> !DATABASE.column(WAITING).isEmpty());
    clock.advance(Duration.ofMinutes(1));
    FlowDepths.Depths other = depths.now();
    assertThat(hanging.isDone()).as("the other did not wait for it").isFalse();
    try {
      // the lock is held until it gave up by itself
      assertThat(hanging.get(10, TimeUnit.SECONDS)).isEqualTo(other);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    return other;
  }
}
