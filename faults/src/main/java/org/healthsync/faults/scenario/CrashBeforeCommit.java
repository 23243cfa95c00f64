package org.healthsync.faults.scenario;

import java.util.Map;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.FleetOptions;
import org.healthsync.faults.run.Member;
import org.healthsync.faults.run.Trial;
import org.healthsync.sandbox.stack.ServerProcess;

/** Row 6: the same page is fetched again and nothing is there twice. */
public final class CrashBeforeCommit implements Scenario {

  private static final int DETAIL_DAYS = 2;

  /** What a process ends with at an armed crash point. */
  private static final int AS_IF_KILLED = 137;

  @Override
  public int number() {
    return 6;
  }

  @Override
  public String name() {
    return "crash between fetch and commit";
  }

  /** With samples and sleep stages, whose pages are of another make. */
  @Override
  public FleetOptions adjust(FleetOptions shared) {
    return shared.withDetail(DETAIL_DAYS);
  }

  @Override
  public void play(Trial trial) {
    Member member = crash(trial, "after-fetch:2");
    trial.fleet().noReplicas();
    resume(trial, "before-commit:2");
    trial.fleet().replicas(1);
    trial.quiet();
    trial.did("killed the server at after-fetch and at before-commit");
    trial.demand(trial.status(member).equals("ACTIVE"), "it is " + trial.status(member));
    trial.judge();
  }

  private static Member crash(Trial trial, String point) {
    trial.fleet().noReplicas();
    ServerProcess doomed =
        trial.fleet().ready(trial.fleet().launch(Map.of(), "-Dhealthsync.crash=" + point));
    Member member = trial.connect(trial.fleet().client(doomed));
    demandCrash(trial, doomed, point);
    return member;
  }

  private static void resume(Trial trial, String point) {
    demandCrash(trial, trial.fleet().launch(Map.of(), "-Dhealthsync.crash=" + point), point);
  }

  private static void demandCrash(Trial trial, ServerProcess doomed, String point) {
    int code = doomed.awaitEnd(Trial.PATIENCE);
    trial.demand(code == AS_IF_KILLED, "at %s it ended with %d".formatted(point, code));
  }
}
