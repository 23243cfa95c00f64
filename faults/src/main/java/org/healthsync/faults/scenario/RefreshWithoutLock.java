package org.healthsync.faults.scenario;

import java.util.Set;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.check.Promise;
import org.healthsync.faults.check.Refreshes;
import org.healthsync.faults.run.Member;
import org.healthsync.faults.run.Trial;

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
    trial.fleet().rows().execute(UNLOCKABLE);
    try {
      bothRefresh(trial, member);
    } finally {
      trial.fleet().rows().execute(LOCKABLE);
    }
    trial.did("took the lock away while a replica slept in its refresh");
    trial.quiet();
    Refreshes seen = trial.refreshes();
    trial.demand(seen.asked() >= 2 && seen.refused() >= 1, seen + " is no race");
    Breach.expect(
        trial,
        Set.of(Promise.ONE_REFRESH),
        history -> history.withFailures("CONSENT_LOST", "connection-not-active"));
  }

  private static void bothRefresh(Trial trial, Member member) {
    AsleepInRefresh sleeper = AsleepInRefresh.of(trial, member);
    try {
      sleeper.takenOver();
      trial.until("the other asks, too", () -> trial.refreshes().refused() > 0);
    } finally {
      sleeper.wake();
    }
  }
}
