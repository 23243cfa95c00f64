package org.healthsync.faults.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.FleetOptions;
import org.healthsync.faults.run.Member;
import org.healthsync.faults.run.Trial;
import org.healthsync.faults.twin.TwinPlugin;
import org.healthsync.sandbox.withings.CloudFault;

/**
 * One provider takes its time with every answer and has more work than there are workers; history
 * of people at another one begins as if nothing were the matter.
 */
public final class SlowProvider implements Scenario {

  private static final int REPLICAS = 2;
  private static final int WORKERS = 4;
  private static final int MEASURED = 9;
  private static final Duration SLOW = Duration.ofSeconds(8);

  private static final List<String> DATA =
      List.of(
          "measure/getmeas",
          "measure/getactivity",
          "measure/getworkouts",
          "sleep/getsummary",
          "user/getdevice");

  private static final String HELD =
      "select count(*) from scheduled_tasks where picked and peer = 'withings' and priority < 20";

  @Override
  public int number() {
    return 38;
  }

  @Override
  public String name() {
    return "a slow provider beside another";
  }

  @Override
  public FleetOptions adjust(FleetOptions shared) {
    return shared
        .asInProduction()
        .withPeople(REPLICAS + 4 * WORKERS * REPLICAS)
        .withTwins(2 * MEASURED + 1)
        // such an answer is slow and not lost
        .with("HEALTHSYNC_FETCH_ANSWER_TIMEOUT", "PT30S")
        .with("HEALTHSYNC_FETCH_PAGE_TIMEOUT", "PT40S")
        .with("HEALTHSYNC_SCHEDULE_WORKERS", Integer.toString(WORKERS));
  }

  @Override
  public int replicas(int usual) {
    return REPLICAS;
  }

  @Override
  public void play(Trial trial) {
    trial.connectAtEach();
    trial.quiet();
    firstPage(trial);
    long alone = middle(firstPages(trial));
    for (String action : DATA) {
      trial.fleet().cloud().inject(CloudFault.DELAY, 100_000, action, SLOW);
    }
    for (int i = 0; i < 4 * WORKERS * REPLICAS; i++) {
      trial.connect();
    }
    trial.until("the slow one's places are taken", () -> held(trial) == places());
    long beside = middle(firstPages(trial));
    long held = held(trial);
    trial.fleet().cloud().clearFaults();
    trial.quiet();
    trial.did(
        "answered after %d s while %d people connect, then connected %d at another provider"
            .formatted(SLOW.toSeconds(), 4 * WORKERS * REPLICAS, MEASURED));
    trial.saw(
        "from connection to first page %d ms alone and %d ms beside, %d of %d workers held"
            .formatted(alone, beside, held, (long) WORKERS * REPLICAS));
    trial.demand(held == places(), "the slow one had less work than workers");
    trial.demand(
        beside <= 2 * alone, "%d ms are more than twice the %d ms alone".formatted(beside, alone));
    trial.judge();
  }

  /** Three quarters of the workers, as many as may wait for the same provider. */
  private static long places() {
    return REPLICAS * (WORKERS - WORKERS / 4L);
  }

  private static long held(Trial trial) {
    return trial.fleet().rows().number(HELD);
  }

  private static List<Long> firstPages(Trial trial) {
    List<Long> all = new ArrayList<>();
    for (int i = 0; i < MEASURED; i++) {
      all.add(firstPage(trial));
    }
    Collections.sort(all);
    return all;
  }

  private static long middle(List<Long> waits) {
    return waits.get(waits.size() / 2);
  }

  /** Milliseconds from the callback's answer to the first page of history. */
  private static long firstPage(Trial trial) {
    Member member = trial.connect(TwinPlugin.ID);
    long begin = System.nanoTime();
    trial.until("the first page", () -> trial.fleet().rows().pages(member) > 0);
    return Duration.ofNanos(System.nanoTime() - begin).toMillis();
  }
}
