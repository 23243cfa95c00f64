package org.healthsync.faults.scenario;

import java.time.Duration;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.Member;
import org.healthsync.faults.run.Trial;
import org.healthsync.faults.run.Waiting;
import org.healthsync.sandbox.withings.CloudStats;

/** Row 4: jobs stop, the connection is marked once, nobody asks again and again. */
public final class GrantRevoked implements Scenario {

  private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

  @Override
  public int number() {
    return 4;
  }

  @Override
  public String name() {
    return "the person withdraws the grant";
  }

  @Override
  public void play(Trial trial) {
    Member member = trial.settled();
    trial.fleet().cloud().revoke(member.accountId());
    CloudStats before = trial.fleet().cloud().stats();
    trial.ask(member);
    trial.until("REAUTHORIZE", () -> trial.status(member).equals("REAUTHORIZE"));
    trial.quiet();
    // a second attempt would come within a few seconds
    Waiting.within(
        LONG_ENOUGH,
        () -> trial.fleet().cloud().stats().refreshCalls() > before.refreshCalls() + 1);
    CloudStats after = trial.fleet().cloud().stats();
    long refreshes = after.refreshCalls() - before.refreshCalls();
    long lost =
        trial
            .fleet()
            .rows()
            .number(
                "select count(*) from audit where action = 'grant-lost' and subject = ?::text",
                member);
    trial.did("revoked at the provider, then asked for a sync of all streams");
    trial.saw("REAUTHORIZE after " + refreshes + " refresh call, noted " + lost + " time");
    trial.demand(refreshes == 1, refreshes + " refresh calls");
    trial.demand(lost == 1, "the loss was noted " + lost + " times");
    trial.judge(history -> history.withWantedRefusals(1).withFailures("CONSENT_LOST"));
  }
}
