package org.healthsync.sync;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Growing, jittered delays between attempts. */
final class BackOff {

  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofMinutes(15);
  private static final Duration LATEST = Duration.ofMillis(200);
  private static final int MOST_DOUBLINGS = 10;

  private final RandomGenerator random;

  BackOff(RandomGenerator random) {
    this.random = random;
  }

  /** Delay after that many failures in a row: 5 s, 10 s, 20 s … 15 min, each ± 20 %. */
  Duration after(int failures) {
    Duration delay = FIRST.multipliedBy(1L << Math.min(MOST_DOUBLINGS, Math.max(0, failures - 1)));
    return jitter(delay.compareTo(LONGEST) < 0 ? delay : LONGEST);
  }

  /** The duration ± 20 %, so that nothing fires for everybody at once. */
  Duration jitter(Duration duration) {
    return Duration.ofMillis((long) (duration.toMillis() * (0.8 + 0.4 * random.nextDouble())));
  }

  /**
   * The duration plus up to 10 %, a fifth of a second at most: never earlier than a provider said,
   * and not so late that its limit goes unused. Who comes at the same time finds the budget's
   * order.
   */
  Duration atLeast(Duration duration) {
    long most = Math.min(duration.toMillis() / 10, LATEST.toMillis());
    return duration.plusMillis((long) (most * random.nextDouble()));
  }
}
