package org.healthsync.schedule;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Database;
import org.healthsync.platform.FailureTrace;
import org.healthsync.platform.Lane;

/**
 * Runs the queue on this replica. db-scheduler finds due rows, keeps heartbeats and revives the
 * work of dead replicas; the threads are the server's.
 */
public final class WorkScheduler implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(WorkScheduler.class.getName());
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(30);

  private final Database database;
  private final WorkQueue queue;
  private final Clock clock;
  private final Scheduler scheduler;
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
    List<Task<?>> tasks = new ArrayList<>();
    jobs.forEach(job -> tasks.add(task(job)));
    this.scheduler =
        Scheduler.create(database.dataSource(), tasks)
            .startTasks(chores.stream().map(this::task).toList())
            .executorService(new UnstoppableExecutor(executors.workers()))
            .dueExecutor(new UnstoppableExecutor(executors.workers()))
            .housekeeperExecutor(new UnstoppableTimer(executors.timers()))
            .threads(settings.workers())
            .schedulerName(new SchedulerName.Fixed(name))
            .pollUsingLockAndFetch(0.5, 1.0)
            .pollingInterval(settings.pollingInterval())
            .heartbeatInterval(settings.heartbeat())
            .missedHeartbeatsLimit(settings.missedHeartbeats())
            .shutdownMaxWait(settings.grace())
            .enablePriority()
            .clock(clock::instant)
            .build();
  }

  /** Begins to take work. */
  public void start() {
    scheduler.start();
  }

  /** Asks for due work right now instead of at the next poll. */
  public void lookNow() {
    scheduler.triggerCheckForDueExecutions();
  }

  /** Stops taking work, asks running work to return and waits for it within the grace period. */
  @Override
  public void close() {
    stopping = true;
    scheduler.stop();
  }

  private Task<?> task(Job job) {
    return Tasks.custom(job.kind().taskName(), Void.class)
        .onDeadExecutionRevive()
        .execute((instance, context) -> run(job, context));
  }

  private RecurringTask<Void> task(Chore chore) {
    return Tasks.recurring(chore.name(), FixedDelay.of(chore.every()))
        .execute((instance, context) -> chore.work().run());
  }

  private CompletionHandler<Void> run(Job job, ExecutionContext context) {
    Execution execution = context.getExecution();
    ConnectionId connection = ConnectionId.parse(execution.taskInstance.getId());
    WorkQueue.NextTurn next = contained(job, connection);
    return (complete, operations) ->
        database.inTransaction(
            transaction ->
                queue.settle(transaction, job.kind(), connection, execution.version, next));
  }

  private WorkQueue.NextTurn contained(Job job, ConnectionId connection) {
    try {
      return job.handler().work(connection, () -> stopping);
    } catch (RuntimeException e) {
      LOG.log(
          System.Logger.Level.ERROR,
          () ->
              "%s of connection %s failed and is tried again: %s"
                  .formatted(job.kind(), connection, FailureTrace.of(e)));
      Instant later = clock.instant().plus(AFTER_FAILURE);
      return transaction -> Optional.of(new WorkQueue.Turn(later, Lane.SCHEDULED));
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
