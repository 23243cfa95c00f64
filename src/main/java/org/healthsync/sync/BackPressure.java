package org.healthsync.sync;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.ToLongFunction;
import org.healthsync.platform.TenantId;

/** Pauses fetching for a tenant whose FHIR server takes less than comes in. */
public final class BackPressure {

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(15);

  private final ToLongFunction<TenantId> outboxDepth;
  private final long limit;
  private final Clock clock;

  /**
   * Holds above {@code limit} versions that wait for delivery.
   *
   * @param outboxDepth versions of a tenant that wait
   */
  public BackPressure(ToLongFunction<TenantId> outboxDepth, long limit, Clock clock) {
    this.outboxDepth = outboxDepth;
    this.limit = limit;
    this.clock = clock;
  }

  /** Whether nothing more may be fetched for this tenant now. */
  public boolean holds(TenantId tenant) {
    return outboxDepth.applyAsLong(tenant) >= limit;
  }

  /** When to ask again. */
  public Instant lookAgainAt() {
    return clock.instant().plus(LOOK_AGAIN);
  }
}
