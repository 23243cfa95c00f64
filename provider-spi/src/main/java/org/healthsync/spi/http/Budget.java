package org.healthsync.spi.http;

import java.time.Duration;
import java.util.List;

/**
 * A limit of the provider, kept by the host over all replicas.
 *
 * @param name unique within the provider
 * @param scope who shares it
 * @param windows all of them hold at once
 * @param chargedByDefault whether every request takes one permit, or only those that name it
 * @param patience how long to wait when the provider says "too many" without saying for how long
 */
public record Budget(
    String name,
    Scope scope,
    List<Allowance> windows,
    boolean chargedByDefault,
    Duration patience) {

  /** Who shares a budget. */
  public enum Scope {
    /** All accounts of the operator's client id. */
    CLIENT,
    /** One account. */
    ACCOUNT
  }

  /**
   * Permits in a span of time.
   *
   * @param permits granted per period
   * @param permitsPerAccount further permits for each connected account (Polar), mostly zero
   * @param period length of the window
   * @param alignment how windows follow each other
   */
  public record Allowance(
      long permits, long permitsPerAccount, Duration period, Alignment alignment) {

    /** Checks that something is granted. */
    public Allowance {
      if (permits <= 0 || permitsPerAccount < 0 || period.isNegative() || period.isZero()) {
        throw new IllegalArgumentException(
            "an allowance needs permits and a period, got " + permits + " per " + period);
      }
    }

    /** {@code permits} in any span of {@code period}. */
    public static Allowance sliding(long permits, Duration period) {
      return new Allowance(permits, 0, period, Alignment.SLIDING);
    }
  }

  /** How windows follow each other. */
  public enum Alignment {
    /** The limit holds for any span of that length. */
    SLIDING,
    /** Counters restart at multiples of the period since midnight UTC (Strava). */
    FIXED_UTC
  }

  /** Copies the windows and demands one. */
  public Budget {
    windows = List.copyOf(windows);
    if (windows.isEmpty()) {
      throw new IllegalArgumentException("budget " + name + " has no allowance");
    }
  }
}
