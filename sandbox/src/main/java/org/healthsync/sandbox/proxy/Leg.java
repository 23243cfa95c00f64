package org.healthsync.sandbox.proxy;

import java.time.Duration;

/**
 * What goes wrong in one direction of all connections of a proxy, those that are open included.
 * Safe for many threads; what is asked for holds from the next bytes on, until {@link #heal()}.
 */
public final class Leg {

  private static final long NO_LIMIT = Long.MAX_VALUE;
  private static final long LOOK_AGAIN_MILLIS = 50;

  private Duration latency = Duration.ZERO;
  private long bytesPerSecond = NO_LIMIT;
  private long cutAfter = NO_LIMIT;
  private boolean blackHole;

  Leg() {}

  /** Delays every piece of data so long. */
  public synchronized void latency(Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException("latency must not be negative");
    }
    latency = value;
    notifyAll();
  }

  /** Lets data through one byte after the other, so many a second. */
  public synchronized void dribble(long value) {
    bytesPerSecond = positive("dribble", value);
    notifyAll();
  }

  /** Ends each connection, by reset, after so many bytes of this direction since it was opened. */
  public synchronized void cutAfter(long bytes) {
    cutAfter = positive("cutAfter", bytes);
    notifyAll();
  }

  /** Swallows nothing and passes nothing on: data waits until this is healed. */
  public synchronized void blackHole() {
    blackHole = true;
    notifyAll();
  }

  /** Back to normal. */
  public synchronized void heal() {
    latency = Duration.ZERO;
    bytesPerSecond = NO_LIMIT;
    cutAfter = NO_LIMIT;
    blackHole = false;
    notifyAll();
  }

  private static long positive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1");
    }
    return value;
  }

  /** How many of these bytes go at once; 1 while they dribble. */
  synchronized int pieceOf(int bytes) {
    return bytesPerSecond == NO_LIMIT ? bytes : 1;
  }

  /** How many bytes may still pass of a connection that passed {@code soFar}. */
  synchronized long left(long soFar) {
    return Math.max(0, cutAfter - soFar);
  }

  /**
   * Waits until the next piece may go on its way.
   *
   * @return false when the connection ended meanwhile
   */
  synchronized boolean hold(Liveness connection) throws InterruptedException {
    long pause = bytesPerSecond == NO_LIMIT ? 0 : Math.max(1, 1000 / bytesPerSecond);
    long end = System.nanoTime() + latency.plusMillis(pause).toNanos();
    while (connection.alive() && (blackHole || System.nanoTime() - end < 0)) {
      boolean healed = !blackHole && latency.isZero() && bytesPerSecond == NO_LIMIT;
      if (healed) {
        return true;
      }
      long left = Math.max(1, (end - System.nanoTime()) / 1_000_000);
      wait(blackHole ? LOOK_AGAIN_MILLIS : Math.min(LOOK_AGAIN_MILLIS, left));
    }
    return connection.alive();
  }

  /** Whether a connection is still there. */
  @FunctionalInterface
  interface Liveness {
    boolean alive();
  }
}
