package org.healthsync.deliver;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after failures in a row: twice as long each time up to a limit, of which a
 * random half is taken off so that not all come back at once.
 *
 * @param first after the first failure
 * @param longest never more
 * @param random safe for many threads
 */
public record Backoff(Duration first, Duration longest, RandomGenerator random) {

  private static final int MOST_DOUBLINGS = 20;
  private static final long MOST_SPREAD_MILLIS = 30_000;

  /** The wait after {@code failures} in a row, from 1 on. */
  public Duration after(int failures) {
    long doubled = first.toMillis() << Math.min(failures - 1, MOST_DOUBLINGS);
    long whole = Math.min(doubled, longest.toMillis());
    return Duration.ofMillis(whole / 2 + (long) (random.nextDouble() * (whole - whole / 2)));
  }

  /**
   * Between one and two times {@code duration}, so that those who wait come one after the other.
   */
  Duration spread(Duration duration) {
    return duration.plusMillis((long) (random.nextDouble() * duration.toMillis()));
  }

  /** A random part of a fifth of what was waited, half a minute at most. */
  Duration share(Duration waited) {
    return Duration.ofMillis((long) (random.nextDouble() * mostOf(waited)));
  }

  /** Longer than {@link #share}, so that those who take that come first. */
  Duration behind(Duration waited) {
    return Duration.ofMillis(mostOf(waited)).plus(share(waited));
  }

  private static long mostOf(Duration waited) {
    return Math.min(waited.toMillis() / 5, MOST_SPREAD_MILLIS);
  }
}
