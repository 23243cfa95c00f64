package org.healthsync.sandbox.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.healthsync.sandbox.stack.ServiceClient;

/** Follows runs to their end and adds up what they did. */
final class RunWatch {

  private static final Set<String> OPEN = Set.of("QUEUED", "RUNNING");
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  private final ServiceClient service;
  private final DemoConsole console;

  RunWatch(ServiceClient service, DemoConsole console) {
    this.service = service;
    this.console = console;
  }

  /**
   * What runs did.
   *
   * @param readings made of the pages
   * @param created resources seen for the first time
   * @param waiting versions that it has not
   */
  record Totals(
      long readings,
      long created,
      long changed,
      long deleted,
      long quarantined,
      long waiting,
      boolean ended,
      boolean succeeded) {

    long delivered() {
      return created + changed + deleted;
    }
  }

  /** Watches until all runs have ended and everything is delivered. */
  Totals follow(List<String> runs, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    Totals totals = look(runs);
    while (!(totals.ended() && totals.waiting() == 0)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("not done within " + patience + ": " + totals);
      }
      show(totals);
      pause();
      totals = look(runs);
    }
    show(totals);
    console.progressDone();
    return totals;
  }

  private void show(Totals totals) {
    double done = totals.delivered() - totals.waiting();
    double share = totals.delivered() == 0 ? 0 : Math.max(0, done) / totals.delivered();
    console.progress(
        totals.ended() ? share : share * 0.9,
        totals.readings()
            + " readings, "
            + totals.delivered()
            + " resources, "
            + totals.waiting()
            + " on their way");
  }

  private Totals look(List<String> runs) {
    Totals sum = new Totals(0, 0, 0, 0, 0, 0, true, true);
    for (String run : runs) {
      sum = plus(sum, service.get(run).expect(200).json());
    }
    return sum;
  }

  private static Totals plus(Totals sum, JsonNode run) {
    JsonNode resources = run.path("resources");
    String status = run.path("status").asText();
    return new Totals(
        sum.readings() + run.path("readings").asLong(),
        sum.created() + resources.path("new").asLong(),
        sum.changed() + resources.path("changed").asLong(),
        sum.deleted() + resources.path("deleted").asLong(),
        sum.quarantined() + resources.path("quarantined").asLong(),
        sum.waiting() + run.path("pendingDelivery").asLong(),
        sum.ended() && !OPEN.contains(status),
        sum.succeeded() && status.equals("SUCCEEDED"));
  }

  private static void pause() {
    try {
      if (new CountDownLatch(1).await(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("nobody counts this down");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while following a sync", e);
    }
  }
}
