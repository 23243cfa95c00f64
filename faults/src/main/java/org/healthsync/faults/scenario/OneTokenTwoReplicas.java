package org.healthsync.faults.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.Member;
import org.healthsync.faults.run.Trial;
import org.healthsync.sandbox.stack.ServiceClient;

/** Row 1: replicas that need a new token at once ask for one. */
public final class OneTokenTwoReplicas implements Scenario {

  @Override
  public int number() {
    return 1;
  }

  @Override
  public String name() {
    return "two replicas, one single-use refresh token";
  }

  @Override
  public int replicas(int usual) {
    return Math.max(2, usual);
  }

  @Override
  public void play(Trial trial) {
    trial.fleet().cloud().refreshGrace(false);
    Member member = trial.settled();
    for (int round = 0; round < ROUNDS; round++) {
      trial.fleet().cloud().expireAccessTokens(member.accountId());
      askEverywhere(trial, member);
      trial.quiet();
    }
    trial.did(ROUNDS + " times 16 requests at once at both replicas with an expired token");
    trial.saw(trial.history().refreshes().asked() + " refresh calls");
    trial.demand(
        trial.history().refreshes().asked() == ROUNDS,
        trial.history().refreshes() + " for " + ROUNDS + " rounds");
    trial.demand(trial.status(member).equals("ACTIVE"), "it is " + trial.status(member));
    trial.judge();
  }

  private static final int ROUNDS = 10;

  private static void askEverywhere(Trial trial, Member member) {
    List<ServiceClient> replicas =
        trial.fleet().running().stream().map(trial.fleet()::client).toList();
    List<CompletableFuture<String>> answers = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      ServiceClient replica = replicas.get(i % replicas.size());
      String body = Trial.body(i % 4 < 2 ? "measures" : "activity");
      answers.add(CompletableFuture.supplyAsync(() -> replica.sync(member.connection(), body)));
    }
    answers.forEach(CompletableFuture::join);
  }
}
