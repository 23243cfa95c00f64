package org.healthsync.faults.scenario;

import java.util.Map;
import java.util.Set;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.check.Promise;
import org.healthsync.faults.run.Member;
import org.healthsync.faults.run.Trial;
import org.healthsync.sandbox.stack.ServerProcess;

/**
 * Proves the checker: the row that a refresh locks becomes one of a function, which PostgreSQL does
 * not lock. A replica that sleeps in its refresh then does not keep the next one out.
 */
public final class RefreshWithoutLock implements Scenario {

  private static final String UNLOCKABLE =
      """
      alter table connection rename to connection_rows;
      create function unlocked() returns setof connection_rows language sql stable
        as 'select * from connection_rows';
      create view connection as select * from unlocked()\
      """;

  private static final String LOCKABLE =
      """
      drop view connection;
      drop function unlocked();
      alter table connection_rows rename to connection\
      """;

  @Override
  public int number() {
    return 42;
  }

  @Override
  public String name() {
    return "checker: a refresh without its lock";
  }

  @Override
  public int replicas(int usual) {
    return 1;
  }

  @Override
  public void play(Trial trial) {
    trial.fleet().cloud().refreshGrace(false);
    Member member = trial.settled();
    ServerProcess sleeper = trial.fleet().running().get(0);
    trial.fleet().cloud().expireAccessTokens(member.accountId());
    trial.fleet().rows().execute(UNLOCKABLE);
    try {
      asleepWhileRefreshing(trial, member, sleeper);
      trial.until(
          "the other asks, too", () -> trial.fleet().cloud().stats().refusedRefreshes() > 0);
    } finally {
      trial.fleet().rows().execute(LOCKABLE);
      sleeper.resume();
    }
    trial.did("took the lock away while a replica slept in its refresh");
    Breach.expect(trial, Set.of(Promise.ONE_REFRESH));
  }

  private static void asleepWhileRefreshing(Trial trial, Member member, ServerProcess sleeper) {
    trial.fleet().proxies().token().toClient().blackHole();
    long before = trial.fleet().cloud().stats().refreshCalls();
    trial.ask(member, "measures");
    trial.until(
        "a refresh is under way", () -> trial.fleet().cloud().stats().refreshCalls() > before);
    sleeper.suspend();
    trial.fleet().proxies().heal();
    trial.fleet().ready(trial.fleet().launch(Map.of()));
  }
}
