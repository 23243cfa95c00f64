package org.healthsync.schedule;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.healthsync.ledger.LedgerDatabase;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Lane;

/** A queue with replicas on it that know of one another by the database only. */
final class QueueBench implements AutoCloseable {

  /** So long that whatever happens in time did not happen by it. */
  static final Duration NEVER = Duration.ofHours(1);

  final LedgerDatabase database;
  final WorkQueue queue = new WorkQueue();
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final ScheduledExecutorService timers = Executors.newScheduledThreadPool(2);
  private final List<WorkScheduler> started = new ArrayList<>();

  QueueBench(LedgerDatabase database) {
    this.database = database;
    database.update("delete from scheduled_tasks");
  }

  static ScheduleSettings settings(int workers, Duration polling, Duration grace) {
    return new ScheduleSettings(
        workers,
        1,
        polling,
        Duration.ofSeconds(30),
        4,
        grace,
        Duration.ofSeconds(10),
        Duration.ofMinutes(1),
        8);
  }

  /** A replica at work. */
  WorkScheduler start(String name, ScheduleSettings settings, WorkHandler handler) {
    return start(name, settings, List.of(new WorkScheduler.Job(WorkKind.SYNC, handler)));
  }

  /** A replica at work. */
  WorkScheduler start(String name, ScheduleSettings settings, List<WorkScheduler.Job> jobs) {
    WorkScheduler scheduler =
        new WorkScheduler(
            database.database(),
            queue,
            Clock.systemUTC(),
            settings,
            name,
            new WorkScheduler.Executors(workers, timers),
            jobs,
            List.of());
    started.add(scheduler);
    scheduler.start();
    return scheduler;
  }

  /** Stops a replica in order. */
  void stop(WorkScheduler scheduler) {
    started.remove(scheduler);
    scheduler.close();
  }

  /** A connection of that tenant, made when it is missing. */
  ConnectionId connection(String tenant) {
    database.update("insert into tenant (id) values (?) on conflict do nothing", tenant);
    database.update(
        "insert into app_user values (?, 'ann', 'Patient/p1', 'UTC', now(), now(), 1)"
            + " on conflict do nothing",
        tenant);
    ConnectionId id = ConnectionId.random();
    database.update(
        "insert into connection (id, tenant_id, user_id, provider, region, status, return_url,"
            + " created_at, updated_at, version)"
            + " values (?, ?, 'ann', 'withings', 'eu', 'ACTIVE', '', now(), now(), 1)",
        id.value(),
        tenant);
    return id;
  }

  /** Queues as many connections of a tenant in one go. */
  void queueMany(String tenant, int count, Lane lane) {
    database.update(
        "insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version,"
            + " priority, tenant) select 'sync', gen_random_uuid()::text,"
            + " now() - interval '1 second', false, 1, ?, ? from generate_series(1, ?)",
        lane.priority(),
        tenant,
        count);
    database.update("analyze scheduled_tasks");
  }

  void wake(ConnectionId which, Lane lane) {
    wake(WorkKind.SYNC, which, Clock.systemUTC().instant(), lane);
  }

  void wake(WorkKind kind, ConnectionId which, Instant at, Lane lane) {
    database
        .database()
        .inTransaction(
            transaction -> {
              queue.wake(transaction, kind, which, at, lane);
              return true;
            });
  }

  void admit(Instant now) {
    database
        .database()
        .inTransaction(
            transaction -> {
              TurnOrder.admit(transaction, now);
              return true;
            });
  }

  /** A page, which takes some milliseconds as those of providers do. */
  void page() {
    database.column("select pg_sleep(0.005)");
  }

  @Override
  public void close() {
    started.forEach(WorkScheduler::close);
    workers.shutdownNow();
    timers.shutdownNow();
  }
}
