package org.healthsync.faults.check;

import java.time.Duration;

/**
 * What the provider allows.
 *
 * @param calls at most, in any span of the window's length
 */
public record Quota(int calls, Duration window) {

  /** Demands positive values. */
  public Quota {
    if (calls < 1 || window.isZero() || window.isNegative()) {
      throw new IllegalArgumentException("a quota has calls and a window");
    }
  }
}
