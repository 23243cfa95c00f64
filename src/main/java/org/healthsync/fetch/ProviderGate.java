package org.healthsync.fetch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;

/**
 * Keeps one provider's trouble to itself: limits how many requests are under way at it, and after
 * several failures in a row leaves it in peace, then lets a single request try. Never waits. Safe
 * for many threads.
 */
final class ProviderGate {

  private static final Duration SOON = Duration.ofSeconds(1);

  private final FetchSettings settings;
  private final Clock clock;
  private int underWay;
  private int failures;
  private Instant closedUntil = Instant.MIN;
  private boolean probing;

  ProviderGate(FetchSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Lets a request pass; {@link #leave} must follow.
   *
   * @throws ProviderException with the time to retry after when it may not
   */
  synchronized void enter() throws ProviderException {
    Instant now = clock.instant();
    if (now.isBefore(closedUntil)) {
      throw new ProviderException(
          StandardError.PROVIDER_UNAVAILABLE,
          "left in peace after " + failures + " failures in a row",
          Duration.between(now, closedUntil),
          null);
    }
    if (underWay >= settings.concurrency() || probing) {
      throw new ProviderException(
          StandardError.THROTTLED, underWay + " requests are under way", SOON, null);
    }
    underWay++;
    probing = failures >= settings.failures();
  }

  /**
   * Ends what {@link #enter} began.
   *
   * @return whether this closed the gate for a while
   */
  synchronized boolean leave(boolean failed) {
    underWay--;
    probing = false;
    failures = failed ? failures + 1 : 0;
    boolean closes = failures >= settings.failures();
    if (closes) {
      closedUntil = clock.instant().plus(settings.pause());
    }
    return closes;
  }
}
