package org.healthsync.faults.scenario;

import java.util.Map;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.Member;
import org.healthsync.faults.run.Trial;
import org.healthsync.sandbox.stack.ServerProcess;

/**
 * Row 2: with the provider's grace the old token still works; without, the person is asked once.
 */
public final class RotatedThenCrashed implements Scenario {

  @Override
  public int number() {
    return 2;
  }

  @Override
  public String name() {
    return "crash after the tokens were rotated, before they were stored";
  }

  @Override
  public void play(Trial trial) {
    Member lucky = trial.settled();
    trial.weigh(lucky);
    crash(trial, lucky);
    trial.quiet();
    trial.demand(trial.status(lucky).equals("ACTIVE"), "with grace it is " + trial.status(lucky));
    trial.fleet().cloud().refreshGrace(false);
    Member unlucky = trial.settled();
    crash(trial, unlucky);
    trial.until(
        "the connection asks for authorization", () -> trial.status(unlucky).equals("REAUTHORIZE"));
    trial.quiet();
    trial.did("killed the server at after-token-response, with and without grace");
    long lost =
        trial
            .fleet()
            .rows()
            .number(
                "select count(*) from audit where action = 'grant-lost' and subject = ?::text",
                unlucky);
    trial.saw("ACTIVE with grace, REAUTHORIZE without, noted " + lost + " time");
    trial.demand(lost == 1, "the loss was noted " + lost + " times");
    trial.demand(trial.refreshes().refused() == 1, trial.refreshes() + " is a storm");
    // the first answer of each was lost, and without grace the second one is refused
    trial.judge(
        history -> history.withLostRefreshes(2).withWantedRefusals(1).withFailures("CONSENT_LOST"));
  }

  private static void crash(Trial trial, Member member) {
    trial.fleet().noReplicas();
    trial.fleet().cloud().expireAccessTokens(member.accountId());
    ServerProcess doomed =
        trial
            .fleet()
            .ready(trial.fleet().launch(Map.of(), "-Dhealthsync.crash=after-token-response:1"));
    trial.ask(member, "measures");
    doomed.awaitEnd(Trial.PATIENCE);
    trial.fleet().replicas(1);
  }
}
