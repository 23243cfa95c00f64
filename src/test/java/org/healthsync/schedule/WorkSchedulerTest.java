package org.healthsync.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.healthsync.ledger.LedgerDatabase;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Lane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two replicas would behave as two schedulers do here: they meet in the database only. */
class WorkSchedulerTest {

  private static final LedgerDatabase DATABASE = LedgerDatabase.create();
  private static final ScheduleSettings SETTINGS =
      new ScheduleSettings(
          4,
          1,
          Duration.ofMillis(50),
          Duration.ofMillis(100),
          4,
          Duration.ofSeconds(10),
          Duration.ofSeconds(1),
          Duration.ofMinutes(1),
          8);

  private final WorkQueue queue = new WorkQueue();
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final ScheduledExecutorService timers = Executors.newScheduledThreadPool(2);
  private final Queue<WorkScheduler> started = new ConcurrentLinkedQueue<>();
  private final ConnectionId connection = DATABASE.connection();

  @BeforeEach
  void emptyTheQueue() {
    DATABASE.update("delete from scheduled_tasks");
  }

  @AfterEach
  void end() {
    started.forEach(WorkScheduler::close);
    workers.shutdownNow();
    timers.shutdownNow();
  }

  @Test
  void twoReplicasNeverWorkOnOneConnectionAtTheSameTime() {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger turns = new AtomicInteger();
    WorkHandler handler =
        (which, stopping) -> {
          most.accumulateAndGet(inside.incrementAndGet(), Math::max);
          int turn = turns.incrementAndGet();
          inside.decrementAndGet();
          return transaction ->
              turn < 20
                  ? Optional.of(new WorkQueue.Turn(Clock.systemUTC().instant(), Lane.SCHEDULED))
                  : Optional.empty();
        };
    start("one", handler);
    start("two", handler);

    wake(connection, Lane.SCHEDULED);

    await().atMost(Duration.ofMinutes(1)).until(() -> queued().isEmpty());
    assertThat(turns).hasValue(20);
    assertThat(most).hasValue(1);
  }

  @Test
  void queuedConnectionGetsOneTurnAndLeavesTheQueue() {
    Queue<ConnectionId> worked = new ConcurrentLinkedQueue<>();
    ConnectionId other = DATABASE.connection();
    start(
        "one",
        (which, stopping) -> {
          worked.add(which);
          return transaction -> Optional.empty();
        });

    wake(connection, Lane.SCHEDULED);
    wake(other, Lane.SCHEDULED);

    await().until(() -> queued().isEmpty());
    assertThat(worked).containsExactlyInAnyOrder(connection, other);
  }

  @Test
  void moreUrgentConnectionGoesFirst() {
    Queue<ConnectionId> worked = new ConcurrentLinkedQueue<>();
    ConnectionId patient = DATABASE.connection();
    wake(patient, Lane.BACKFILL);
    wake(connection, Lane.SCHEDULED);

    start(
        "one",
        new ScheduleSettings(
            1,
            1,
            SETTINGS.pollingInterval(),
            SETTINGS.heartbeat(),
            4,
            SETTINGS.grace(),
            SETTINGS.quantum(),
            SETTINGS.ageing(),
            8),
        (which, stopping) -> {
          worked.add(which);
          return transaction -> Optional.empty();
        });

    await().until(() -> queued().isEmpty());
    assertThat(worked).containsExactly(connection, patient);
  }

  @Test
  void workThatIsPutBackIsTakenAtItsTimeAndNotAtTheNextPoll() {
    Queue<Instant> turns = new ConcurrentLinkedQueue<>();
    AtomicReference<Instant> due = new AtomicReference<>(Instant.EPOCH);
    wake(connection, Lane.BACKFILL);

    start(
        "one",
        new ScheduleSettings(
            1,
            1,
            Duration.ofHours(1),
            SETTINGS.heartbeat(),
            4,
            SETTINGS.grace(),
            SETTINGS.quantum(),
            SETTINGS.ageing(),
            8),
        (which, stopping) -> {
          turns.add(Clock.systemUTC().instant());
          if (turns.size() > 1) {
            return transaction -> Optional.empty();
          }
          Instant later = Clock.systemUTC().instant().plusMillis(700);
          due.set(later);
          return transaction -> Optional.of(new WorkQueue.Turn(later, Lane.BACKFILL));
        });

    await().atMost(Duration.ofSeconds(30)).until(() -> queued().isEmpty());
    assertThat(turns).hasSize(2);
    assertThat(List.copyOf(turns).get(1)).isAfterOrEqualTo(due.get());
  }

