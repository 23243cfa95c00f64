package org.healthsync.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsync.ledger.LedgerDatabase.TENANT;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.healthsync.ledger.LedgerDatabase;
import org.healthsync.ledger.SettableClock;
import org.healthsync.platform.Claim;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Lane;
import org.healthsync.platform.RunId;
import org.healthsync.schedule.RunStatus;
import org.healthsync.schedule.SyncRequest;
import org.healthsync.schedule.SyncRun;
import org.healthsync.schedule.WorkQueue;
import org.junit.jupiter.api.Test;

class PluginNotActiveTest {

  private static final LedgerDatabase DATABASE = LedgerDatabase.create();
  private static final Instant NOW = Instant.parse("2026-03-10T08:00:00Z");

  private final SettableClock clock = new SettableClock(NOW);
  private final SyncService syncs = OneReader.syncs(DATABASE.database(), clock);
  private final ConnectionId connection = DATABASE.connection();
  private final List<String> read = new ArrayList<>();
  private final RunId run =
      syncs.begin(
          new SyncService.Order(
              TENANT,
              connection,
              Lane.BACKFILL,
              "test",
              List.of(
                  new SyncService.Part("measures", null), new SyncService.Part("activity", null))));

  @Test
  void workOfAConnectionWaitsForItsPluginAndSaysSo() {
    WorkQueue.NextTurn next = work(new NoPlugin()).work(connection, () -> false);

    Instant again = DATABASE.database().inTransaction(next::find).orElseThrow().at();
    assertThat(again).isBetween(NOW.plusSeconds(30), NOW.plusSeconds(40));
    assertThat(syncs.waiting(view())).isEqualTo(new Waiting("operator", again));

    clock.advance(Duration.between(NOW, again));
    work(id -> Optional.of(OneTarget.of(id, ZoneOffset.UTC))).work(connection, () -> false);

    assertThat(read).containsExactlyInAnyOrder("measures", "activity");
    assertThat(view().status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void pluginThatStaysAwayIsLookedForEverLessOften() {
    assertThat(nextLookAfter(Duration.ofMinutes(10))).isEqualTo(Duration.ofMinutes(1));
    assertThat(nextLookAfter(Duration.ofHours(1))).isEqualTo(Duration.ofMinutes(7));
    assertThat(nextLookAfter(Duration.ofDays(3))).isEqualTo(Duration.ofMinutes(15));
  }

  /** In whole minutes. */
  private Duration nextLookAfter(Duration further) {
    clock.advance(further);
    WorkQueue.NextTurn next = work(new NoPlugin()).work(connection, () -> false);
    Instant again = DATABASE.database().inTransaction(next::find).orElseThrow().at();
    return Duration.between(clock.instant(), again).truncatedTo(ChronoUnit.MINUTES);
  }

  @Test
  void workOfAConnectionWhoseGrantIsLostIsGivenUp() {
    become("REAUTHORIZE");

    work(id -> Optional.empty()).work(connection, () -> false);

    assertThat(view().status()).isEqualTo(RunStatus.FAILED);
    assertThat(errors()).containsOnly("connection-not-active");
  }

  @Test
  void workOfAConnectionThatSomebodyEndedIsCalledOff() {
    become("REVOKED");

    work(id -> Optional.empty()).work(connection, () -> false);

    assertThat(view().status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(errors()).containsOnly("connection-not-active");
  }

  @Test
  void workOfAConnectionThatBecameActiveMeanwhileIsDone() {
    WorkQueue.NextTurn next = work(id -> Optional.empty()).work(connection, () -> false);

    assertThat(view().status()).isEqualTo(RunStatus.QUEUED);
    assertThat(DATABASE.database().inTransaction(next::find)).isPresent();
  }

  private void become(String status) {
    DATABASE.update("update connection set status = ? where id = ?", status, connection.value());
  }

  private List<String> errors() {
    return DATABASE.column("select error from sync_run_request where run_id = ?", run.value());
  }

  private SyncRun view() {
    return syncs.find(TENANT, run).orElseThrow();
  }

  private ConnectionWork work(SyncTargets targets) {
    return OneReader.of(DATABASE.database(), clock, targets, new Pages(), 1_000);
  }

  private static final class NoPlugin implements SyncTargets {
    @Override
    public Optional<SyncTarget> find(ConnectionId connection) {
      return Optional.empty();
    }

    @Override
    public Optional<String> waitsFor(ConnectionId connection) {
      return Optional.of(PLUGIN_NOT_ACTIVE);
    }
  }

  /** One page for each stream. */
  private final class Pages implements PageReader {
    @Override
    public boolean nextPage(SyncTarget target, Claim claim, SyncRequest request) {
      read.add(request.stream());
      return false;
    }

    @Override
    public void complete(SyncTarget target, Claim claim, SyncRequest request) {
      // nothing is to be noted
    }
  }
}
