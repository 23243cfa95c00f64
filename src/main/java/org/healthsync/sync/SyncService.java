package org.healthsync.sync;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.healthsync.platform.Claim;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Database;
import org.healthsync.platform.Lane;
import org.healthsync.platform.RunId;
import org.healthsync.platform.TenantId;
import org.healthsync.schedule.RunPlace;
import org.healthsync.schedule.SyncRequests;
import org.healthsync.schedule.SyncRun;
import org.healthsync.schedule.SyncRuns;
import org.healthsync.schedule.WorkKind;
import org.healthsync.schedule.WorkQueue;
import org.healthsync.spi.stream.Window;
import org.jspecify.annotations.Nullable;

/**
 * Asks for syncs and tells how they go. A run, its requests and the wake-up of a worker commit
 * together.
 */
public final class SyncService {

  private final Database database;
  private final Clock clock;
  private final SyncRequests requests;
  private final SyncRuns runs;
  private final WorkQueue queue;
  private final Runnable lookNow;

  /**
   * Works on {@code database}.
   *
   * @param lookNow makes this replica look for due work at once
   */
  public SyncService(
      Database database,
      Clock clock,
      SyncRequests requests,
      SyncRuns runs,
      WorkQueue queue,
      Runnable lookNow) {
    this.database = database;
    this.clock = clock;
    this.requests = requests;
    this.runs = runs;
    this.queue = queue;
    this.lookNow = lookNow;
  }

  /** Begins a run over the given streams; a stream that is asked for already is shared. */
  public RunId begin(Order order) {
    RunId run = database.inTransaction(transaction -> begin(transaction, order));
    lookNow.run();
    return run;
  }

  /** As {@link #begin(Order)} in the caller's transaction; workers see it after the commit. */
  RunId begin(Connection transaction, Order order) throws SQLException {
    Instant now = clock.instant();
    // first, since it locks: orders of one connection take turns and cannot block one another
    queue.wake(transaction, WorkKind.SYNC, order.connection(), now, order.lane());
    RunId run =
        runs.create(
            transaction, order.tenant(), order.connection(), order.lane(), order.reason(), now);
    List<SyncRequests.Wanted> wanted =
        order.parts().stream()
            .map(
                part ->
                    new SyncRequests.Wanted(
                        order.tenant(),
                        order.connection(),
                        part.stream(),
                        part.window(),
                        order.lane()))
            .toList();
    requests.addAll(transaction, wanted, run, now);
    return run;
  }

  /** Has this replica look for work, after the commit of {@link #begin(Connection, Order)}. */
  void committed() {
    lookNow.run();
  }

  /**
   * Stops work on a connection that is no longer active: whoever works on it now can write nothing
   * more, and its requests are ended at the next turn.
   */
  public void stop(ConnectionId connection) {
    database.inTransaction(
        transaction -> {
          Claim.take(transaction, connection, "ended");
          queue.wake(transaction, WorkKind.SYNC, connection, clock.instant(), Lane.INTERACTIVE);
          return true;
        });
    lookNow.run();
  }

  /** A run of this tenant, or empty. */
  public Optional<SyncRun> find(TenantId tenant, RunId run) {
    return database.inTransaction(transaction -> runs.find(transaction, tenant, run));
  }

  /** What a run waits for, and until when. The caller has found it for its tenant. */
  Waiting waiting(SyncRun run) {
    return new Waits(database).of(run, clock.instant());
  }

  /** Runs of a connection of this tenant, newest first. */
  public List<SyncRun> recent(
      TenantId tenant, ConnectionId connection, RunPlace before, int limit) {
    return database.inTransaction(
        transaction -> runs.recent(transaction, tenant, connection, before, limit));
  }

  /** Calls a run off: requests that no other run waits for are dropped at the next page. */
  public Optional<SyncRun> cancel(TenantId tenant, RunId run) {
    return database.inTransaction(
        transaction -> {
          Optional<SyncRun> found = runs.find(transaction, tenant, run);
          if (found.isEmpty()) {
            return Optional.empty();
          }
          // first, as whoever orders a sync: who joins one of the requests comes before or after
          ConnectionId connection = found.get().connection();
          queue.wake(transaction, WorkKind.SYNC, connection, clock.instant(), Lane.BACKFILL);
          runs.cancel(transaction, run, clock.instant());
          return runs.find(transaction, tenant, run);
        });
  }

  /**
   * What is to be read, why and how urgently.
   *
   * @param parts at least one, worked on in this order
   */
  public record Order(
      TenantId tenant, ConnectionId connection, Lane lane, String reason, List<Part> parts) {

    /** Copies the parts and demands one. */
    public Order {
      parts = List.copyOf(parts);
      if (parts.isEmpty()) {
        throw new IllegalArgumentException("a sync needs a stream");
      }
    }
  }

  /**
   * A stream, or a window of it.
   *
   * @param window span, or null for "what is new"
   */
  public record Part(String stream, @Nullable Window window) {}
}
