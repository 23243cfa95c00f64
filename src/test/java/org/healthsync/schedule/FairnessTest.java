package org.healthsync.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.healthsync.ledger.LedgerDatabase;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Lane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who gets a worker when there are too few. */
class FairnessTest {

  private static final LedgerDatabase DATABASE = LedgerDatabase.create();
  private static final int WORKERS = 4;
  private static final int MANY = 20_000;

  private final QueueBench bench = new QueueBench(DATABASE);
  private final CountDownLatch done = new CountDownLatch(1);

  @AfterEach
  void end() {
    done.countDown();
    bench.close();
  }

  @Test
  void urgentSyncsBeginAtOnceWhileOtherWorkHoldsAllWorkers() {
    Set<ConnectionId> begun = ConcurrentHashMap.newKeySet();
    bench.queueMany("noisy", WORKERS + 4, Lane.BACKFILL);
    bench.start("one", settings(), (which, stopping) -> hold(which, begun));
    await().until(() -> begun.size() == WORKERS);
    ConnectionId asked = bench.connection("ward");

    // nobody polls and nobody of this replica is told: it hears of it from the database
    bench.wake(asked, Lane.INTERACTIVE);

    await().atMost(Duration.ofSeconds(2)).until(() -> begun.contains(asked));
  }

  @Test
  void expressWorkersDoNothingElse() {
    Set<ConnectionId> begun = ConcurrentHashMap.newKeySet();
    WorkHandler holding = (which, stopping) -> hold(which, begun);
    bench.queueMany("noisy", WORKERS + 4, Lane.SCHEDULED);
    bench.start(
        "one",
        settings(),
        List.of(
            new WorkScheduler.Job(WorkKind.SYNC, holding),
            new WorkScheduler.Job(WorkKind.DELIVER, holding)));
    await().until(() -> begun.size() == WORKERS);
    bench.wake(
        WorkKind.DELIVER, bench.connection("ward"), Clock.systemUTC().instant(), Lane.INTERACTIVE);
    ConnectionId asked = bench.connection("ward");
    bench.wake(asked, Lane.WEBHOOK);

    await().until(() -> begun.contains(asked));

    assertThat(begun).hasSize(WORKERS + 1);
  }

  @Test
  void tenantWithAMillionPagesLetsAnotherInAtTheNextPageBoundary() throws Exception {
    ConnectionId quiet = bench.connection("quiet");
    AtomicInteger pages = new AtomicInteger();
    AtomicInteger before = new AtomicInteger(-1);
    Phaser pageEnds = new Phaser(1);
    CountDownLatch held = new CountDownLatch(WORKERS);
    bench.queueMany("noisy", MANY, Lane.BACKFILL);
    bench.start(
        "one",
        settings(),
        (which, stopping) -> {
          if (which.equals(quiet)) {
            before.set(pages.get());
            return transaction -> Optional.empty();
          }
          held.countDown();
          // a page of one connection after the other, as long as nobody else has a better right
          do {
            pageEnds.awaitAdvance(0);
            bench.page();
            pages.incrementAndGet();
          } while (!stopping.now() && !stopping.othersFirst(Lane.BACKFILL) && pages.get() < MANY);
          return transaction -> Optional.empty();
        });
    assertThat(held.await(30, TimeUnit.SECONDS)).isTrue();
    bench.wake(quiet, Lane.BACKFILL);

    pageEnds.arriveAndDeregister();

    await().until(() -> before.get() >= 0);
    // the pages that were under way, and those that other workers read while one was handed over
    System.out.printf("pages of the noisy tenant before the quiet one's first: %d%n", before.get());
    assertThat(before.get()).isLessThan(MANY / 20);
  }

