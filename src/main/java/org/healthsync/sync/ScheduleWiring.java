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
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.healthsync.archive.RawArchive;
import org.healthsync.archive.ReplayPages;
import org.healthsync.connect.ConnectionListener;
import org.healthsync.connect.token.AccessTokens;
import org.healthsync.deliver.DeliveryJob;
import org.healthsync.ledger.Ledger;
import org.healthsync.ledger.StreamStates;
import org.healthsync.ledger.TenantHolds;
import org.healthsync.platform.Audit;
import org.healthsync.platform.ConfigReader;
import org.healthsync.platform.Database;
import org.healthsync.platform.Settings;
import org.healthsync.schedule.NotifiedRequests;
import org.healthsync.schedule.ScheduleSettings;
import org.healthsync.schedule.SyncRequest;
import org.healthsync.schedule.SyncRequests;
import org.healthsync.schedule.SyncRuns;
import org.healthsync.schedule.WorkKind;
import org.healthsync.schedule.WorkQueue;
import org.healthsync.schedule.WorkScheduler;

/** Puts the queue and its work together. */
@ApplicationScoped
public class ScheduleWiring {

  private final String replica = UUID.randomUUID().toString();
  private final WorkQueue queue = new WorkQueue();
  private final SyncRequests requests = new SyncRequests();
  private final SyncRuns runs = new SyncRuns();
  private final NotifiedRequests notified = new NotifiedRequests();
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
  ScheduleSettings settings(Settings configured) {
    ConfigReader reader = configured.reader();
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
  ConnectionListener firstSyncs(
      Database database, SyncTargets targets, SyncService syncs, Clock clock) {
    return new FirstSyncs(database, targets, syncs, new DueStreams(clock));
  }

  @Produces
  @Singleton
  NotifiedFetches notifiedFetches(Clock clock) {
    return new NotifiedFetches(requests, runs, queue, () -> lookNow.run(), clock);
  }

  @Produces
  @Singleton
  BackPressure backPressure(Database database, SyncSettings settings, Clock clock) {
    return new BackPressure(
        new TenantHolds(
            database,
            (transaction, tenant) ->
                queue.hasten(transaction, WorkKind.SYNC, tenant, clock.instant())),
        settings.outboxLimit(),
        clock,
        random);
  }

  @Produces
  @Singleton
  FlowDepths flowDepths(Database database, Clock clock) {
    return new FlowDepths(database, clock);
  }

  @Produces
  @Singleton
  StoredPages storedPages(
      SyncListener listener, BackPressure backPressure, Database database, Clock clock) {
    return new StoredPages(
        new DeliveryWakeUp(database, queue, clock, () -> lookNow.run()),
        listener,
        request ->
            database
                .inTransaction(transaction -> notified.askedAt(transaction, request))
                .map(asked -> Duration.between(asked, clock.instant())),
        backPressure);
  }

  @Produces
  @Singleton
  RunLinks runLinks(Database database) {
    return request -> database.inTransaction(transaction -> runs.of(transaction, request));
  }

  @Produces
  @Singleton
  SyncPipeline pipeline(
      PageSource pages,
      PageMappings mappings,
      PageMaker maker,
      RawArchive archive,
      Ledger ledger,
      StoredPages stored,
      RunLinks links,
      Clock clock) {
    return new SyncPipeline(
        pages, mappings, maker, archive, ledger, stored, links, requests, clock);
  }

  @Produces
  @Singleton
  ReapplyPipeline reapplyPipeline(
      RawArchive archive,
      ReplayPages replays,
      PageMappings mappings,
      PageMaker maker,
      Ledger ledger,
      StoredPages stored,
      RunLinks links) {
    return new ReapplyPipeline(archive, replays, mappings, maker, ledger, stored, links);
  }

  @Produces
  @Singleton
  Reapplications reapplications(Database database, Clock clock, Audit audit) {
    return new Reapplications(database, clock, audit, runs, queue, () -> lookNow.run());
  }

  @Produces
  @Singleton
  AskedReapplications askedReapplications(
      Reapplications reapplications, Database database, KnownMappings known, Clock clock) {
    ReapplicationViews views = new ReapplicationViews(database);
    return new AskedReapplications(reapplications, views, known, clock);
  }

  @Produces
  @Singleton
  QuarantineReplays quarantineReplays(
      Database database, Clock clock, Audit audit, SyncTargets targets, ReplayPages pages) {
    ConnectionReplay.Parts parts = new ConnectionReplay.Parts(pages, runs, queue);
    return new QuarantineReplays(database, clock, audit, targets, parts, () -> lookNow.run());
  }

  @Produces
  @Singleton
  ConnectionWork connectionWork(
      Database database,
      Clock clock,
      ScheduleSettings settings,
      SyncTargets targets,
      SyncPipeline pipeline,
      ReapplyPipeline reapply,
      StreamStates streams,
      AccessTokens tokens,
      PollIntervals intervals,
      BackPressure backPressure) {
    RequestLedger ledger =
        new RequestLedger(
            database,
            clock,
            requests,
            runs,
            streams,
            new DueStreams(clock),
            LostGrants.by(tokens),
            new BackOff(random),
            intervals,
            settings.maxAttempts());
    return new ConnectionWork(
        database,
        clock,
        settings,
        replica,
        targets,
        ledger,
        Map.of(SyncRequest.Kind.FETCH, pipeline, SyncRequest.Kind.REAPPLY, reapply),
        backPressure);
  }

  @Produces
  @Singleton
  WorkScheduler scheduler(
      Database database,
      Clock clock,
      ScheduleSettings settings,
      ConnectionWork work,
      DeliveryJob delivery,
      Chores chores) {
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
            chores.all());
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
