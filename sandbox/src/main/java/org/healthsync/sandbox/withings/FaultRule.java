package org.healthsync.sandbox.withings;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A fault and the calls that it strikes.
 *
 * @param action label of the operation as in the statistics ("measure/getmeas"); null for any
 * @param times how many calls to strike, one after the other
 * @param delay for the faults that take time
 */
record FaultRule(CloudFault fault, @Nullable String action, int times, Duration delay) {

  FaultRule {
    if (times < 1) {
      throw new IllegalArgumentException("times must be at least 1");
    }
    if (delay.isNegative()) {
      throw new IllegalArgumentException("delay must not be negative");
    }
  }

  boolean strikes(String label) {
    return action == null || action.equals(label);
  }

  /** The rule for the calls after this one. */
  FaultRule once() {
    return new FaultRule(fault, action, times - 1, delay);
  }
}