  @Test
  void tenantsComeToHoldEquallyManyWorkers() {
    Set<ConnectionId> quiet = ConcurrentHashMap.newKeySet();
    for (int i = 0; i < WORKERS; i++) {
      quiet.add(bench.connection("quiet"));
    }
    AtomicInteger noisyHolds = new AtomicInteger();
    AtomicInteger quietHolds = new AtomicInteger();
    bench.queueMany("noisy", 100, Lane.SCHEDULED);
    bench.start(
        "one",
        settings(),
        (which, stopping) -> {
          AtomicInteger holds = quiet.contains(which) ? quietHolds : noisyHolds;
          holds.incrementAndGet();
          await()
              .pollInterval(Duration.ofMillis(10))
              .atMost(Duration.ofMinutes(1))
              .until(() -> stopping.now() || stopping.othersFirst(Lane.SCHEDULED));
          holds.decrementAndGet();
          return transaction ->
              Optional.of(new WorkQueue.Turn(Clock.systemUTC().instant(), Lane.SCHEDULED));
        });
    await().until(() -> noisyHolds.get() == WORKERS);

    quiet.forEach(connection -> bench.wake(connection, Lane.SCHEDULED));

    await()
        .during(Duration.ofMillis(500))
        .until(() -> noisyHolds.get() == WORKERS / 2 && quietHolds.get() == WORKERS / 2);
  }

  @Test
  void workThatWasLockedInTheMomentOfTheLookBeginsSoonAfterwards() {
    Set<ConnectionId> begun = ConcurrentHashMap.newKeySet();
    ConnectionId locked = bench.connection("ward");
    ConnectionId next = bench.connection("ward");
    bench.wake(locked, Lane.SCHEDULED);
    bench.wake(next, Lane.SCHEDULED);
    WorkHandler noting =
        (which, stopping) -> {
          begun.add(which);
          return transaction -> Optional.empty();
        };

    DATABASE
        .database()
        .inTransaction(
            transaction -> {
              lock(transaction, locked);
              // it looks once at its start and then would poll in an hour
              bench.start("one", settings(), noting);
              await().until(() -> begun.contains(next));
              return locked;
            });

    await().until(() -> begun.contains(locked));
  }

  private static void lock(Connection database, ConnectionId which) throws SQLException {
    try (PreparedStatement statement =
        database.prepareStatement(
            "select 1 from scheduled_tasks where task_instance = ? for update")) {
      statement.setString(1, which.toString());
      statement.execute();
    }
  }

  @Test
  void workerIsKeptWhileAnotherIsFreeOrNothingWaits() {
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger wanted = new AtomicInteger();
    ConnectionId only = bench.connection("ward");
    bench.start(
        "one",
        settings(),
        (which, stopping) -> {
          while (asked.incrementAndGet() < 20) {
            wanted.addAndGet(stopping.othersFirst(Lane.BACKFILL) ? 1 : 0);
          }
          return transaction -> Optional.empty();
        });
    bench.wake(only, Lane.INTERACTIVE);

    await().until(() -> asked.get() >= 20);
    assertThat(wanted).hasValue(0);
  }

  @Test
  void whoAllWaitForOneProviderLeaveAWorkerToOthersAndComeInTurn() {
    Set<ConnectionId> begun = ConcurrentHashMap.newKeySet();
    Semaphore answers = new Semaphore(0);
    Set<ConnectionId> slow = ConcurrentHashMap.newKeySet();
    for (int i = 0; i < 3 * WORKERS; i++) {
      slow.add(bench.connection("ward"));
    }
    slow.forEach(connection -> bench.wake(connection, Lane.SCHEDULED));
    DATABASE.update("update scheduled_tasks set peer = 'slow'");
    WorkScheduler replica =
        bench.start(
            "one",
            settings(),
            (which, stopping) -> {
              begun.add(which);
              if (slow.contains(which)) {
                answers.acquireUninterruptibly();
              }
              return transaction -> Optional.empty();
            });
    await().until(() -> begun.size() == WORKERS - 1);

    // several, one after the other: the worker that is left is no one's for good
    for (int i = 0; i < 2 * WORKERS; i++) {
      ConnectionId other = bench.connection("ward");
      bench.wake(other, Lane.BACKFILL);
      replica.lookNow();
      await().atMost(Duration.ofSeconds(2)).until(() -> begun.contains(other));
    }
    assertThat(begun).filteredOn(slow::contains).hasSize(WORKERS - 1);

    // nobody polls: whoever is done makes room for the next
    answers.release(slow.size());
    await().until(() -> begun.containsAll(slow));
  }

  private WorkQueue.NextTurn hold(ConnectionId which, Set<ConnectionId> begun) {
    begun.add(which);
    try {
      assertThat(done.await(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return transaction -> Optional.empty();
  }

  private static ScheduleSettings settings() {
    return QueueBench.settings(WORKERS, QueueBench.NEVER, Duration.ofSeconds(5));
  }
}
