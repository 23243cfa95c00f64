package org.healthsync.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsync.ledger.LedgerDatabase.TENANT;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
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
import org.junit.jupiter.api.Test;

/** A page over which our own code fails. */
class BrokenPageTest {

  private static final LedgerDatabase DATABASE = LedgerDatabase.create();

  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-10T08:00:00Z"));
  private final SyncService syncs = OneReader.syncs(DATABASE.database(), clock);
  private final ConnectionId connection = DATABASE.connection();
  private final List<String> read = new ArrayList<>();
  private Runnable failure = () -> {};
  private final ConnectionWork work =
      OneReader.of(
          DATABASE.database(),
          clock,
          id -> Optional.of(OneTarget.of(id, ZoneOffset.UTC)),
          new Pages(),
          1_000);
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
  void otherStreamsGoOnAndThePageIsGivenUpInTheEnd() {
    failure =
        () -> {
          throw new IllegalStateException("a defect of ours");
        };

    work.work(connection, () -> false);
    assertThat(read).containsExactly("measures", "activity");
    work.work(connection, () -> false);
    assertThat(read).as("not at once").hasSize(2);
    workLater();
    workLater();

    assertThat(read).containsExactly("measures", "activity", "measures", "measures");
    assertThat(view().status()).isEqualTo(RunStatus.PARTIAL);
    assertThat(view().error()).isEqualTo("SERVICE_DEFECT");
  }

  @Test
  void recursionWithoutEndIsContainedToo() {
    failure =
        () -> {
          throw new StackOverflowError();
        };

    work.work(connection, () -> false);

    assertThat(read).containsExactly("measures", "activity");
  }

  @Test
  void valueThatTheDatabaseRefusesIsThePagesOwnFailure() {
    failure = () -> DATABASE.update("select 1 / 0");

    work.work(connection, () -> false);
    workLater();
    workLater();

    assertThat(view().status()).isEqualTo(RunStatus.PARTIAL);
  }

  @Test
  void databaseThatIsAwayCostsThePageNoAttempt() {
    failure = () -> DATABASE.update("do $$ begin raise sqlstate '57P01'; end $$");

    for (int i = 0; i < 9; i++) {
      workLater();
    }
    assertThat(view().status()).isEqualTo(RunStatus.RUNNING);
    failure = () -> {};
    workLater();

    assertThat(view().status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  private void workLater() {
    clock.advance(Duration.ofHours(1));
    work.work(connection, () -> false);
  }

  private SyncRun view() {
    return syncs.find(TENANT, run).orElseThrow();
  }

  /** One page for each stream. */
  private final class Pages implements PageReader {
    @Override
    public boolean nextPage(SyncTarget target, Claim claim, SyncRequest request) {
      read.add(request.stream());
      if (request.stream().equals("measures")) {
        failure.run();
      }
      return false;
    }

    @Override
    public void complete(SyncTarget target, Claim claim, SyncRequest request) {
      // nothing is to be noted
    }
  }
}
