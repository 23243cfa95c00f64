package org.healthsync.deliver;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a destination can be asked now. After a failure nobody asks until a time; then one asks,
 * and all the others only when it got an answer. One per destination and process, safe for many
 * threads.
 */
public final class DestinationHealth {

  private static final Duration LONGEST_PROBE = Duration.ofSeconds(30);

  private final Backoff backoff;
  private final Clock clock;
  private int failures;
  private Instant pausedUntil = Instant.MIN;

  /** Begins healthy. */
  public DestinationHealth(Backoff backoff, Clock clock) {
    this.backoff = backoff;
    this.clock = clock;
  }

  /** Asks for leave to send a bundle: empty when given, else when to ask again. */
  public synchronized Optional<Instant> admit() {
    if (failures == 0) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    if (now.isBefore(pausedUntil)) {
      return Optional.of(pausedUntil);
    }
    pausedUntil = now.plus(LONGEST_PROBE);
    return Optional.empty();
  }

  /** It answered, be it with a refusal. */
  public synchronized void answered() {
    failures = 0;
  }

  /**
   * It did not answer or does not want to be asked.
   *
   * @param wanted when it wants to be asked again; null when it does not say
   * @return when to ask again
   */
  public synchronized Instant failed(@Nullable Instant wanted) {
    failures++;
    pausedUntil = wanted == null ? clock.instant().plus(backoff.after(failures)) : wanted;
    return pausedUntil;
  }
}
