package org.healthsync.faults;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.healthsync.faults.run.FaultFailure;
import org.healthsync.faults.run.Fleet;
import org.healthsync.faults.run.FleetOptions;
import org.healthsync.faults.run.Trial;
import org.jspecify.annotations.Nullable;

/**
 * Plays scenarios and prints a line for each. Those that need nothing special are played one after
 * the other on one deployment; each has people of its own. It is replaced after something
 * unforeseen happened to it. Those that mostly wait are played at the same time, each on a
 * deployment of its own, the others one after the other.
 */
public final class FaultRun {

  private final FleetOptions shared;
  private final long seed;
  private final PrintStream out;
  private final List<Integer> failed = new ArrayList<>();
  private final AtomicInteger fleets = new AtomicInteger();
  // servers that start use all of the machine: one deployment at a time
  private final Object starting = new Object();
  private int passed;

  /** Prints to {@code out}. */
  public FaultRun(FleetOptions shared, long seed, PrintStream out) {
    this.shared = shared;
    this.seed = seed;
    this.out = out;
  }

  /** Plays them all; the numbers of those that failed. */
  public List<Integer> play(List<Scenario> scenarios) {
    out.println("faults: seed " + seed + " (repeat with -Dfaults.seed=" + seed + ")");
    List<Scenario> alone = scenarios.stream().filter(scenario -> !shares(scenario)).toList();
    playShared(scenarios.stream().filter(this::shares).toList());
    playTogether(alone.stream().filter(Scenario::waits).toList());
    alone.stream().filter(scenario -> !scenario.waits()).forEach(this::playAlone);
    out.println("faults: " + passed + " passed, " + failed.size() + " failed");
    return List.copyOf(failed);
  }

  private boolean shares(Scenario scenario) {
    return scenario.adjust(shared).equals(shared);
  }

  private void playTogether(List<Scenario> scenarios) {
    if (scenarios.isEmpty()) {
      return;
    }
    ExecutorService threads = Executors.newFixedThreadPool(scenarios.size());
    try {
      CompletableFuture.allOf(
              scenarios.stream()
                  .map(scenario -> CompletableFuture.runAsync(() -> playAlone(scenario), threads))
                  .toArray(CompletableFuture<?>[]::new))
          .join();
    } finally {
      threads.shutdown();
    }
  }

  private void playAlone(Scenario scenario) {
    playShared(List.of(scenario), scenario.adjust(shared));
  }

  private void playShared(List<Scenario> scenarios) {
    List<Scenario> left = new ArrayList<>(scenarios);
    while (!left.isEmpty()) {
      int played = playShared(left, shared);
      left.subList(0, played).clear();
    }
  }

  /** Until something unforeseen happens; how many were played. */
  private int playShared(List<Scenario> scenarios, FleetOptions options) {
    int played = 0;
    try (Fleet fleet = start(options)) {
      for (Scenario scenario : scenarios) {
        played++;
        if (!play(scenario, fleet)) {
          return played;
        }
      }
    }
    return played;
  }

  private Fleet start(FleetOptions options) {
    synchronized (starting) {
      return Fleet.start(options.in(options.work().resolve("fleet-" + fleets.incrementAndGet())));
    }
  }

  /** Whether the fleet can be used further. */
  private boolean play(Scenario scenario, Fleet fleet) {
    out.printf("%3d  %s ...%n", scenario.number(), scenario.name());
    long begin = System.nanoTime();
    Trial trial = null;
    String failure = "";
    boolean usable = true;
    try {
      synchronized (starting) {
        fleet.replicas(scenario.replicas(fleet.options().replicas()));
      }
      trial = new Trial(fleet, new Random(seed * 31 + scenario.number()));
      scenario.play(trial);
    } catch (FaultFailure e) {
      failure = String.valueOf(e.getMessage());
    } catch (RuntimeException e) {
      failure = e.getClass().getSimpleName() + ": " + e.getMessage();
      usable = false;
    } finally {
      heal(fleet);
    }
    report(scenario, trial, failure, Duration.ofNanos(System.nanoTime() - begin));
    return usable;
  }

  private static void heal(Fleet fleet) {
    fleet.proxies().heal();
    fleet.cloud().clearFaults();
    fleet.cloud().refreshGrace(true);
    fleet.fhir().clearFaults();
    fleet.fhir().clearRefusals();
  }

  private synchronized void report(
      Scenario scenario, @Nullable Trial trial, String failure, Duration time) {
    boolean ok = failure.isEmpty();
    if (ok) {
      passed++;
    } else {
      failed.add(scenario.number());
    }
    out.printf(
        Locale.ROOT,
        "%3d  %s | %s | %s | %s | %.1f s%n",
        scenario.number(),
        scenario.name(),
        trial == null ? "" : trial.done(),
        (trial == null ? "" : trial.seen()) + (ok ? "" : "; " + failure),
        ok ? "ok" : "FAILED",
        time.toMillis() / 1000.0);
  }
}
