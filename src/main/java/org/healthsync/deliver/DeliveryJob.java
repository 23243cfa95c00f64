package org.healthsync.deliver;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Database;
import org.jspecify.annotations.Nullable;

/**
 * Delivers what a connection's outbox holds, oldest first. One deliverer at a time for a
 * connection, cluster-wide: others are told when to come again. Safe for many threads; a drain
 * blocks on the database and the FHIR server.
 */
public final class DeliveryJob {

  private static final Logger LOG = System.getLogger(DeliveryJob.class.getName());
  private static final Duration FIRST_LEASE = Duration.ofSeconds(10);

  private final DeliveryStates states;
  private final OutboxQueue queue;
  private final DeliveryDoubts doubts;
  private final RefusedEntries refused;
  private final Destinations destinations;
  private final Backoff backoff;
  private final DeliveryListener listener;
  private final Clock clock;

  /**
   * A job for all connections.
   *
   * @param backoff for a connection that is held while its destination works
   * @param current what is sent again when what was under way may have come last
   */
  public DeliveryJob(
      Database database,
      Destinations destinations,
      Backoff backoff,
      CurrentVersions current,
      DeliveryListener listener,
      Clock clock) {
    this.states = new DeliveryStates(database);
    this.queue = new OutboxQueue(database, current, clock);
    this.doubts = new DeliveryDoubts(database);
    this.refused = new RefusedEntries(database, clock);
    this.destinations = destinations;
    this.backoff = backoff;
    this.listener = listener;
    this.clock = clock;
  }

  /**
   * Delivers until the outbox is empty, the budget is used up or the server does not go along. What
   * the server has taken is acknowledged after each bundle; a crash in between sends it once more,
   * which makes no new version.
   *
   * @throws Database.DatabaseException when the database fails; another drain goes on once the
   *     lease is over
   * @throws IllegalStateException when the tenant has no destination
   */
  public DrainOutcome drain(ConnectionId connection, DrainBudget budget) {
    Optional<Lease> lease = states.take(connection, FIRST_LEASE, clock.instant());
    return lease.isPresent() ? drain(lease.get(), budget) : notNow(connection);
  }

  private DrainOutcome notNow(ConnectionId connection) {
    long pending = queue.pending(connection);
    Instant retryAt = pending == 0 ? null : states.waitsUntil(connection).orElse(null);
    return new DrainOutcome(0, 0, pending, retryAt, null);
  }

  private DrainOutcome drain(Lease lease, DrainBudget budget) {
    Destination destination = destinations.of(lease.tenant());
    if (lease.left() != null) {
      doubts.note(lease, lease.left(), clock.instant().plus(destination.doubt()));
    }
    Settlement settlement = new Settlement(lease, queue, refused, listener, clock);
    Transmission transmission =
        new Transmission(lease, destination, queue, doubts, settlement, listener, clock);
    try {
      Optional<Halt> halt = work(lease, destination, transmission, settlement, budget);
      return finish(lease, settlement, transmission.suspect(), halt);
    } catch (LeaseLostException e) {
      LOG.log(Level.INFO, e.getMessage());
      return outcome(lease, settlement, clock.instant(), "lease-lost");
    }
  }

  private Optional<Halt> work(
      Lease lease,
      Destination destination,
      Transmission transmission,
      Settlement settlement,
      DrainBudget budget) {
    Instant end = clock.instant().plus(budget.time());
    while (settlement.settled() < budget.entries() && clock.instant().isBefore(end)) {
      Optional<Halt> paused = destination.health().admit(lease.connection());
      if (paused.isPresent()) {
        return paused;
      }
      int rows = Math.max(destination.bundleSize().entries(), transmission.fewest());
      List<OutboxEntry> batch = queue.head(lease.connection(), rows);
      if (batch.isEmpty()) {
        return Optional.empty();
      }
      Optional<Halt> halt = transmission.deliver(batch);
      if (halt.isPresent()) {
        return halt;
      }
    }
    return Optional.empty();
  }

  private DrainOutcome finish(
      Lease lease, Settlement settlement, @Nullable Suspect suspect, Optional<Halt> stopped) {
    if (stopped.isEmpty()) {
      states.release(lease, new Troubles(0, 0, suspect), null, null);
      return outcome(lease, settlement, null, null);
    }
    Halt halt = stopped.get();
    Troubles troubles = lease.troubles().after(halt, settlement.settled() > 0, suspect);
    if (halt.isStop()) {
      states.release(lease, troubles, null, null);
      return outcome(lease, settlement, null, halt.reason());
    }
    return hold(lease, settlement, halt, troubles);
  }

  private DrainOutcome hold(Lease lease, Settlement settlement, Halt halt, Troubles troubles) {
    Instant retryAt = retryAt(halt, troubles);
    states.release(lease, troubles, retryAt, halt.reason());
    LOG.log(
        halt.isOfOthers() ? Level.DEBUG : Level.WARNING,
        "delivery of connection {0} is held until {1}: {2}",
        lease.connection(),
        retryAt,
        halt.reason());
    listener.held(lease.tenant(), lease.connection(), halt.reason());
    return outcome(lease, settlement, retryAt, halt.reason());
  }

  // a connection that fails often lets others try whether it is the server that fails
  private Instant retryAt(Halt halt, Troubles troubles) {
    Instant until = halt.until();
    if (until != null && halt.isOfOthers()) {
      return until;
    }
    Instant now = clock.instant();
    Instant own = now.plus(backoff.after(troubles.attempts()));
    if (until == null) {
      return own;
    }
    Instant turn =
        troubles.failsOften() ? until.plus(backoff.behind(Duration.between(now, until))) : until;
    return turn.isAfter(own) ? turn : own;
  }

  private DrainOutcome outcome(
      Lease lease, Settlement settlement, @Nullable Instant retryAt, @Nullable String error) {
    return new DrainOutcome(
        settlement.delivered(),
        settlement.quarantined(),
        queue.pending(lease.connection()),
        retryAt,
        error);
  }
}
