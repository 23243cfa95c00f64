package org.healthsync.faults.scenario;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.check.Promise;
import org.healthsync.faults.run.FleetOptions;
import org.healthsync.faults.run.Trial;
import org.healthsync.sandbox.stack.CacheServer;
import org.healthsync.sandbox.stack.ServerProcess;
import org.healthsync.sandbox.stack.ServiceClient;

/**
 * Proves the checker: each replica counts in a Redis of its own, so that none knows the total, and
 * the database forgets that the client id was used before.
 */
public final class LimiterPerProcess implements Scenario {

  private static final String FORGET =
      """
      create or replace function fault_forget() returns trigger language plpgsql as $$
      begin
        return null;
      end $$;
      create or replace trigger fault_forget before insert on client_use
        for each row execute function fault_forget();
      """;

  private static final int LIMIT = 40;
  private static final int PEOPLE_EACH = 3;
  private static final int HISTORY_DAYS = 30;
  private static final int PAGE = 10;

  @Override
  public int number() {
    return 43;
  }

  @Override
  public String name() {
    return "checker: a limiter for each process";
  }

  @Override
  public boolean waits() {
    return true;
  }

  @Override
  public FleetOptions adjust(FleetOptions shared) {
    return shared
        .withCallsPerMinute(LIMIT)
        .withPeople(2 * PEOPLE_EACH)
        .withHistory(HISTORY_DAYS, PAGE)
        // two that leave a part of it to urgent work pass it together only by and by
        .with("HEALTHSYNC_BUDGET_BACKFILL_RESERVE_PERCENT", "0");
  }

  @Override
  public int replicas(int usual) {
    return 1;
  }

  @Override
  public void play(Trial trial) {
    trial.fleet().rows().execute(FORGET);
    try (CacheServer second = CacheServer.start()) {
      ServerProcess alone =
          trial
              .fleet()
              .launch(Map.of("HEALTHSYNC_REDIS_URL", "redis://127.0.0.1:" + second.port()));
      trial.fleet().ready(alone);
      List<ServiceClient> replicas =
          trial.fleet().running().stream().map(trial.fleet()::client).toList();
      for (int i = 0; i < 2 * PEOPLE_EACH; i++) {
        connect(trial, replicas.get(i % 2));
      }
      trial.until("the provider says no", () -> overLimit(trial));
      trial.did("gave each of two replicas a Redis of its own, at " + LIMIT + " calls a minute");
      Breach.expect(trial, Set.of(Promise.WITHIN_QUOTA));
      trial.fleet().noReplicas();
    }
  }

  private static void connect(Trial trial, ServiceClient replica) {
    try {
      trial.connect(replica);
    } catch (IllegalStateException e) {
      trial.demand(overLimit(trial), "the connection failed before the limit was passed");
    }
  }

  private static boolean overLimit(Trial trial) {
    return trial.fleet().cloud().stats().callsOverLimit() > 0;
  }
}
