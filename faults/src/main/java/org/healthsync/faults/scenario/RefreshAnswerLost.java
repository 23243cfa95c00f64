package org.healthsync.faults.scenario;

import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.Member;
import org.healthsync.faults.run.Trial;

/** Row 3: unknown is not failure. */
public final class RefreshAnswerLost implements Scenario {

  @Override
  public int number() {
    return 3;
  }

  @Override
  public String name() {
    return "the answer to a refresh gets lost";
  }

  @Override
  public void play(Trial trial) {
    Member member = trial.settled();
    trial.weigh(member);
    trial.fleet().cloud().expireAccessTokens(member.accountId());
    trial.fleet().proxies().token().dropAnswers(1, "HTTP/1.1 200");
    trial.ask(member, "measures");
    trial.until(
        "the answer is lost", () -> trial.fleet().proxies().token().answersStillToDrop() == 0);
    trial.quiet();
    trial.did("dropped the answer of the token endpoint after it had rotated");
    trial.saw(trial.status(member) + " after " + trial.refreshes().asked() + " calls");
    trial.demand(trial.status(member).equals("ACTIVE"), "it is " + trial.status(member));
    trial.judge(history -> history.withLostRefreshes(1));
  }
}
