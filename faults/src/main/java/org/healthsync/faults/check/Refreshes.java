package org.healthsync.faults.check;

/**
 * What happened to tokens.
 *
 * @param asked refresh calls that reached the provider
 * @param refused of these, answered with "no"
 * @param rotations new pairs that the service stored
 * @param excused calls whose answer the fault itself lost, and refusals that the fault wanted
 */
public record Refreshes(long asked, long refused, long rotations, long excused) {

  /** Nothing happened. */
  public static final Refreshes NONE = new Refreshes(0, 0, 0, 0);
}
