package org.healthsync.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.healthsync.ledger.LedgerDatabase;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Lane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A replica that stops gives its work to others at once; nobody waits for a heartbeat here. */
class HandOverTest {

  private static final LedgerDatabase DATABASE = LedgerDatabase.create();

  private final QueueBench bench = new QueueBench(DATABASE);
  private final ConnectionId connection = bench.connection("ward");
  private final CountDownLatch running = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);
  private final AtomicInteger heirsTurns = new AtomicInteger();

  @AfterEach
  void end() {
    done.countDown();
    bench.close();
  }

  @Test
  void whatReturnsAtThePageBoundaryGoesOnElsewhereAtOnce() throws Exception {
    WorkScheduler stopping =
        bench.start(
            "stopping",
            settings(Duration.ofSeconds(10)),
            (which, wanted) -> {
              running.countDown();
              await().until(wanted::now);
              return transaction ->
                  Optional.of(new WorkQueue.Turn(Clock.systemUTC().instant(), Lane.BACKFILL));
            });
    bench.wake(connection, Lane.INTERACTIVE);
    assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
    heir();

    bench.stop(stopping);

    await().atMost(Duration.ofSeconds(2)).until(() -> heirsTurns.get() == 1);
  }

  @Test
  void whatDoesNotReturnInTimeIsReleasedAndItsWorkerHasNoSayAnyMore() throws Exception {
    WorkScheduler stopping =
        bench.start(
            "stopping",
            settings(Duration.ofMillis(300)),
            (which, wanted) -> {
              running.countDown();
              await().atMost(Duration.ofMinutes(1)).until(() -> done.getCount() == 0);
              return transaction -> {
                throw new AssertionError("asked for its next turn after it was replaced");
              };
            });
    bench.wake(connection, Lane.INTERACTIVE);
    assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
    heir();

    bench.stop(stopping);

    await().atMost(Duration.ofSeconds(2)).until(() -> heirsTurns.get() == 1);
    done.countDown();
    await().until(() -> DATABASE.column("select 1 from scheduled_tasks").isEmpty());
  }

  @Test
  void announcementsAreHeardAgainAfterTheirConnectionDied() {
    heir();
    await().until(() -> listeners() == 1);
    DATABASE.column(
        "select pg_terminate_backend(pid) from pg_stat_activity"
            + " where datname = current_database() and query ilike 'listen %'");
    await().until(() -> listeners() == 1);

    bench.wake(connection, Lane.WEBHOOK);

    await().atMost(Duration.ofSeconds(5)).until(() -> heirsTurns.get() == 1);
  }

  @Test
  void stoppedReplicaListensNoMore() {
    WorkScheduler stopping =
        bench.start(
            "stopping",
            settings(Duration.ofSeconds(1)),
            (which, wanted) -> transaction -> Optional.empty());
    await().until(() -> listeners() == 1);

    bench.stop(stopping);

    await().until(() -> listeners() == 0);
  }

  private void heir() {
    bench.start(
        "heir",
        settings(Duration.ofSeconds(5)),
        (which, wanted) -> {
          heirsTurns.incrementAndGet();
          return transaction -> Optional.empty();
        });
  }

  private static long listeners() {
    return DATABASE
        .column(
            "select pid from pg_stat_activity where datname = current_database()"
                + " and query ilike 'listen %'")
        .size();
  }

  private static ScheduleSettings settings(Duration grace) {
    return QueueBench.settings(2, QueueBench.NEVER, grace);
  }
}
