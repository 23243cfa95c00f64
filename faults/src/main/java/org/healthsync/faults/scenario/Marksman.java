package org.healthsync.faults.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** A start takes all of this machine, and would be measured instead of how the others go on. */
  private static final Duration REPLACED_AFTER = Duration.ofSeconds(15);

  private static final String REFRESHING =
      "select count(*) from connection_token where refreshing_since is not null";

  private static final List<Shot> FEW =
      List.of(Shot.KILL, Shot.KILL, Shot.SUSPEND, Shot.SUSPEND, Shot.STOP);

  private final Fleet fleet;
  private final int replicas;
  private final Random random;
  private final List<Long> kills = new ArrayList<>();
  private final Duration quiet;
  private final List<Shot> next = new ArrayList<>();
  private int suspensions;
  private int stops;
  private @Nullable ServerProcess asleep;
  private long wakeAt;
  private long replaceAt = System.nanoTime();
  private long wellSince = System.nanoTime();
  private long refreshing;

  /**
   * Of so many replicas of a fleet.
   *
   * @param quiet so long before one ends for good all have been well
   */
  Marksman(Fleet fleet, int replicas, Duration quiet, Random random) {
    this.fleet = fleet;
    this.quiet = quiet;
    this.replicas = replicas;
    this.random = random;
  }

  /**
   * Hits one of those that are well, so that another one stays so.
   *
   * @param before what is to happen right before
   * @return whether one was hit; not while too few are well
   */
  boolean shoot(Runnable before) {
    List<ServerProcess> well = well();
    Optional<Shot> possible = drawn().stream().filter(shot -> fits(shot, well)).findFirst();
    if (possible.isPresent()) {
      before.run();
      hit(possible.get(), well.get(random.nextInt(well.size())));
      refreshing += fleet.rows().number(REFRESHING);
    }
    return possible.isPresent();
  }

  /** Whoever ends for good needs all others, so that a rate before it can be told. */
  private boolean fits(Shot shot, List<ServerProcess> well) {
    if (shot == Shot.SUSPEND) {
      return !kills.isEmpty() && asleep == null && well.size() > 1;
    }
    // the first one is killed: a run without that says nothing
    boolean due = shot == Shot.KILL || !kills.isEmpty();
    return due && well.size() == replicas && wellFor().compareTo(quiet) >= 0;
  }

  private Duration wellFor() {
    return Duration.ofNanos(System.nanoTime() - wellSince);
  }

  private void hit(Shot shot, ServerProcess target) {
    switch (shot) {
      case KILL -> {
        kills.add(System.currentTimeMillis());
        target.kill();
        replaceAt = System.nanoTime() + REPLACED_AFTER.toNanos();
      }
      case SUSPEND -> {
        target.suspend();
        asleep = target;
        wakeAt = System.nanoTime() + LONGER_THAN_A_LEASE.toNanos();
        suspensions++;
      }
      case STOP -> {
        target.terminate();
        stops++;
      }
    }
    next.remove(shot);
  }

  /** The next few shots: in random order, but of a few in a row each kind has its part. */
  private List<Shot> drawn() {
    if (next.isEmpty()) {
      next.addAll(FEW);
      Collections.shuffle(next, random);
    }
    return next;
  }

  /** Wakes who slept for long enough, and starts what is missing. */
  void tend() {
    wake(false);
    if (well().size() < replicas) {
      wellSince = System.nanoTime();
    }
    if (System.nanoTime() - replaceAt >= 0) {
      replace();
    }
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

  /** How many refreshes were under way when somebody was hit: their answers may be lost. */
  long refreshing() {
    return refreshing;
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

  private enum Shot {
    KILL,
    SUSPEND,
    STOP
  }
}
