package org.healthsync.faults.scenario;

import java.util.Map;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.Member;
import org.healthsync.faults.run.Trial;
import org.healthsync.sandbox.stack.ServerProcess;

/** Row 6: the same page is fetched again and nothing is there twice. */
public final class CrashBeforeCommit implements Scenario {

  @Override
  public int number() {
    return 6;
  }

  @Override
  public String name() {
    return "crash between fetch and commit";
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
    doomed.awaitEnd(Trial.PATIENCE);
    return member;
  }

  private static void resume(Trial trial, String point) {
    trial.fleet().launch(Map.of(), "-Dhealthsync.crash=" + point).awaitEnd(Trial.PATIENCE);
  }
}
