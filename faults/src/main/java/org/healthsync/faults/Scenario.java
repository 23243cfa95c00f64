package org.healthsync.faults;

import org.healthsync.faults.run.FleetOptions;
import org.healthsync.faults.run.Trial;

/** One fault: how it is brought about and what must be so afterwards. */
public interface Scenario {

  /** Its number; 1 to 30 are the rows of docs/faults.md. */
  int number();

  /** What goes wrong, in a few words. */
  String name();

  /**
   * Brings the fault about and demands what must hold. Returns normally when all of it did.
   *
   * @throws RuntimeException when something did not hold; the message says what
   */
  void play(Trial trial);

  /** How its deployment differs from the one that scenarios share; the same if it does not. */
  default FleetOptions adjust(FleetOptions shared) {
    return shared;
  }

  /**
   * How many replicas are to run when it begins.
   *
   * @param usual as many as the run has for everybody
   */
  default int replicas(int usual) {
    return usual;
  }

  /**
   * Whether it mostly waits for a provider's limit. Such scenarios leave the machine to each other
   * and are played at the same time; each has a deployment of its own.
   */
  default boolean waits() {
    return false;
  }
}
