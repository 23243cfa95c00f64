package org.healthsync.faults.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.FleetOptions;
import org.healthsync.faults.run.Member;
import org.healthsync.faults.run.Trial;
import org.healthsync.faults.twin.TwinPlugin;
import org.healthsync.sandbox.stack.Pause;
import org.healthsync.sandbox.withings.CloudFault;
import org.healthsync.sandbox.withings.RecordedCall;
import org.healthsync.sandbox.withings.SandboxControl;

/**
 * What somebody asks for reaches the provider at once while history holds every worker: that of two
 * providers, since one may hold no more than its places.
 */
public final class UrgentWork implements Scenario {

  private static final int WORKERS = 4;
  private static final int REPLICAS = 2;
  private static final int ASKED = 100;
  private static final int ASKING = 10;
  private static final long LIMIT_MILLIS = 250;
  private static final String DEVICES = "user/getdevice";

  /** So long takes an answer of the others: they hold their workers all the time. */
  private static final Duration SLOW = Duration.ofSeconds(8);

  private static final List<String> HISTORY =
      List.of("measure/getmeas", "measure/getactivity", "measure/getworkouts", "sleep/getsummary");

  private static final String HELD =
      "select count(*) from scheduled_tasks where picked and priority < 20";

  @Override
  public int number() {
    return 34;
  }

  @Override
  public String name() {
    return "urgent requests while history holds every worker";
  }

  @Override
  public FleetOptions adjust(FleetOptions shared) {
    return shared
        .asInProduction()
        .withPeople(ASKING + 3 * WORKERS * REPLICAS)
        .withTwins(2 * WORKERS * REPLICAS)
        .withSlowAnswers()
        .with("HEALTHSYNC_SCHEDULE_WORKERS", Integer.toString(WORKERS));
  }

  @Override
  public int replicas(int usual) {
    return REPLICAS;
  }

  @Override
  public void play(Trial trial) {
    List<Member> asking = new ArrayList<>();
    for (int i = 0; i < ASKING; i++) {
      asking.add(trial.connect());
    }
    trial.quiet();
    for (String action : HISTORY) {
      trial
          .fleet()
          .clouds()
          .forEach(cloud -> cloud.inject(CloudFault.DELAY, 100_000, action, SLOW));
    }
    for (int i = 0; i < 2 * WORKERS * REPLICAS; i++) {
      trial.connect();
      trial.connect(TwinPlugin.ID);
    }
    trial.until("every worker is held", () -> held(trial));
    List<Asked> asked = ask(trial, asking);
    trial.until("all were asked", () -> waits(trial, asked).size() == ASKED);
    List<Long> waits = waits(trial, asked);
    trial.fleet().clouds().forEach(SandboxControl::clearFaults);
    trial.quiet();
    long slowest = waits.get(ASKED * 99 / 100 - 1);
    trial.did(
        "asked %d times while %d workers wait for providers".formatted(ASKED, WORKERS * REPLICAS));
    trial.saw(
        "from request to first call p50 %d ms, p99 %d ms"
            .formatted(waits.get(ASKED / 2 - 1), slowest));
    trial.demand(slowest <= LIMIT_MILLIS, "p99 is above " + LIMIT_MILLIS + " ms");
    trial.judge();
  }

  private record Asked(long account, long atMillis) {}

  private static List<Asked> ask(Trial trial, List<Member> asking) {
    List<Asked> asked = new ArrayList<>();
    for (int i = 0; i < ASKED; i++) {
      // a worker that has its answer takes the next page, which takes a moment
      trial.until("every worker is held", () -> held(trial));
      Member member = asking.get(i % ASKING);
      asked.add(new Asked(member.accountId(), System.currentTimeMillis()));
      trial.ask(member, "devices");
      Pause.of(Duration.ofMillis(150));
    }
    return asked;
  }

  private static boolean held(Trial trial) {
    return trial.fleet().rows().number(HELD) >= (long) WORKERS * REPLICAS;
  }

  /** Milliseconds from each request to its call, shortest first. */
  private static List<Long> waits(Trial trial, List<Asked> asked) {
    List<RecordedCall> calls =
        trial.fleet().cloud().calls().stream()
            .filter(call -> call.action().equals(DEVICES))
            .toList();
    List<Long> waits = new ArrayList<>();
    for (Asked one : asked) {
      calls.stream()
          .filter(call -> Objects.equals(call.user(), one.account()))
          .filter(call -> call.atMillis() >= one.atMillis())
          .findFirst()
          .ifPresent(call -> waits.add(call.atMillis() - one.atMillis()));
    }
    Collections.sort(waits);
    return waits;
  }
}
