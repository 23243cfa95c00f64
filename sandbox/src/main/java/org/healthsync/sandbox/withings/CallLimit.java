package org.healthsync.sandbox.withings;

import java.time.Duration;

/**
 * How many calls one client may make in any span of a length.
 *
 * @param calls at most
 * @param period length of the span
 * @param perPerson whether each person's calls are counted by themselves
 */
public record CallLimit(int calls, Duration period, boolean perPerson) {

  /** Demands positive values. */
  public CallLimit {
    if (calls < 1 || period.isZero() || period.isNegative()) {
      throw new IllegalArgumentException("a limit has calls and a period");
    }
  }
}
