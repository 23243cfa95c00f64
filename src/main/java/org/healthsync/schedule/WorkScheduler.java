package org.healthsync.schedule;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Database;
import org.healthsync.platform.FailureTrace;
import org.healthsync.platform.Lane;

/**
 * Runs the queue on this replica. db-scheduler finds due rows, keeps heartbeats and revives the
 * work of dead replicas; the threads are the server's.
 *
 * <p>Some threads are kept for syncs of the lanes {@code INTERACTIVE} and {@code WEBHOOK}, so that
 * these begin at once while other work holds all the rest.
 */
public final class WorkScheduler implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(WorkScheduler.class.getName());
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(30);
  private static final String EXPRESS = "-express";

  private final Database database;
  private final WorkQueue queue;
  private final Clock clock;
  private final ScheduleSettings settings;
  private final Taker general;
  private final Taker express;
  private final Announcements announcements;
  private final Alarms alarms;
  private final Heirs heirs;
  private volatile boolean stopping;

  /**
   * Prepares, but does not start.
   *
   * @param name of this replica, unique in the cluster
   */
  public WorkScheduler(
      Database database,
      WorkQueue queue,
      Clock clock,
      ScheduleSettings settings,
      String name,
      Executors executors,
      List<Job> jobs,
      List<Chore> chores) {
    this.database = database;
    this.queue = queue;
    this.clock = clock;
    this.settings = settings;
    this.heirs = new Heirs(database, queue, clock, name);
    List<RecurringTask<Void>> recurring = chores.stream().map(this::task).toList();
    List<Task<?>> known = new ArrayList<>(recurring);
    jobs.forEach(job -> known.add(task(job)));
    List<String> names = known.stream().map(Task::getName).toList();
    this.general =
        new Taker(
            new Taker.Part(name, settings.workers(), names, Short.MIN_VALUE),
            database,
            clock,
            settings,
            executors,
            known.subList(recurring.size(), known.size()),
            recurring);
    // knows all tasks, since it revives the work of dead replicas, too
    this.express =
        new Taker(
            new Taker.Part(
                name + EXPRESS,
                settings.expressWorkers(),
                List.of(WorkKind.SYNC.taskName()),
                Lane.WEBHOOK.priority()),
            database,
            clock,
            settings,
            executors,
            known,
            List.of());
    this.announcements =
        new Announcements(database, executors.workers(), executors.timers(), this::lookNow);
    this.alarms = new Alarms(executors.timers(), clock, this::lookNow);
  }

  /** Begins to take work. */
  public void start() {
    general.start();
    express.start();
    announcements.start();
  }

  /** Asks for due work right now instead of at the next poll. */
  public void lookNow() {
    express.lookNow();
    general.lookNow();
  }

  /**
   * Stops taking work, asks running work to return and waits for it within the grace period. What
   * has not returned by then is given to other replicas, and its worker can write nothing more.
   */
  @Override
  public void close() {
    stopping = true;
    announcements.close();
    List<Taker> takers = List.of(express, general);
    takers.forEach(Taker::refuse);
    long end = System.nanoTime() + settings.grace().toNanos();
    takers.forEach(taker -> taker.awaitIdle(Duration.ofNanos(end - System.nanoTime())));
    release(takers);
    takers.forEach(Taker::stop);
    // what was taken in the moment of the stop and never begun
    release(takers);
  }

  private void release(List<Taker> takers) {
    List<String> names = takers.stream().map(Taker::name).toList();
    try {
      int released =
          database.inTransaction(
              transaction -> {
                int count = queue.release(transaction, names);
                if (count > 0) {
                  queue.announce(transaction);
                }
                return count;
              });
      if (released > 0) {
        LOG.log(System.Logger.Level.INFO, "{0} jobs were given to other replicas", released);
      }
    } catch (RuntimeException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          () -> "jobs go to other replicas when heartbeats are missing: " + FailureTrace.of(e));
    }
  }

  private Task<?> task(Job job) {
    return Tasks.custom(job.kind().taskName(), Void.class)
        .onDeadExecution((dead, operations) -> heirs.revive(job, dead.getExecution()))
        .execute((instance, context) -> run(job, context));
  }

  private RecurringTask<Void> task(Chore chore) {
    return Tasks.recurring(chore.name(), FixedDelay.of(chore.every()))
        .execute((instance, context) -> chore.work().run());
  }

  private CompletionHandler<Void> run(Job job, ExecutionContext context) {
    Execution execution = context.getExecution();
    ConnectionId connection = ConnectionId.parse(execution.taskInstance.getId());
    Wanted wanted = new Wanted(job.kind(), connection);
    WorkQueue.NextTurn next = contained(job, connection, wanted);
    return (complete, operations) -> {
      settle(job, execution, next);
      if (wanted.byOthers) {
        // db-scheduler looks by itself only while it believes that more is due
        general.lookSoon();
      }
      general.over();
      express.over();
    };
  }

  private void settle(Job job, Execution execution, WorkQueue.NextTurn next) {
    ConnectionId connection = ConnectionId.parse(execution.taskInstance.getId());
    AtomicReference<Instant> again = new AtomicReference<>();
    WorkQueue.NextTurn noted =
        transaction -> {
          Optional<WorkQueue.Turn> turn = next.find(transaction);
          turn.ifPresent(found -> again.set(found.at()));
          return turn;
        };
    boolean ours =
        database.inTransaction(
            transaction -> {
              boolean still =
                  queue.settle(transaction, job.kind(), connection, execution.version, noted);
              if (still && stopping) {
                queue.announce(transaction);
              }
              return still;
            });
    Instant at = again.get();
    if (ours && at != null) {
      alarms.at(at);
    }
  }

  private WorkQueue.NextTurn contained(Job job, ConnectionId connection, Wanted wanted) {
    try {
      return job.handler().work(connection, wanted);
    } catch (RuntimeException | StackOverflowError | LinkageError e) {
      LOG.log(
          System.Logger.Level.ERROR,
          () ->
              "%s of connection %s failed and is tried again: %s"
                  .formatted(job.kind(), connection, FailureTrace.of(e)));
      Instant later = clock.instant().plus(AFTER_FAILURE);
      return transaction -> Optional.of(new WorkQueue.Turn(later, Lane.SCHEDULED));
    }
  }

  /** Tells a job when its worker is wanted back. */
  private final class Wanted implements WorkHandler.Stopping {

    private final WorkKind kind;
    private final ConnectionId connection;
    private volatile boolean byOthers;

    Wanted(WorkKind kind, ConnectionId connection) {
      this.kind = kind;
      this.connection = connection;
    }

    @Override
    public boolean now() {
      return stopping;
    }

    @Override
    public boolean othersFirst(Lane lane) {
      if (general.free() && !general.places().crowded()) {
        return false;
      }
      byOthers =
          database.inTransaction(
              transaction ->
                  Rivals.goFirst(
                      transaction,
                      new Rivals.Holder(kind, connection, lane),
                      workers(general, transaction),
                      workers(express, transaction),
                      clock.instant()));
      return byOthers;
    }

    private static Rivals.Workers workers(Taker taker, Connection database) throws SQLException {
      return new Rivals.Workers(taker.free(), taker.places().held(database).full());
    }
  }

  /**
   * The server's threads.
   *
   * @param workers run jobs
   * @param timers run heartbeats
   */
  public record Executors(ExecutorService workers, ScheduledExecutorService timers) {}

  /**
   * What does one kind of work.
   *
   * @param kind which
   * @param handler does it
   */
  public record Job(WorkKind kind, WorkHandler handler) {}

  /**
   * Something that one replica does now and then.
   *
   * @param name in the queue
   * @param every pause between two runs
   * @param work what
   */
  public record Chore(String name, Duration every, Runnable work) {}
}
