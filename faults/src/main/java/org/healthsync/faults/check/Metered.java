package org.healthsync.faults.check;

import java.util.List;

/**
 * Calls that one limit counts.
 *
 * @param of what the limit is of, for people
 * @param calls when the provider counted them, in epoch milliseconds
 * @param quota what it allows
 */
public record Metered(String of, List<Long> calls, Quota quota) {

  /** Copies the calls. */
  public Metered {
    calls = List.copyOf(calls);
  }
}
