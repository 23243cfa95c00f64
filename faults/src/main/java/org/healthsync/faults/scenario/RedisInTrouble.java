package org.healthsync.faults.scenario;

import java.time.Duration;
import java.util.List;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.FleetOptions;
import org.healthsync.faults.run.Trial;
import org.healthsync.sandbox.stack.CacheServer;

/**
 * Row 25: slower and more careful, never wrong. Work waits for a tight limit all the time, so that
 * whatever Redis forgets would be used a second time within the minute.
 */
public final class RedisInTrouble implements Scenario {

  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final int LIMIT = 60;
  private static final int REPLICAS = 2;
  private static final int PEOPLE = 6;
  private static final int HISTORY_DAYS = 36;
  private static final int PAGE = 4;

  /** With as many in the minute before, a limit that is granted anew would be passed. */
  private static final int TOGETHER = LIMIT / 2;

  /** A fifth of the limit is set aside for the two of them, and is not there at once. */
  private static final int BY_THEMSELVES = 6;

  @Override
  public int number() {
    return 25;
  }

  @Override
  public String name() {
    return "Redis slow, without scripts, paused, flushed, killed, back with older counts";
  }

  @Override
  public int replicas(int usual) {
    return REPLICAS;
  }

  @Override
  public boolean waits() {
    return true;
  }

  @Override
  public FleetOptions adjust(FleetOptions shared) {
    return shared
        .withCallsPerMinute(LIMIT)
        .withPeople(PEOPLE)
        .withHistory(HISTORY_DAYS, PAGE)
        .with("HEALTHSYNC_BUDGET_REPLICAS", Integer.toString(REPLICAS))
        .with("HEALTHSYNC_BUDGET_ALONE_PERCENT", "20");
  }

  @Override
  public void play(Trial trial) {
    CacheServer cache = trial.fleet().stack().cache();
    for (int i = 0; i < PEOPLE; i++) {
      trial.connectInTrouble();
    }
    trial.fleet().proxies().cache().toClient().latency(Duration.ofMillis(200));
    cache.flushScripts();
    goesOn(trial, TOGETHER);
    trial.fleet().proxies().heal();
    cache.pause();
    goesOn(trial, BY_THEMSELVES);
    cache.resume();
    goesOn(trial, TOGETHER);
    cache.kill();
    goesOn(trial, BY_THEMSELVES);
    cache.restart();
    goesOn(trial, TOGETHER);
    cache.flush();
    goesOn(trial, TOGETHER);
    cache.save();
    goesOn(trial, TOGETHER);
    cache.kill();
    cache.restart();
    goesOn(trial, TOGETHER);
    trial.demand(!trial.isQuiet(), "work did not wait until the last fault was over");
    trial.quiet();
    trial.did(
        "200 ms latency, SCRIPT FLUSH, SIGSTOP, SIGKILL, FLUSHALL, SIGKILL with an old snapshot");
    List<Long> calls = trial.history().calls().stream().sorted().toList();
    trial.saw("%d calls, at most %d of %d in a minute".formatted(calls.size(), most(calls), LIMIT));
    trial.judge();
  }

  private static void goesOn(Trial trial, int calls) {
    long enough = trial.calls() + calls;
    trial.until(calls + " more calls", () -> trial.calls() >= enough);
  }

  /** In any span of the window's length. */
  private static int most(List<Long> calls) {
    int most = 0;
    int first = 0;
    for (int last = 0; last < calls.size(); last++) {
      while (calls.get(last) - calls.get(first) >= WINDOW.toMillis()) {
        first++;
      }
      most = Math.max(most, last - first + 1);
    }
    return most;
  }
}
