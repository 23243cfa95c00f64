package org.healthsync.faults.scenario;

import java.util.List;
import java.util.Map;
import org.healthsync.faults.run.Member;
import org.healthsync.faults.run.Trial;
import org.healthsync.sandbox.stack.ServerProcess;

/**
 * A replica that is put to sleep while it waits for new tokens, which the provider has made; the
 * next replica takes its work over. It has to be the only replica when it is put to sleep.
 */
final class AsleepInRefresh {

  private static final String HOLDER =
      "select holder from connection_claim where connection_id = ?";

  private final Trial trial;
  private final Member member;
  private final ServerProcess sleeper;

  private AsleepInRefresh(Trial trial, Member member, ServerProcess sleeper) {
    this.trial = trial;
    this.member = member;
    this.sleeper = sleeper;
  }

  /** Asks for something new of a person whose token has expired, and puts the replica to sleep. */
  static AsleepInRefresh of(Trial trial, Member member) {
    List<ServerProcess> running = trial.fleet().running();
    trial.demand(running.size() == 1, "more than one replica could refresh");
    trial.fleet().cloud().expireAccessTokens(member.accountId());
    trial.fleet().proxies().token().toClient().blackHole();
    long before = trial.fleet().cloud().stats().refreshCalls();
    trial.ask(member, "measures");
    trial.until(
        "a refresh is under way", () -> trial.fleet().cloud().stats().refreshCalls() > before);
    running.get(0).suspend();
    trial.fleet().proxies().heal();
    return new AsleepInRefresh(trial, member, running.get(0));
  }

  /** Starts another replica and waits until it has taken the work over. */
  void takenOver() {
    String first = trial.fleet().rows().text(HOLDER, member);
    trial.fleet().launch(Map.of());
    trial.until(
        "another takes over", () -> !trial.fleet().rows().text(HOLDER, member).equals(first));
  }

  /** Ends the sleep. */
  void wake() {
    sleeper.resume();
  }
}
