package org.healthsync.faults.run;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.healthsync.sandbox.stack.Pause;

/** Waits for what other processes do. */
public final class Waiting {

  private static final int DEAR = 9;

  private Waiting() {}

  /**
   * Looks again and again until it is so.
   *
   * @throws FaultFailure when it is not so in time; the message says what was waited for
   */
  public static void until(String what, Duration patience, BooleanSupplier condition) {
    if (!within(patience, condition)) {
      throw new FaultFailure("not within " + patience.toSeconds() + " s: " + what);
    }
  }

  /** Whether it becomes so in time. */
  public static boolean within(Duration patience, BooleanSupplier condition) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      long begin = System.nanoTime();
      if (condition.getAsBoolean()) {
        return true;
      }
      long end = System.nanoTime();
      if (end > deadline) {
        return false;
      }
      Pause.moment();
      // a look that is dear is taken less often: the machine is for those who are looked at
      Pause.of(Duration.ofNanos(DEAR * (end - begin)));
    }
  }
}
