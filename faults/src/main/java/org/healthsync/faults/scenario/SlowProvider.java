package org.healthsync.faults.scenario;

import java.time.Duration;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.FleetOptions;
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
        .withSlowAnswers()
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
    firstPages(trial, 1);
    long alone = firstPages(trial, MEASURED).middle();
    for (String action : DataCalls.ACTIONS) {
      trial.fleet().cloud().inject(CloudFault.DELAY, 100_000, action, SLOW);
    }
    for (int i = 0; i < 4 * WORKERS * REPLICAS; i++) {
      trial.connect();
    }
    trial.until("the slow one's places are taken", () -> held(trial) == places());
    long beside = firstPages(trial, MEASURED).middle();
    // a worker that has its answer takes the next page, which takes a moment
    trial.until("its places are taken still", () -> held(trial) == places());
    trial.fleet().cloud().clearFaults();
    trial.quiet();
    trial.did(
        "answered after %d s while %d people connect, then connected %d at another provider"
            .formatted(SLOW.toSeconds(), 4 * WORKERS * REPLICAS, MEASURED));
    trial.saw(
        "from connection to first page %d ms alone and %d ms beside, %d of %d workers held"
            .formatted(alone, beside, places(), WORKERS * REPLICAS));
    FirstPages.demandTwice(trial, alone, beside);
    trial.judge();
  }

  /** Three quarters of the workers, as many as may wait for the same provider. */
  private static long places() {
    return REPLICAS * (WORKERS - WORKERS / 4L);
  }

  private static long held(Trial trial) {
    return trial.fleet().rows().number(HELD);
  }

  private static FirstPages firstPages(Trial trial, int people) {
    return FirstPages.of(trial, people, () -> trial.connect(TwinPlugin.ID));
  }
}
