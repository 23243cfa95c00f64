package org.healthsync.fetch;

import java.time.Duration;

/**
 * Whether requests go to a provider.
 *
 * @param position of the breaker
 * @param failures in a row
 * @param openFor how long until it lets a request try; zero when it is not open
 */
public record BreakerState(Position position, int failures, Duration openFor) {

  /** Where a breaker stands. */
  public enum Position {
    /** Requests go through. */
    CLOSED,
    /** None does. */
    OPEN,
    /** One may try, or does. */
    HALF_OPEN
  }
}
