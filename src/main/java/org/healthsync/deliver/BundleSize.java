package org.healthsync.deliver;

import java.time.Duration;

/**
 * How many entries go into a bundle: fewer when the server is slow, more again when it is fast, so
 * that a bundle takes less than about two seconds. Safe for many threads.
 */
public final class BundleSize {

  // being slow alone makes none smaller, since a bundle costs something by itself
  private static final int SMALLEST = 20;
  private static final int STEP = 20;
  // fast bundles before a larger one is tried, after one that was too much
  private static final int CARE = 16;
  private static final Duration SLOW = Duration.ofSeconds(2);
  private static final Duration FAST = Duration.ofSeconds(1);

  private final int largest;
  private int current;
  private int care;

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
      current = entries < current ? current : Math.max(Math.min(SMALLEST, current), current / 2);
    } else if (time.compareTo(FAST) < 0 && entries >= current) {
      care = Math.max(0, care - 1);
      current = care > 0 ? current : Math.min(largest, current + Math.min(STEP, current));
    }
  }

  /** Learns from a bundle that the server did not get done: half of it is sent, down to one. */
  public synchronized void tooMuch(int entries) {
    current = Math.max(1, Math.min(current, entries / 2));
    care = CARE;
  }
}
