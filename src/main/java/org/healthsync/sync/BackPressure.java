package org.healthsync.sync;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.healthsync.ledger.TenantHolds;
import org.healthsync.platform.TenantId;

/**
 * Pauses fetching for a tenant whose FHIR server takes less than comes in, until a fifth of the
 * limit is free again, so that it does not go on and off in turns. Looks once a second for each
 * tenant at most. Safe for many threads.
 */
public final class BackPressure {

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(15);
  private static final Duration SPREAD = Duration.ofSeconds(5);
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final TenantHolds holds;
  private final long limit;
  private final Clock clock;
  private final RandomGenerator random;
  private final Map<TenantId, Seen> seen = new ConcurrentHashMap<>();

  /**
   * Holds from {@code limit} versions that wait for delivery on.
   *
   * @param random spreads those that look again
   */
  BackPressure(TenantHolds holds, long limit, Clock clock, RandomGenerator random) {
    this.holds = holds;
    this.limit = limit;
    this.clock = clock;
    this.random = random;
  }

  /** Whether nothing more may be fetched for this tenant now. */
  public boolean holds(TenantId tenant) {
    Instant now = clock.instant();
    Seen last = seen.get(tenant);
    if (last != null && last.at().plus(FRESH).isAfter(now)) {
      return last.held();
    }
    boolean held = holds.look(tenant, limit, limit - limit / 5, now);
    seen.put(tenant, new Seen(now, held));
    return held;
  }

  /** When to ask again. */
  public Instant lookAgainAt() {
    long spread = (long) (random.nextDouble() * SPREAD.toMillis());
    return clock.instant().plus(LOOK_AGAIN).plusMillis(spread);
  }

  private record Seen(Instant at, boolean held) {}
}
