package org.healthsync.faults.scenario;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.healthsync.faults.run.Fleet;
import org.healthsync.faults.run.Trial;
import org.healthsync.faults.run.Waiting;
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

  /** Looks at all replicas while something is wrong. */
  static final class Watch {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Trial trial;

    Watch(Trial trial) {
      this.trial = trial;
    }

    /** Demands that each says that it is alive. */
    void alive() {
      for (ServerProcess server : trial.fleet().running()) {
        int status = trial.fleet().client(server).get("/health/live").status();
        trial.demand(status == 200, "the live probe says " + status);
      }
    }

    /** Demands the same, and notes what was wrong while one said that it is ready. */
    Runnable unready(List<String> ready, String wrong) {
      return () -> {
        alive();
        if (!Waiting.within(PATIENCE, this::nobodyIsReady)) {
          ready.add(wrong);
        }
        alive();
      };
    }

    private boolean nobodyIsReady() {
      return trial.fleet().running().stream().noneMatch(server -> ready(trial.fleet(), server));
    }
  }

  /** How often a replica took a worker for dead, those that ran in its folder before included. */
  static long takenForDead(ServerProcess replica) {
    return replica.said(TAKEN_FOR_DEAD);
  }

  /** What a replica tells of the application in Prometheus' form. */
  static String metrics(Fleet fleet, ServerProcess replica) {
    return fleet.client(replica).get("/metrics?scope=application").text();
  }

  /** The largest value of a gauge or counter, whatever its tags; 0 when there is none. */
  static double metric(Fleet fleet, ServerProcess replica, String name) {
    return metrics(fleet, replica)
        .lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .max()
        .orElse(0);
  }
}
