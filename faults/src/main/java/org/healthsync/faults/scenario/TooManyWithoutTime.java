package org.healthsync.faults.scenario;

import java.time.Duration;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.stream.Stream;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.check.History;
import org.healthsync.faults.run.FleetOptions;
import org.healthsync.faults.run.Member;
import org.healthsync.faults.run.Trial;
import org.healthsync.faults.run.Waiting;
import org.healthsync.sandbox.withings.CloudFault;

/**
 * Row 17: a provider that says "too many" and nothing else. Once, and everybody leaves it alone for
 * a while; then since it allows a quarter of what the service is told, which the service has to
 * find out without many refusals, while all who wait get their share.
 */
public final class TooManyWithoutTime implements Scenario {

  private static final int ALLOWED = 60;
  private static final int TOLD = 240;
  private static final int PEOPLE = 4;
  private static final int HISTORY_DAYS = 40;
  private static final int PAGE = 10;
  private static final int PAGES_OF_SHARES = 40;
  private static final int AFTER_A_REFUSAL = 8;

  /** One of so many calls may be refused. */
  private static final int CALLS_FOR_A_REFUSAL = 10;

  @Override
  public int number() {
    return 17;
  }

  @Override
  public String name() {
    return "'too many' that does not say for how long, nor how many are not";
  }

  @Override
  public boolean waits() {
    return true;
  }

  @Override
  public FleetOptions adjust(FleetOptions shared) {
    return shared
        .withCallsPerMinute(ALLOWED)
        .withHistory(HISTORY_DAYS, PAGE)
        .with("HEALTHSYNC_PROVIDER_WITHINGS_BUDGET_APP_PERMITS", Integer.toString(TOLD));
  }

  @Override
  public void play(Trial trial) {
    once(trial);
    forEver(trial);
    trial.judge(History::withTurnedAway);
  }

  private static void once(Trial trial) {
    trial.fleet().cloud().inject(CloudFault.STATUS_601, 1, "measure/getmeas", Duration.ZERO);
    Member first = trial.connect();
    trial.until(
        "the refusal has come",
        () ->
            trial.fleet().cloud().calls().stream()
                .anyMatch(call -> call.outcome().equals("STATUS_601")));
    long refused = System.nanoTime();
    long before = trial.calls();
    Waiting.within(Duration.ofSeconds(20), () -> trial.calls() > before + AFTER_A_REFUSAL);
    long meanwhile = trial.calls() - before;
    trial.quiet();
    Duration all = Duration.ofNanos(System.nanoTime() - refused);
    trial.did("answered 601 once without a time");
    trial.saw(meanwhile + " calls in the next 20 s, all there after " + all.toSeconds() + " s");
    trial.demand(meanwhile <= AFTER_A_REFUSAL, meanwhile + " calls although the provider said no");
    trial.demand(trial.status(first).equals("ACTIVE"), "it is " + trial.status(first));
  }

  private static void forEver(Trial trial) {
    long earlier = trial.calls();
    long over = refusals(trial);
    List<Member> members = Stream.generate(trial::connectInTrouble).limit(PEOPLE).toList();
    trial.until("the provider says that it is too much", () -> refusals(trial) > over);
    List<Long> before = pages(trial, members);
    long enough = sum(before) + PAGES_OF_SHARES;
    trial.until("pages are read", () -> sum(pages(trial, members)) >= enough);
    List<Long> now = pages(trial, members);
    LongSummaryStatistics shares =
        Stream.iterate(0, i -> i + 1)
            .limit(PEOPLE)
            .mapToLong(i -> now.get(i) - before.get(i))
            .summaryStatistics();
    trial.quiet();
    long calls = trial.calls() - earlier;
    long refused = refusals(trial) - over;
    trial.did("allowed %d calls a minute where %d are configured".formatted(ALLOWED, TOLD));
    trial.saw("%d of %d calls refused".formatted(refused, calls));
    trial.saw(
        "of %d pages %d people got %d to %d each"
            .formatted(shares.getSum(), PEOPLE, shares.getMin(), shares.getMax()));
    trial.demand(refused * CALLS_FOR_A_REFUSAL <= calls, "it does not learn");
    trial.demand(shares.getMax() <= 2 * shares.getMin(), "some wait for others");
  }

  private static long refusals(Trial trial) {
    return trial.fleet().cloud().stats().callsOverLimit();
  }

  private static List<Long> pages(Trial trial, List<Member> members) {
    return members.stream().map(trial.fleet().rows()::pages).toList();
  }

  private static long sum(List<Long> numbers) {
    return numbers.stream().mapToLong(Long::longValue).sum();
  }
}
