package org.healthsync.sandbox.withings.history;

import java.util.Random;

/** When a measurement reaches the vendor: nearly always within the minute, sometimes days late. */
final class Uploads {

  private static final int HOUR = 3_600;

  private Uploads() {}

  /** The epoch second at which something measured at {@code measured} is known to the vendor. */
  static long after(long measured, Random dice) {
    boolean late = dice.nextInt(25) == 0;
    return measured + 15 + dice.nextInt(30) + (late ? 3L * HOUR + dice.nextInt(60 * HOUR) : 0);
  }
}
