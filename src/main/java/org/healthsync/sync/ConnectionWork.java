package org.healthsync.sync;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.healthsync.platform.Claim;
import org.healthsync.platform.ClaimLostException;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Database;
import org.healthsync.platform.FailureTrace;
import org.healthsync.platform.Lane;
import org.healthsync.platform.TenantId;
import org.healthsync.schedule.ScheduleSettings;
import org.healthsync.schedule.SyncRequest;
import org.healthsync.schedule.WorkHandler;
import org.healthsync.schedule.WorkQueue;
import org.healthsync.spi.ProviderException;

/**
 * One turn of a connection: takes the most urgent request and reads it page by page, until
 * something more urgent waits, the turn is used up, others have a better right to the worker, a
 * budget is empty or nothing is left.
 */
public final class ConnectionWork implements WorkHandler {

  private static final System.Logger LOG = System.getLogger(ConnectionWork.class.getName());

  private final Database database;
  private final Clock clock;
  private final ScheduleSettings settings;
  private final String replica;
  private final SyncTargets targets;
  private final RequestLedger requests;
  private final Map<SyncRequest.Kind, PageReader> readers;
  private final BackPressure backPressure;

  /** Works with the given stages; {@code replica} names this process in claims. */
  ConnectionWork(
      Database database,
      Clock clock,
      ScheduleSettings settings,
      String replica,
      SyncTargets targets,
      RequestLedger requests,
      Map<SyncRequest.Kind, PageReader> readers,
      BackPressure backPressure) {
    this.database = database;
    this.clock = clock;
    this.settings = settings;
    this.replica = replica;
    this.targets = targets;
    this.requests = requests;
    this.readers = Map.copyOf(readers);
    this.backPressure = backPressure;
  }

  @Override
  public WorkQueue.NextTurn work(ConnectionId connection, Stopping stopping) {
    Claim claim =
        database.inTransaction(transaction -> Claim.take(transaction, connection, replica));
    try {
      Optional<SyncTarget> target = targets.find(connection);
      if (target.isEmpty()) {
        return without(claim);
      }
      if (backPressure.holds(target.get().tenant())) {
        return whileHeld(connection, target.get().tenant());
      }
      turn(target.get(), claim, stopping);
    } catch (ClaimLostException e) {
      LOG.log(System.Logger.Level.WARNING, e.getMessage());
    }
    return requests.next(connection);
  }

  /** Who lets the tenant go wakes what waits: nothing may be put back that was let go meanwhile. */
  private WorkQueue.NextTurn whileHeld(ConnectionId connection, TenantId tenant) {
    WorkQueue.NextTurn later = requests.later(connection, backPressure.lookAgainAt(tenant));
    WorkQueue.NextTurn now = requests.next(connection);
    return transaction -> (backPressure.lasts(transaction, tenant) ? later : now).find(transaction);
  }

  private WorkQueue.NextTurn without(Claim claim) {
    Optional<String> reason = targets.waitsFor(claim.connection());
    if (reason.isPresent()) {
      requests.awaitOperator(claim, reason.get());
    } else {
      requests.endOfInactive(claim);
    }
    return requests.next(claim.connection());
  }

  @Override
  public void lost(ConnectionId connection) {
    requests.lost(
        database.inTransaction(transaction -> Claim.take(transaction, connection, replica)));
  }

  private void turn(SyncTarget target, Claim claim, Stopping stopping) {
    Limit limit = new Limit(clock.instant().plus(settings.quantum()), stopping);
    while (!limit.reached(clock.instant()) && !backPressure.holds(target.tenant())) {
      Optional<RequestLedger.Begun> begun = requests.begin(claim);
      if (begun.isEmpty()) {
        return;
      }
      read(target, claim, begun.get(), limit);
      if (limit.othersFirst(begun.get().request().lane())) {
        return;
      }
    }
  }

  private void read(SyncTarget target, Claim claim, RequestLedger.Begun begun, Limit limit) {
    SyncRequest current = begun.request();
    boolean untouched = begun.untouched() && current.kind() == SyncRequest.Kind.FETCH;
    PageReader reader = Objects.requireNonNull(readers.get(current.kind()));
    try {
      while (reader.nextPage(target, claim, current)) {
        untouched = false;
        Optional<SyncRequest> afterPage = requests.reread(current);
        if (afterPage.isEmpty()) {
          return; // called off
        }
        current = afterPage.get();
        if (limit.reached(clock.instant())
            || requests.moreUrgentWaits(current)
            || limit.othersFirst(current.lane())
            || backPressure.holds(target.tenant())) {
          return;
        }
      }
      untouched = false;
      reader.complete(target, claim, current);
      requests.succeeded(target, claim, current);
    } catch (ProviderException e) {
      requests.failed(target, claim, untouched ? current.untouched() : current, e);
    } catch (ClaimLostException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError | LinkageError e) {
      LOG.log(
          System.Logger.Level.ERROR,
          "%s of connection %s failed and is tried again: %s"
              .formatted(current.stream(), current.connection(), FailureTrace.of(e)));
      requests.broke(claim, current, e);
    }
  }

  /** How far one turn goes. For one thread. */
  private static final class Limit {

    private final Instant end;
    private final Stopping stopping;
    private boolean others;

    Limit(Instant end, Stopping stopping) {
      this.end = end;
      this.stopping = stopping;
    }

    boolean reached(Instant now) {
      return others || stopping.now() || !now.isBefore(end);
    }

    boolean othersFirst(Lane lane) {
      others = others || stopping.othersFirst(lane);
      return others;
    }
  }
}
