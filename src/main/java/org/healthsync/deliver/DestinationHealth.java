package org.healthsync.deliver;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Database;
import org.healthsync.platform.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * Whether a tenant's FHIR server can be asked now, known to all replicas. After a failure nobody
 * asks until a time; then one asks, in the whole cluster. When it got an answer, one delivery goes
 * on, then two, four and so on, until the server has shown that it takes them. Those that wait are
 * let go spread over a time. Safe for many threads; blocks on the database.
 */
public final class DestinationHealth {

  /** Reason of those that wait for a server that failed. */
  static final String PAUSED = "destination-paused";

  /** Reason of those that wait while a server is loaded step by step. */
  static final String RECOVERING = "destination-recovering";

  private static final Duration LONGEST_PROBE = Duration.ofSeconds(30);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);
  private static final int WIDEST = 32;

  private final TenantId tenant;
  private final DestinationPauses pauses;
  private final Backoff backoff;
  private final Clock clock;
  // whether the last look found all well; spares the others a write for each answer
  private volatile boolean well;
  private volatile Instant lastTaken = Instant.MIN;

  /** Knows what the database knows. */
  public DestinationHealth(TenantId tenant, Database database, Backoff backoff, Clock clock) {
    this.tenant = tenant;
    this.pauses = new DestinationPauses(database);
    this.backoff = backoff;
    this.clock = clock;
  }

  /**
   * Asks for leave to send a bundle of a connection whose lease the caller has: empty when given,
   * else why and till when.
   */
  Optional<Halt> admit(ConnectionId connection) {
    Optional<DestinationPauses.Pause> known = pauses.find(tenant);
    well = known.isEmpty();
    return known.flatMap(pause -> admit(connection, pause));
  }

  private Optional<Halt> admit(ConnectionId connection, DestinationPauses.Pause pause) {
    Instant now = clock.instant();
    if (pause.width() > 0) {
      return pauses.admit(tenant, connection) ? Optional.empty() : Optional.of(recovering(now));
    }
    if (now.isBefore(pause.until())) {
      return Optional.of(paused(now, pause.until()));
    }
    if (pauses.probe(tenant, now, now.plus(LONGEST_PROBE))) {
      return Optional.empty();
    }
    return Optional.of(Halt.ofDestination(PAUSED, now.plus(backoff.spread(LOOK_AGAIN))));
  }

  private Halt paused(Instant now, Instant until) {
    return Halt.ofDestination(PAUSED, until.plus(backoff.share(Duration.between(now, until))));
  }

  private Halt recovering(Instant now) {
    return Halt.ofDestination(RECOVERING, now.plus(backoff.spread(LOOK_AGAIN)));
  }

  /** It answered, be it with a refusal. */
  void answered() {
    if (!well) {
      pauses.answered(tenant, WIDEST);
    }
  }

  /** It has taken something. */
  void took() {
    lastTaken = clock.instant();
    answered();
  }

  /** Whether this replica saw it take something after a time. */
  boolean tookSince(Instant time) {
    return lastTaken.isAfter(time);
  }

  /**
   * It did not answer or does not want to be asked.
   *
   * @param wanted when it wants to be asked again at the earliest; null when it does not say
   * @return when to ask again
   */
  Instant failed(@Nullable Instant wanted) {
    well = false;
    Instant now = clock.instant();
    return pauses.failed(tenant, now, failures -> later(now.plus(backoff.after(failures)), wanted));
  }

  private static Instant later(Instant ours, @Nullable Instant wanted) {
    return wanted != null && wanted.isAfter(ours) ? wanted : ours;
  }
}
