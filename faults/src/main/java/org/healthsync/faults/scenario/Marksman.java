package org.healthsync.faults.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.healthsync.faults.run.Fleet;
import org.healthsync.sandbox.stack.ServerProcess;
import org.jspecify.annotations.Nullable;

/**
 * Kills, suspends and stops replicas at random, one at a time, and sees to it that the next ones
 * come. For one thread.
 */
final class Marksman {

  /** Longer than {@code healthsync.schedule.heartbeat} times {@code missed-heartbeats}. */
  private static final Duration LONGER_THAN_A_LEASE = Duration.ofSeconds(16);

  private final Fleet fleet;
  private final int replicas;
  private final Random random;
  private final List<Long> kills = new ArrayList<>();
  private int suspensions;
  private int stops;
  private @Nullable ServerProcess asleep;
  private long wakeAt;

  Marksman(Fleet fleet, int replicas, Random random) {
    this.fleet = fleet;
    this.replicas = replicas;
    this.random = random;
  }

  /** Does the next thing: at least one replica stays well. */
  void shoot() {
    wake(false);
    replace();
    List<ServerProcess> well = well();
    if (well.size() < 2) {
      return;
    }
    ServerProcess target = well.get(random.nextInt(well.size()));
    switch (random.nextInt(4)) {
      case 0, 1 -> {
        kills.add(System.currentTimeMillis());
        target.kill();
      }
      case 2 -> {
        if (asleep == null) {
          target.suspend();
          asleep = target;
          wakeAt = System.nanoTime() + LONGER_THAN_A_LEASE.toNanos();
          suspensions++;
        }
      }
      default -> {
        target.terminate();
        stops++;
      }
    }
    replace();
  }

  /** Ends a suspension that was long enough, or any. */
  void wake(boolean now) {
    if (asleep != null && (now || System.nanoTime() - wakeAt >= 0)) {
      asleep.resume();
      asleep = null;
    }
  }

  private void replace() {
    for (int missing = replicas - fleet.running().size(); missing > 0; missing--) {
      fleet.launch(Map.of());
    }
  }

  /** Those that are awake and answer. */
  private List<ServerProcess> well() {
    return fleet.running().stream()
        .filter(server -> server != asleep)
        .filter(server -> Probe.ready(fleet, server))
        .toList();
  }

  List<Long> kills() {
    return List.copyOf(kills);
  }

  /** How often a replica was hit. */
  int shots() {
    return kills.size() + suspensions + stops;
  }

  @Override
  public String toString() {
    return kills.size()
        + " SIGKILL, "
        + suspensions
        + " SIGSTOP of "
        + LONGER_THAN_A_LEASE.toSeconds()
        + " s, "
        + stops
        + " SIGTERM";
  }
}
