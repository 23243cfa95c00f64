package org.healthsync.notify;

import java.time.Duration;

/** How long what failed waits for its next attempt. */
final class Delays {

  /** Far beyond any longest delay. */
  private static final int MOST_DOUBLINGS = 20;

  private Delays() {}

  /**
   * {@code first} after one attempt and twice as long after each further one, up to {@code
   * longest}.
   *
   * @param attempts that failed, at least one
   */
  static Duration after(int attempts, Duration first, Duration longest) {
    Duration delay = first.multipliedBy(1L << Math.min(MOST_DOUBLINGS, attempts - 1));
    return delay.compareTo(longest) < 0 ? delay : longest;
  }
}
