package org.healthsync.faults.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.stream.Stream;
import org.healthsync.faults.run.Fleet;
import org.healthsync.sandbox.stack.ServerProcess;

/** Asks a replica how it is. */
final class Probe {

  private static final String TAKEN_FOR_DEAD = "its worker is not heard of any more";

  private Probe() {}

  /** Whether it says that it is ready; one that says nothing is not. */
  static boolean ready(Fleet fleet, ServerProcess server) {
    try {
      return fleet.client(server).get("/health/ready").status() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** How often a replica took a worker for dead, those that ran in its folder before included. */
  static long takenForDead(ServerProcess replica) {
    try (Stream<String> lines = Files.lines(replica.console())) {
      return lines.filter(line -> line.contains(TAKEN_FOR_DEAD)).count();
    } catch (IOException e) {
      throw new UncheckedIOException("the console log cannot be read", e);
    }
  }
}
