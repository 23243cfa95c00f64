package org.healthsync.sandbox.withings.history;

/** Deals a total out so that the parts add up to it exactly. */
final class Shares {

  private Shares() {}

  /**
   * The total in parts, each about as large as its weight among all.
   *
   * @param total a multiple of {@code grain}
   * @param grain every part is a multiple of it
   */
  static long[] of(long total, double[] weights, long grain) {
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    long[] parts = new long[weights.length];
    double passed = 0;
    long dealt = 0;
    for (int i = 0; i < weights.length; i++) {
      passed += weights[i];
      boolean last = i == weights.length - 1;
      long until = last ? total : Math.round(total / (double) grain * (passed / sum)) * grain;
      parts[i] = until - dealt;
      dealt = until;
    }
    return parts;
  }
}
