package org.healthsync.faults.scenario;

import java.time.Duration;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.Member;
import org.healthsync.faults.run.Trial;
import org.healthsync.sandbox.withings.CloudFault;

/** Row 5: one forced refresh and the same page again; for ever is a lost grant. */
public final class UnauthorizedMidPage implements Scenario {

  @Override
  public int number() {
    return 5;
  }

  @Override
  public String name() {
    return "401 for a fresh token";
  }

  @Override
  public void play(Trial trial) {
    Member once = trial.settled();
    trial.weigh(once);
    trial.fleet().cloud().inject(CloudFault.STATUS_401, 1);
    trial.ask(once, "measures");
    trial.quiet();
    trial.demand(trial.status(once).equals("ACTIVE"), "after one 401 it is " + trial.status(once));
    long refreshes = trial.refreshes().asked();
    trial.demand(refreshes == 1, refreshes + " refreshes after one 401");
    trial.judge();
    Member always = trial.settled();
    trial.fleet().cloud().inject(CloudFault.STATUS_401, 10_000, "measure/getmeas", Duration.ZERO);
    long before = trial.fleet().cloud().stats().callsOf("measure/getmeas");
    trial.ask(always, "measures");
    trial.until("REAUTHORIZE", () -> trial.status(always).equals("REAUTHORIZE"));
    trial.quiet();
    long calls = trial.fleet().cloud().stats().callsOf("measure/getmeas") - before;
    trial.did("answered 401 once, then always");
    trial.saw("one refresh; then REAUTHORIZE after " + calls + " calls");
    trial.demand(calls <= 4, calls + " calls with a token that is refused");
    // the pair that it was given is erased with the grant
    trial.judge(
        history -> history.withLostRefreshes(1).withFailures("CONSENT_LOST", "UNAUTHORIZED"));
  }
}