  @Test
  void lostWorkerIsToldOnceHoweverManyReplicasNotice() {
    wake(connection, Lane.SCHEDULED);
    DATABASE.update(
        "update scheduled_tasks set picked = true, picked_by = 'dead', version = version + 1,"
            + " last_heartbeat = now()");
    Queue<String> told = new ConcurrentLinkedQueue<>();
    for (String name : List.of("one", "two", "three")) {
      start(
          name,
          new WorkHandler() {
            @Override
            public WorkQueue.NextTurn work(ConnectionId which, Stopping stopping) {
              told.add("worked");
              return transaction -> Optional.empty();
            }

            @Override
            public void lost(ConnectionId which) {
              told.add("lost");
            }
          });
    }

    await().until(() -> queued().isEmpty());

    assertThat(told).containsExactly("lost", "worked");
  }

  @Test
  void workOfADeadReplicaIsTakenOverWithinItsMissedHeartbeats() {
    wake(connection, Lane.SCHEDULED);
    DATABASE.update(
        "update scheduled_tasks set picked = true, picked_by = 'dead', version = version + 1,"
            + " last_heartbeat = now()");
    AtomicInteger turns = new AtomicInteger();

    start(
        "heir",
        (which, stopping) -> {
          turns.incrementAndGet();
          return transaction -> Optional.empty();
        });

    await().atMost(Duration.ofSeconds(5)).until(() -> queued().isEmpty());
    assertThat(turns).hasValue(1);
  }

  @Test
  void handlerThatFailsIsTriedAgainLater() {
    start(
        "one",
        (which, stopping) -> {
          throw new IllegalStateException("on purpose");
        });

    wake(connection, Lane.SCHEDULED);

    await()
        .until(
            () ->
                !DATABASE
                    .column(
                        "select 1 from scheduled_tasks where not picked"
                            + " and execution_time > now() + interval '20 seconds'")
                    .isEmpty());
  }

  @Test
  void stoppingReplicaAsksRunningWorkToReturnAndKeepsWhatIsLeft() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    AtomicReference<String> seen = new AtomicReference<>("");
    WorkScheduler scheduler =
        start(
            "one",
            (which, stopping) -> {
              running.countDown();
              await().until(stopping::now);
              seen.set("stopping");
              return transaction ->
                  Optional.of(new WorkQueue.Turn(Clock.systemUTC().instant(), Lane.SCHEDULED));
            });
    wake(connection, Lane.SCHEDULED);
    assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();

    stop(scheduler);

    assertThat(seen).hasValue("stopping");
    assertThat(DATABASE.column("select picked from scheduled_tasks")).containsExactly("f");
  }

  @Test
  void stoppingReplicaLeavesTheServersThreadsAlone() {
    stop(start("one", (which, stopping) -> transaction -> Optional.empty()));

    assertThat(workers.isShutdown()).isFalse();
    assertThat(timers.isShutdown()).isFalse();
  }

  @Test
  void choreIsDoneByOneReplicaAtATimeAgainAndAgain() {
    AtomicInteger done = new AtomicInteger();
    List<WorkScheduler.Chore> chores =
        List.of(new WorkScheduler.Chore("tidy", Duration.ofMillis(20), done::incrementAndGet));
    start(scheduler("one", SETTINGS, List.of(), chores));
    start(scheduler("two", SETTINGS, List.of(), chores));

    await().until(() -> done.get() > 3);
    assertThat(DATABASE.column("select task_name from scheduled_tasks")).containsExactly("tidy");
  }

  private WorkScheduler start(String name, WorkHandler handler) {
    return start(name, SETTINGS, handler);
  }

  private WorkScheduler start(String name, ScheduleSettings settings, WorkHandler handler) {
    return start(
        scheduler(
            name, settings, List.of(new WorkScheduler.Job(WorkKind.SYNC, handler)), List.of()));
  }

  private void stop(WorkScheduler scheduler) {
    started.remove(scheduler);
    scheduler.close();
  }

  private WorkScheduler start(WorkScheduler scheduler) {
    started.add(scheduler);
    scheduler.start();
    return scheduler;
  }

  private WorkScheduler scheduler(
      String name,
      ScheduleSettings settings,
      List<WorkScheduler.Job> jobs,
      List<WorkScheduler.Chore> chores) {
    return new WorkScheduler(
        DATABASE.database(),
        queue,
        Clock.systemUTC(),
        settings,
        name,
        new WorkScheduler.Executors(workers, timers),
        jobs,
        chores);
  }

  private void wake(ConnectionId which, Lane lane) {
    DATABASE
        .database()
        .inTransaction(
            transaction -> {
              queue.wake(transaction, WorkKind.SYNC, which, Clock.systemUTC().instant(), lane);
              return true;
            });
  }

  private List<String> queued() {
    return DATABASE.column("select task_instance from scheduled_tasks");
  }
}
