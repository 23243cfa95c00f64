package org.healthsync.fetch;

import java.time.Duration;
import java.util.List;

/** The answer to "may I send this request now?". */
public sealed interface Permit {

  /**
   * Yes; the permits are taken, whatever becomes of the request. They are under way until {@link
   * Budgets#settle}, and count longer when that is never called.
   *
   * @param payer who took them
   * @param charges what was taken
   * @param deadline when they begin to age if nobody settles them, in milliseconds of the clock of
   *     Redis; 0 when there is nothing to settle
   */
  record Granted(Payer payer, List<Charge> charges, long deadline) implements Permit {

    /** Copies the charges. */
    public Granted {
      charges = List.copyOf(charges);
    }

    static Granted withoutCount(Payer payer) {
      return new Granted(payer, List.of(), 0);
    }
  }

  /**
   * No, and nothing was taken.
   *
   * @param retryAfter when to ask again; no promise that it is granted then
   * @param budget which budget is used up
   */
  record Refused(Duration retryAfter, String budget) implements Permit {}
}
