package org.healthsync.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.healthsync.connect.token.Loss;
import org.healthsync.ledger.LedgerDatabase;
import org.healthsync.ledger.SettableClock;
import org.healthsync.ledger.StreamStates;
import org.healthsync.ledger.TenantHolds;
import org.healthsync.platform.Claim;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Lane;
import org.healthsync.platform.RunId;
import org.healthsync.schedule.SyncRequests;
import org.healthsync.schedule.SyncRuns;
import org.healthsync.schedule.WorkQueue;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WaitsTest {

  private static final LedgerDatabase DATABASE = LedgerDatabase.create();
  private static final Instant NOW = Instant.parse("2026-03-10T08:00:00Z");

  private final SettableClock clock = new SettableClock(NOW);
  private final SyncRequests requests = new SyncRequests();
  private final SyncRuns runs = new SyncRuns();
  private final SyncService syncs =
      new SyncService(DATABASE.database(), clock, requests, runs, new WorkQueue(), () -> {});
  private final RequestLedger ledger =
      new RequestLedger(
          DATABASE.database(),
          clock,
          requests,
          runs,
          new StreamStates(DATABASE.database(), clock),
          new DueStreams(clock),
          (transaction, connection, rotation, code) -> Loss.NOW,
          Fixed.middle(),
          new PollIntervals(polled -> false, 4),
          3);
  private final ConnectionId connection = DATABASE.connection();
  private final SyncTarget target = OneTarget.of(connection, ZoneOffset.UTC);
  private final Claim claim = DATABASE.claim(connection);
  private final RunId run =
      syncs.begin(
          new SyncService.Order(
              LedgerDatabase.TENANT,
              connection,
              Lane.INTERACTIVE,
              "test",
              List.of(new SyncService.Part("measures", null))));

  @AfterEach
  void letGo() {
    DATABASE.update("delete from tenant_hold");
    DATABASE.update("delete from outbox");
  }

  @Test
  void runThatMayGoOnWaitsForNothing() {
    assertThat(waiting()).isEqualTo(Waiting.FOR_NOTHING);
  }

  @Test
  void emptyBudgetIsSaidWithItsTime() {
    fail(new ProviderException(StandardError.THROTTLED, "later", Duration.ofSeconds(60), null));

    assertThat(waiting()).isEqualTo(new Waiting("budget", NOW.plusMillis(60_100)));
    clock.advance(Duration.ofMinutes(2));
    assertThat(waiting()).isEqualTo(Waiting.FOR_NOTHING);
  }

  @Test
  void failingProviderIsSaidWithTheTimeOfTheNextAttempt() {
    fail(new ProviderException(StandardError.PROVIDER_UNAVAILABLE, "away"));

    assertThat(waiting()).isEqualTo(new Waiting("provider", NOW.plusSeconds(5)));
  }

  @Test
  void destinationThatTakesLessThanComesInIsSaid() {
    queueOne();
    new TenantHolds(DATABASE.database(), (transaction, tenant) -> {})
        .look(LedgerDatabase.TENANT, 1, 1, NOW);
    DATABASE.update(
        "update scheduled_tasks set execution_time = ?::timestamptz where task_instance = ?",
        NOW.plusSeconds(15).toString(),
        connection.toString());

    assertThat(waiting()).isEqualTo(new Waiting("destination", NOW.plusSeconds(15)));
    SyncView view = SyncView.of(syncs.find(LedgerDatabase.TENANT, run).orElseThrow(), waiting());
    assertThat(view.waitingFor()).isEqualTo("destination");
    assertThat(view.waitingUntil()).isEqualTo(NOW.plusSeconds(15));
  }

  @Test
  void lostGrantIsSaid() {
    DATABASE.update(
        "update connection set status = 'REAUTHORIZE' where id = ?", connection.value());

    assertThat(waiting()).isEqualTo(new Waiting("consent", null));
  }

  @Test
  void gaugesCountWhatWaitsByLaneAndOutbox() {
    queueOne();
    new TenantHolds(DATABASE.database(), (transaction, tenant) -> {})
        .look(LedgerDatabase.TENANT, 1, 1, NOW);
    clock.advance(Duration.ofSeconds(30));

    FlowDepths.Depths depths = new FlowDepths(DATABASE.database(), clock).now();

    assertThat(depths.outbox()).isEqualTo(new FlowDepths.Waiters(1, 30));
    assertThat(depths.tenantsHeld()).isOne();
    assertThat(depths.lane(Lane.INTERACTIVE).oldestSeconds()).isGreaterThanOrEqualTo(30);
    assertThat(depths.lane(Lane.WEBHOOK)).isEqualTo(FlowDepths.Waiters.NONE);
  }

  private void queueOne() {
    DATABASE.update(
        "insert into outbox (tenant_id, connection_id, resource_type, resource_id, reading_type,"
            + " version, body, fetched_at, created_at) values ('ward', ?, 'Observation', ?,"
            + " 'body-weight', 1, '', ?::timestamptz, ?::timestamptz)",
        connection.value(),
        java.util.UUID.randomUUID(),
        NOW.toString(),
        NOW.toString());
  }

  private void fail(ProviderException error) {
    ledger.failed(target, claim, ledger.begin(claim).orElseThrow().request(), error);
  }

  private Waiting waiting() {
    return syncs.waiting(syncs.find(LedgerDatabase.TENANT, run).orElseThrow());
  }
}
