package org.healthsync.schedule;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.healthsync.platform.Database;

/** A scheduler of db-scheduler with threads of its own that takes a part of the queue. */
final class Taker {

  // by the time it is stopped its jobs were waited for
  private static final Duration ALREADY_WAITED = Duration.ofMillis(50);

  // db-scheduler wants less than one; rounded down it is all threads but one
  private static final double ALMOST_ALL = 0.999;

  // longer than the transactions that give turns or take work
  private static final long A_MOMENT_MILLIS = 20;

  private final String name;
  private final int threads;
  private final Places places;
  private final ScheduledExecutorService timers;
  private final AtomicBoolean looksSoon = new AtomicBoolean();
  private final UnstoppableExecutor jobs;
  private final Scheduler scheduler;

  /**
   * Prepares, but does not start.
   *
   * @param started chores that are queued when it starts
   */
  Taker(
      Part part,
      Database database,
      Clock clock,
      ScheduleSettings settings,
      WorkScheduler.Executors executors,
      List<Task<?>> known,
      List<RecurringTask<Void>> started) {
    this.name = part.name();
    this.threads = part.threads();
    this.places = new Places(name, threads);
    this.timers = executors.timers();
    this.jobs = new UnstoppableExecutor(executors.workers());
    SchedulerBuilder builder =
        Scheduler.create(database.dataSource(), known)
            .startTasks(started)
            .executorService(jobs)
            .dueExecutor(new UnstoppableExecutor(executors.workers()))
            .housekeeperExecutor(new UnstoppableTimer(executors.timers()))
            .threads(threads)
            .schedulerName(new SchedulerName.Fixed(name))
            .jdbcCustomization(new FairPicks(places, part.tasks(), part.lowest(), this::lookSoon))
            // looks again after every job while there is more: the next in turn shall not wait
            .pollUsingLockAndFetch(ALMOST_ALL, 1.0)
            .pollingInterval(settings.pollingInterval())
            .heartbeatInterval(settings.heartbeat())
            .missedHeartbeatsLimit(settings.missedHeartbeats())
            .shutdownMaxWait(ALREADY_WAITED)
            .enablePriority()
            .clock(clock::instant);
    this.scheduler = builder.build();
  }

  String name() {
    return name;
  }

  void start() {
    scheduler.start();
  }

  void lookNow() {
    scheduler.triggerCheckForDueExecutions();
  }

  /** Looks for work in a moment, once for all that ask meanwhile. */
  void lookSoon() {
    if (looksSoon.compareAndSet(false, true)) {
      try {
        Future<?> unused = timers.schedule(this::look, A_MOMENT_MILLIS, TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        // the server ends; the next poll of another replica finds it
        looksSoon.set(false);
      }
    }
  }

  private void look() {
    looksSoon.set(false);
    lookNow();
  }

  boolean free() {
    return scheduler.getCurrentlyExecuting().size() < threads;
  }

  Places places() {
    return places;
  }

  /** A job is over: db-scheduler does not look by itself for what had no place meanwhile. */
  void over() {
    if (places.crowded()) {
      lookSoon();
    }
  }

  /** Takes nothing more. */
  void refuse() {
    scheduler.pause();
    jobs.shutdown();
  }

  /** Waits for the jobs under way. */
  boolean awaitIdle(Duration patience) {
    try {
      return jobs.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  void stop() {
    // its thread looks whether to end when it is woken, and nobody may interrupt it here
    Future<?> waking = null;
    try {
      waking =
          timers.scheduleWithFixedDelay(
              this::lookNow, A_MOMENT_MILLIS, A_MOMENT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      lookNow();
    }
    try {
      scheduler.stop();
    } finally {
      if (waking != null) {
        waking.cancel(false);
      }
    }
  }

  /**
   * What a scheduler takes.
   *
   * @param name unique in the cluster
   * @param threads jobs at the same time
   * @param tasks names
   * @param lowest lowest priority
   */
  record Part(String name, int threads, List<String> tasks, int lowest) {}
}
