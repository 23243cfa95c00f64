package org.healthsync.sync;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.eclipse.microprofile.config.Config;
import org.healthsync.connect.ConnectionListener;
import org.healthsync.connect.token.AccessTokens;
import org.healthsync.deliver.DeliveryJob;
import org.healthsync.ledger.Ledger;
import org.healthsync.ledger.Outbox;
import org.healthsync.ledger.StreamStates;
import org.healthsync.platform.ConfigReader;
import org.healthsync.platform.Database;
import org.healthsync.platform.api.IdempotencyKeys;
import org.healthsync.schedule.ScheduleSettings;
import org.healthsync.schedule.SyncRequests;
import org.healthsync.schedule.SyncRuns;
import org.healthsync.schedule.WorkKind;
import org.healthsync.schedule.WorkQueue;
import org.healthsync.schedule.WorkScheduler;

/** Puts the queue and its work together. */
@ApplicationScoped
public class ScheduleWiring {

  private static final Duration LOOK_FOR_DUE = Duration.ofSeconds(20);
  private static final Duration LOOK_FOR_FORGOTTEN = Duration.ofSeconds(10);

  private static final Duration KEEP_KEYS = Duration.ofDays(2);

  private final String replica = UUID.randomUUID().toString();
  private final WorkQueue queue = new WorkQueue();
  private final SyncRequests requests = new SyncRequests();
  private final SyncRuns runs = new SyncRuns();
  private final RandomGenerator random = new SharedRandom();
  // the scheduler needs its jobs and they need to wake it: the knot is tied here
  private volatile Runnable lookNow = () -> {};

  @Resource(lookup = "concurrent/workers")
  @SuppressWarnings("NullAway") // injected
  ManagedExecutorService workers;

  @Resource(lookup = "concurrent/timers")
  @SuppressWarnings("NullAway") // injected
  ManagedScheduledExecutorService timers;

  @Produces
  @Singleton
  ScheduleSettings settings(Config config) {
    ConfigReader reader = PipelineWiring.reader(config);
    ScheduleSettings settings = ScheduleSettings.from(reader);
    reader.check();
    return settings;
  }

  @Produces
  @Singleton
  SyncService syncs(Database database, Clock clock) {
    return new SyncService(database, clock, requests, runs, queue, () -> lookNow.run());
  }

  @Produces
  @Singleton
  ConnectionListener firstSyncs(SyncTargets targets, SyncService syncs) {
    return new FirstSyncs(targets, syncs);
  }

  @Produces
  @Singleton
  BackPressure backPressure(Outbox outbox, SyncSettings settings, Clock clock) {
    return new BackPressure(outbox::depth, settings.outboxLimit(), clock);
  }

  @Produces
  @Singleton
  SyncPipeline pipeline(
      PageSource pages,
      StreamMappers mappers,
      PageAssembly assembly,
      Ledger ledger,
      SyncSettings settings,
      SyncListener listener,
      Database database,
      Clock clock) {
    return new SyncPipeline(
        pages,
        mappers,
        assembly,
        ledger,
        settings,
        new DeliveryWakeUp(database, queue, clock, () -> lookNow.run()),
        listener,
        request -> database.inTransaction(transaction -> runs.of(transaction, request)),
        clock);
  }

  @Produces
  @Singleton
  ConnectionWork connectionWork(
      Database database,
      Clock clock,
      ScheduleSettings settings,
      SyncTargets targets,
      SyncPipeline pipeline,
      StreamStates streams,
      AccessTokens tokens,
      BackPressure backPressure) {
    RequestLedger ledger =
        new RequestLedger(
            database,
            clock,
            requests,
            runs,
            streams,
            new DueStreams(database, clock),
            tokens::abandon,
            new BackOff(random),
            settings.maxAttempts());
    return new ConnectionWork(
        database, clock, settings, replica, targets, ledger, pipeline, backPressure);
  }

  @Produces
  @Singleton
  WorkScheduler scheduler(
      Database database,
      Clock clock,
      ScheduleSettings settings,
      ConnectionWork work,
      DeliveryJob delivery,
      SyncTargets targets,
      SyncService syncs,
      IdempotencyKeys keys) {
    Housekeeping housekeeping =
        new Housekeeping(
            database,
            new DueStreams(database, clock),
            new FirstSyncs(targets, syncs),
            syncs,
            targets,
            clock);
    WorkScheduler scheduler =
        new WorkScheduler(
            database,
            queue,
            clock,
            settings,
            replica,
            new WorkScheduler.Executors(workers, timers),
            List.of(
                new WorkScheduler.Job(WorkKind.SYNC, work),
                new WorkScheduler.Job(WorkKind.DELIVER, new DeliveryWork(delivery, clock))),
            List.of(
                new WorkScheduler.Chore("due-streams", LOOK_FOR_DUE, housekeeping::beginDue),
                new WorkScheduler.Chore("look-back", LOOK_FOR_DUE, housekeeping::beginRereads),
                new WorkScheduler.Chore(
                    "forgotten-connections", LOOK_FOR_DUE, housekeeping::beginForgotten),
                new WorkScheduler.Chore(
                    "old-idempotency-keys", Duration.ofHours(1), () -> keys.purge(KEEP_KEYS)),
                new WorkScheduler.Chore(
                    "forgotten-work", LOOK_FOR_FORGOTTEN, housekeeping::wakeForgotten)));
    lookNow = scheduler::lookNow;
    return scheduler;
  }

  /** The generator of whatever thread asks. */
  private static final class SharedRandom implements RandomGenerator {
    @Override
    public long nextLong() {
      return ThreadLocalRandom.current().nextLong();
    }
  }
}
