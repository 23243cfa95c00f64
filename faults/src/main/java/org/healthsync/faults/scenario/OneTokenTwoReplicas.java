package org.healthsync.faults.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.check.Refreshes;
import org.healthsync.faults.run.FleetOptions;
import org.healthsync.faults.run.Member;
import org.healthsync.faults.run.Trial;
import org.healthsync.sandbox.stack.ServiceClient;

/**
 * Row 1: two replicas that need a new token at the same time ask for one. Work of one connection is
 * one replica's at a time, so the second gets there by taking over from the first, which sleeps in
 * its refresh.
 */
public final class OneTokenTwoReplicas implements Scenario {

  private static final int ROUNDS = 100;
  private static final int AT_ONCE = 16;

  @Override
  public int number() {
    return 1;
  }

  @Override
  public String name() {
    return "two replicas, one single-use refresh token";
  }

  /** The sleeper wakes with the answer in its hands, and not because it waited for too long. */
  @Override
  public FleetOptions adjust(FleetOptions shared) {
    return shared
        .with("HEALTHSYNC_FETCH_ANSWER_TIMEOUT", "PT10M")
        .with("HEALTHSYNC_FETCH_PAGE_TIMEOUT", "PT10M")
        .with("HEALTHSYNC_CONNECT_REFRESH_PATIENCE", "PT11M");
  }

  /** One, so that it is known who refreshes. */
  @Override
  public int replicas(int usual) {
    return 1;
  }

  @Override
  public void play(Trial trial) {
    trial.fleet().cloud().refreshGrace(false);
    Member member = trial.settled();
    trial.weigh(member);
    AsleepInRefresh sleeper = AsleepInRefresh.of(trial, member);
    try {
      sleeper.takenOver();
      trial.until("the other waits for the first", () -> waitsForLock(trial));
    } finally {
      sleeper.wake();
    }
    trial.quiet();
    demandOneEach(trial, 1);
    trial.fleet().running().forEach(trial.fleet()::ready);
    for (int round = 0; round < ROUNDS; round++) {
      trial.fleet().cloud().expireAccessTokens(member.accountId());
      trial.weigh(member);
      askEverywhere(trial, member);
      trial.quiet();
    }
    trial.did(
        "let one replica take over from another that slept in its refresh, then %d times %d"
                .formatted(ROUNDS, AT_ONCE)
            + " requests at both with an expired token");
    trial.saw(trial.refreshes().asked() + " refresh calls");
    demandOneEach(trial, 1 + ROUNDS);
    trial.demand(trial.status(member).equals("ACTIVE"), "it is " + trial.status(member));
    trial.judge();
  }

  private static void demandOneEach(Trial trial, long needed) {
    Refreshes seen = trial.refreshes();
    trial.demand(
        seen.asked() == needed && seen.refused() == 0, seen + " for " + needed + " needed");
  }

  private static boolean waitsForLock(Trial trial) {
    return trial.fleet().rows().number(WAITING) > 0;
  }

  private static final String WAITING =
      """
      select count(*) from pg_stat_activity
      where wait_event_type = 'Lock' and query like '%from connection where id%'
      """;

  private static void askEverywhere(Trial trial, Member member) {
    List<ServiceClient> replicas =
        trial.fleet().running().stream().map(trial.fleet()::client).toList();
    List<CompletableFuture<String>> answers = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      ServiceClient replica = replicas.get(i % replicas.size());
      String body = Trial.body(i % 4 < 2 ? "measures" : "activity");
      answers.add(CompletableFuture.supplyAsync(() -> replica.sync(member.connection(), body)));
    }
    answers.forEach(CompletableFuture::join);
  }
}
