package org.healthsync.faults.scenario;

import java.io.UncheckedIOException;
import org.healthsync.faults.run.Fleet;
import org.healthsync.sandbox.stack.ServerProcess;

/** Asks a replica how it is. */
final class Probe {

  private Probe() {}

  /** Whether it says that it is ready; one that says nothing is not. */
  static boolean ready(Fleet fleet, ServerProcess server) {
    try {
      return fleet.client(server).get("/health/ready").status() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }
}
