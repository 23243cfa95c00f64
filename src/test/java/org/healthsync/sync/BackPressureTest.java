package org.healthsync.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsync.ledger.LedgerDatabase.TENANT;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import org.healthsync.ledger.Ledger;
import org.healthsync.ledger.LedgerDatabase;
import org.healthsync.ledger.LedgerEntry;
import org.healthsync.ledger.Pages;
import org.healthsync.ledger.ProvenanceSource;
import org.healthsync.ledger.SettableClock;
import org.healthsync.ledger.TenantHolds;
import org.healthsync.platform.Claim;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Lane;
import org.healthsync.schedule.SyncRequest;
import org.healthsync.schedule.WorkQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BackPressureTest {

  private static final LedgerDatabase DATABASE = LedgerDatabase.create();
  private static final Instant NOW = Instant.parse("2026-03-10T08:00:00Z");
  private static final int LIMIT = 50;
  private static final int PAGE = 10;

  private final SettableClock clock = new SettableClock(NOW);
  private final SyncService syncs = OneReader.syncs(DATABASE.database(), clock);
  private final Ledger ledger = new Ledger(DATABASE.database(), clock);
  private final AtomicInteger pages = new AtomicInteger();
  private final ConnectionId connection = DATABASE.connection();
  private final ConnectionWork work = work();

  @BeforeEach
  void empty() {
    DATABASE.update("delete from outbox");
    DATABASE.update("delete from tenant_hold");
  }

  @Test
  void outboxStaysWithinTheLimitAndOnePageWhileTheServerIsAwayAndFetchingGoesOnAfterwards() {
    begin();
    for (int turn = 0; turn < 20; turn++) {
      work.work(connection, () -> false);
      clock.advance(Duration.ofMinutes(30));
    }

    assertThat(waiting()).isBetween(LIMIT, LIMIT + PAGE);
    int fetched = pages.get();

    deliver(PAGE);
    WorkQueue.NextTurn next = work.work(connection, () -> false);
    assertThat(pages).as("a fifth has to be free").hasValue(fetched);
    assertThat(at(next))
        .as("looked at less often than at first")
        .isEqualTo(clock.instant().plus(Duration.ofMinutes(10)));

    deliver(2 * PAGE);
    clock.advance(Duration.ofSeconds(15));
    work.work(connection, () -> false);
    assertThat(pages.get()).isGreaterThan(fetched);
    assertThat(waiting()).isLessThanOrEqualTo(LIMIT + PAGE);
  }

  @Test
  void whoHasNotSeenThatAnotherReplicaLetTheTenantGoPutsNothingBack() {
    begin();
    work.work(connection, () -> false);
    assertThat(waiting()).isGreaterThanOrEqualTo(LIMIT);
    WorkQueue.NextTurn held = work.work(connection, () -> false);
    assertThat(at(held)).isEqualTo(clock.instant().plus(Duration.ofSeconds(15)));

    int fetched = pages.get();
    DATABASE.update("delete from outbox");
    BackPressure other =
        new BackPressure(
            new TenantHolds(DATABASE.database(), (transaction, tenant) -> {}),
            LIMIT,
            clock,
            () -> 0L);
    assertThat(other.holds(TENANT)).isFalse();
    WorkQueue.NextTurn stale = work.work(connection, () -> false);
    assertThat(pages).as("what was seen a moment ago is believed").hasValue(fetched);
    assertThat(at(stale)).isEqualTo(clock.instant());
    assertThat(at(held)).as("nor what was held when it began").isEqualTo(clock.instant());

    work.work(connection, () -> false);
    assertThat(pages.get()).as("it has looked again").isGreaterThan(fetched);
  }

  private void begin() {
    syncs.begin(
        new SyncService.Order(
            TENANT,
            connection,
            Lane.BACKFILL,
            "test",
            java.util.List.of(new SyncService.Part("measures", null))));
  }

  private static Instant at(WorkQueue.NextTurn next) {
    return DATABASE.database().inTransaction(next::find).orElseThrow().at();
  }

  private ConnectionWork work() {
    return OneReader.of(
        DATABASE.database(),
        clock,
        id -> java.util.Optional.of(OneTarget.of(id, ZoneOffset.UTC)),
        new EndlessPages(),
        LIMIT);
  }

  /** Each page takes two seconds and brings ten new readings. */
  private final class EndlessPages implements PageReader {
    @Override
    public boolean nextPage(SyncTarget target, Claim claim, SyncRequest request) {
      int page = pages.incrementAndGet();
      LedgerEntry[] entries = new LedgerEntry[PAGE];
      for (int i = 0; i < PAGE; i++) {
        entries[i] = Pages.weight(page + "/" + i, "72");
      }
      ledger.commit(new Pages(claim).of(entries), ProvenanceSource.NONE);
      clock.advance(Duration.ofSeconds(2));
      return true;
    }

    @Override
    public void complete(SyncTarget target, Claim claim, SyncRequest request) {
      throw new AssertionError("there is always more");
    }
  }

  private static int waiting() {
    return Integer.parseInt(DATABASE.column("select count(*) from outbox").get(0));
  }

  private static void deliver(int number) {
    DATABASE.update(
        "delete from outbox where seq in (select seq from outbox order by seq limit ?)", number);
  }
}
