package org.healthsync.deliver;

import java.time.Duration;

/**
 * How many entries go into a bundle: fewer when the server is slow, more again when it is fast, so
 * that a bundle takes less than about two seconds. Safe for many threads.
 */
public final class BundleSize {

  private static final int SMALLEST = 20;
  private static final int STEP = 20;
  private static final Duration SLOW = Duration.ofSeconds(2);
  private static final Duration FAST = Duration.ofSeconds(1);

  private final int largest;
  private int current;

  /** Begins with the largest. */
  public BundleSize(int largest) {
    this.largest = largest;
    this.current = largest;
  }

  /** Entries of the next bundle. */
  public synchronized int entries() {
    return current;
  }

  /** Learns from a bundle that was processed. */
  public synchronized void took(int entries, Duration time) {
    if (time.compareTo(SLOW) > 0) {
      // only a bundle of at least the current size says that this size is too large
      current = entries < current ? current : Math.max(Math.min(SMALLEST, largest), current / 2);
    } else if (time.compareTo(FAST) < 0 && entries >= current) {
      current = Math.min(largest, current + STEP);
    }
  }
}
