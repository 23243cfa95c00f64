package org.healthsync.sandbox.stack;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits while something outside of this process comes about. */
public final class Pause {

  private static final Duration MOMENT = Duration.ofMillis(100);

  private Pause() {}

  /** A tenth of a second, after which to look again. */
  public static void moment() {
    of(MOMENT);
  }

  /** That long. */
  public static void of(Duration time) {
    try {
      if (new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("nobody counts this down");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting", e);
    }
  }
}
