package org.healthsync.faults.run;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.healthsync.sandbox.stack.Pause;

/** Waits for what other processes do. */
public final class Waiting {

  private Waiting() {}

  /**
   * Looks again and again until it is so.
   *
   * @throws FaultFailure when it is not so in time; the message says what was waited for
   */
  public static void until(String what, Duration patience, BooleanSupplier condition) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new FaultFailure("not within " + patience.toSeconds() + " s: " + what);
      }
      Pause.moment();
    }
  }

  /** Whether it becomes so in time. */
  public static boolean within(Duration patience, BooleanSupplier condition) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      Pause.moment();
    }
    return true;
  }
}
