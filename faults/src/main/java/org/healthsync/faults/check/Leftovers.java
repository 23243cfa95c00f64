package org.healthsync.faults.check;

/**
 * What still waits when all should be over.
 *
 * @param requests work that was not done
 * @param runs syncs that have not ended
 * @param outbox versions that were not delivered
 */
public record Leftovers(long requests, long runs, long outbox) {

  /** Nothing waits. */
  public static final Leftovers NONE = new Leftovers(0, 0, 0);
}
