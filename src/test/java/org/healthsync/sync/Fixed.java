package org.healthsync.sync;

import java.util.random.RandomGenerator;

/** Delays without chance. */
final class Fixed implements RandomGenerator {

  private final double value;

  private Fixed(double value) {
    this.value = value;
  }

  /** Neither shorter nor longer. */
  static BackOff middle() {
    return at(0.5);
  }

  /** At a place between the shortest, 0, and the longest, 1. */
  static BackOff at(double value) {
    return new BackOff(new Fixed(value));
  }

  @Override
  public double nextDouble() {
    return value;
  }

  @Override
  public long nextLong() {
    throw new UnsupportedOperationException("a delay needs a place between 0 and 1");
  }
}
