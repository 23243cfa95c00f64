package org.healthsync.faults.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.FleetOptions;
import org.healthsync.faults.run.Trial;

/**
 * While work waits the provider's limit is used, and never passed. Connecting is urgent work, for
 * which a part of the limit stays free in the next periods: what is counted comes after that.
 */
public final class BudgetInFull implements Scenario {

  private static final int LIMIT = 240;
  private static final int PEOPLE = 24;
  private static final int HISTORY_DAYS = 150;
  private static final int PAGE = 10;
  private static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final double SHARE = 0.98;

  /** The last calls are those of a few people whose next page depends on the one before. */
  private static final double WHILE_WORK_WAITS = 0.8;

  @Override
  public int number() {
    return 35;
  }

  @Override
  public String name() {
    return "a limit of 240 calls a minute while work waits";
  }

  @Override
  public FleetOptions adjust(FleetOptions shared) {
    return shared
        .asInProduction()
        .withCallsPerMinute(LIMIT)
        // nothing but the service keeps it, and every call counts
        .withNobodyTurnedAway()
        .withPeople(PEOPLE)
        .withHistory(HISTORY_DAYS, PAGE)
        // the FHIR server's pace is not what is measured
        .with("HEALTHSYNC_OUTBOX_LIMIT", "200000");
  }

  @Override
  public void play(Trial trial) {
    for (int i = 0; i < PEOPLE; i++) {
      trial.connectInTrouble();
    }
    long settled = System.currentTimeMillis() + 4 * WINDOW.toMillis();
    trial.quiet(PATIENCE);
    List<Long> calls = trial.history().calls().stream().sorted().toList();
    int first = (int) calls.stream().filter(call -> call < settled).count();
    int last = (int) (calls.size() * WHILE_WORK_WAITS);
    trial.demand(last - first > 2 * LIMIT, calls.size() + " calls say nothing of such a limit");
    double share = share(calls.subList(first, last));
    trial.did(
        "%d people connect, %d calls of at most %d a minute"
            .formatted(PEOPLE, calls.size(), LIMIT));
    trial.saw(String.format(Locale.ROOT, "%.1f %% of the budget used", 100 * share));
    trial.demand(share >= SHARE, "less than 98 %");
    trial.judge();
  }

  /**
   * A call may come a window after the one that is the limit before it: how much of that pace was
   * kept, on average.
   */
  private static double share(List<Long> calls) {
    double sum = 0;
    for (int i = LIMIT; i < calls.size(); i++) {
      sum += calls.get(i) - calls.get(i - LIMIT);
    }
    return WINDOW.toMillis() / (sum / (calls.size() - LIMIT));
  }
}
