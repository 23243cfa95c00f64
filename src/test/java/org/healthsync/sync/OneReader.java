package org.healthsync.sync;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.healthsync.connect.token.Loss;
import org.healthsync.ledger.StreamStates;
import org.healthsync.ledger.TenantHolds;
import org.healthsync.platform.Database;
import org.healthsync.schedule.ScheduleSettings;
import org.healthsync.schedule.SyncRequest;
import org.healthsync.schedule.SyncRequests;
import org.healthsync.schedule.SyncRuns;
import org.healthsync.schedule.WorkQueue;

/** Work on connections whose pages come from a test. */
final class OneReader {

  private OneReader() {}

  /** What begins the runs that are worked on. */
  static SyncService syncs(Database database, Clock clock) {
    return new SyncService(
        database, clock, new SyncRequests(), new SyncRuns(), new WorkQueue(), () -> {});
  }

  /** Pauses when more than {@code outboxLimit} versions wait for delivery. */
  static ConnectionWork of(
      Database database, Clock clock, SyncTargets targets, PageReader reader, int outboxLimit) {
    RequestLedger ledger =
        new RequestLedger(
            database,
            clock,
            new SyncRequests(),
            new SyncRuns(),
            new StreamStates(database, clock),
            new DueStreams(clock),
            (transaction, lost, rotation, code) -> Loss.NOW,
            Fixed.middle(),
            new PollIntervals(polled -> false, 4),
            3);
    ScheduleSettings settings =
        new ScheduleSettings(
            1,
            1,
            Duration.ofSeconds(1),
            Duration.ofSeconds(3),
            4,
            Duration.ofSeconds(20),
            Duration.ofSeconds(60),
            Duration.ofMinutes(1),
            3);
    return new ConnectionWork(
        database,
        clock,
        settings,
        "replica",
        targets,
        ledger,
        Map.of(SyncRequest.Kind.FETCH, reader),
        new BackPressure(
            new TenantHolds(database, (transaction, tenant) -> {}), outboxLimit, clock, () -> 0L));
  }
}
