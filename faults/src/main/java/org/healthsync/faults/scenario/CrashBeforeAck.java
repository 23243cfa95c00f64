package org.healthsync.faults.scenario;

import java.util.Map;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.FleetOptions;
import org.healthsync.faults.run.Member;
import org.healthsync.faults.run.Trial;
import org.healthsync.sandbox.stack.ServerProcess;

/** Row 7: delivered again, the same resource in the same version. */
public final class CrashBeforeAck implements Scenario {

  private static final int DETAIL_DAYS = 2;

  @Override
  public int number() {
    return 7;
  }

  @Override
  public String name() {
    return "crash between the FHIR server's commit and our note of it";
  }

  /** With samples and sleep stages, whose pages are of another make. */
  @Override
  public FleetOptions adjust(FleetOptions shared) {
    return shared.withDetail(DETAIL_DAYS);
  }

  @Override
  public void play(Trial trial) {
    trial.fleet().noReplicas();
    ServerProcess doomed =
        trial.fleet().ready(trial.fleet().launch(Map.of(), "-Dhealthsync.crash=after-delivery:2"));
    Member member = trial.connect(trial.fleet().client(doomed));
    doomed.awaitEnd(Trial.PATIENCE);
    long before = trial.held(member);
    trial.fleet().replicas(1);
    trial.quiet();
    trial.did("killed the server at after-delivery");
    trial.saw(before + " resources were there before they were acknowledged");
    trial.demand(before > 0, "nothing was delivered before the crash");
    trial.judge();
  }
}
