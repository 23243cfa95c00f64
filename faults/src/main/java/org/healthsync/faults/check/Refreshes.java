package org.healthsync.faults.check;

/**
 * What happened to tokens.
 *
 * @param asked refresh calls that reached the provider
 * @param refused of these, answered with "no"
 * @param rotations new pairs that the service stored and still has
 * @param lost calls whose answer, or the stored pair of it, the fault itself lost
 * @param wanted refusals that the fault wanted
 */
public record Refreshes(long asked, long refused, long rotations, long lost, long wanted) {

  /** Nothing happened. */
  public static final Refreshes NONE = new Refreshes(0, 0, 0, 0, 0);

  Refreshes withLost(long calls) {
    return new Refreshes(asked, refused, rotations, calls, wanted);
  }

  Refreshes withWanted(long refusals) {
    return new Refreshes(asked, refused, rotations, lost, refusals);
  }

  /** Calls that a stored pair has to answer for. */
  long accountable() {
    return asked - lost - Math.min(refused, wanted);
  }
}
