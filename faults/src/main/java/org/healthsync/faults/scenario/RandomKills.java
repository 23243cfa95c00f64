package org.healthsync.faults.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.check.History;
import org.healthsync.faults.run.FleetOptions;
import org.healthsync.faults.run.Heap;
import org.healthsync.faults.run.Member;
import org.healthsync.faults.run.Meter;
import org.healthsync.faults.run.Rows;
import org.healthsync.faults.run.Trial;
import org.healthsync.faults.twin.TwinPlugin;
import org.healthsync.sandbox.stack.Pause;
import org.healthsync.sandbox.stack.ServerProcess;

/**
 * Three replicas are killed, suspended and stopped at random while many people's histories are read
 * at two providers with different limits; then everything has to arrive, once, within each.
 */
public final class RandomKills implements Scenario {

  private static final List<String> PROVIDERS = List.of("withings", TwinPlugin.ID);
  private static final int REPLICAS = 3;
  private static final int HISTORY_DAYS = 18;
  private static final int PAGE = 100;
  private static final int CALLS_PER_PERSON = 12;
  private static final int FEWEST_CALLS = 120;
  private static final int EXPIRED = 5;

  // seconds between shots, and twice as many: a new replica takes half a minute of both cores
  private static final int PAUSE = 15;

  // there has to be a rate before the first kill
  private static final Duration WARMING_UP = Duration.ofSeconds(30);
  private static final Duration SPAN = Duration.ofSeconds(5);
  private static final Duration BEFORE = SPAN.multipliedBy(2);
  private static final Duration AIM = Duration.ofSeconds(15);
  private static final Duration LONG_ENOUGH = Duration.ofMinutes(5);
  private static final double MOST_REQUESTS = 1.05;
  private static final double MOST_HEAP = 1.25;

  /** Pages that a replica can be at. */
  private static final int AT_WORK = 16;

  private static final String PAGES = "select count(*) from raw_page";
  private static final String WAITING = "select count(*) from sync_request";
  private static final int SHOWN_BEFORE = 6;
  private static final int SHOWN_AFTER = 18;
  private static final Duration DRAIN = Duration.ofMinutes(30);
  private static final Duration DRAIN_OF_EACH = Duration.ofSeconds(2);

  private final NavigableMap<Long, String> situations = new TreeMap<>();
  private final Duration time;
  private final int people;

  /** Shoots for that long while so many people are read. */
  public RandomKills(Duration time, int people) {
    this.time = time;
    this.people = people;
  }

  @Override
  public int number() {
    return 31;
  }

  @Override
  public String name() {
    return "random SIGKILL, SIGSTOP and SIGTERM over three replicas";
  }

  @Override
  public int replicas(int usual) {
    return REPLICAS;
  }

  /** A limit that keeps everybody waiting for about as long as the shooting takes. */
  @Override
  public FleetOptions adjust(FleetOptions shared) {
    long minutes = Math.max(1, time.toMinutes());
    int calls = (int) Math.max(FEWEST_CALLS, people / 2 * (long) CALLS_PER_PERSON / minutes);
    return shared
        .asInProduction()
        .withPeople(people - people / 2 + REPLICAS)
        .withTwins(people / 2)
        .withHistory(HISTORY_DAYS, PAGE)
        .withCallsPerMinute(calls)
        // fetching that pauses for a full outbox would hide how it recovers; 11 plays that
        .with("HEALTHSYNC_OUTBOX_LIMIT", "2000000");
  }

  @Override
  public void play(Trial trial) {
    Marksman marksman = new Marksman(trial.fleet(), REPLICAS, BEFORE, trial.random());
    Meter meter = new Meter();
    // what a server builds once, such as its validator, is there when somebody was read at each
    trial.connectAtEach();
    trial.quiet();
    long heapBefore = heap(trial);
    long begin = System.nanoTime();
    long waiting;
    try (Newcomers newcomers = new Newcomers(trial.fleet(), people, PROVIDERS)) {
      shoot(trial, marksman, meter, newcomers, begin);
      waiting = trial.fleet().rows().number(WAITING);
      newcomers.tell(trial.fleet().replicas(REPLICAS));
      trial.until("everybody is connected", newcomers::done);
      newcomers.members().forEach(trial::counted);
    }
    trial.quiet(DRAIN.plus(DRAIN_OF_EACH.multipliedBy(people)));
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    trial.did(marksman + " in " + time.toSeconds() + " s, " + people + " people");
    long heapAfter = heap(trial);
    report(trial, marksman, meter, took);
    trial.saw("heap after collection " + heapBefore + " MB, at the end " + heapAfter + " MB");
    trial.judge(history -> withUnknownRefreshes(history, marksman.refreshing()));
    trial.demand(!marksman.kills().isEmpty(), "nobody was killed");
    trial.demand(waiting > 0, "all was read before the shooting was over");
    demandOneRequestEach(trial, marksman.shots());
    trial.demand(
        heapAfter <= MOST_HEAP * heapBefore, "the heap grew to %d MB".formatted(heapAfter));
    demandRecovery(trial, marksman, meter);
  }

  /** A page is asked for once; what somebody was at when it ended is asked for again. */
  private static void demandOneRequestEach(Trial trial, int shots) {
    long pages = trial.fleet().rows().number(PAGES);
    long calls = dataCalls(trial);
    trial.demand(
        calls <= MOST_REQUESTS * pages + (double) AT_WORK * shots,
        calls + " requests for " + pages + " pages");
  }

  /** In a run that is long enough to tell: the first minutes go by with warming up. */
  private void demandRecovery(Trial trial, Marksman marksman, Meter meter) {
    if (time.compareTo(LONG_ENOUGH) < 0) {
      return;
    }
    List<Long> slow =
        marksman.kills().stream()
            .filter(kill -> meter.recovery(kill, SPAN).orElse(Long.MAX_VALUE) > AIM.toMillis())
            .toList();
    trial.demand(
        slow.isEmpty(),
        "after %d of %d kills the rate was not back within %d s"
            .formatted(slow.size(), marksman.kills().size(), AIM.toSeconds()));
  }

  private void shoot(Trial trial, Marksman marksman, Meter meter, Newcomers newcomers, long begin) {
    long next = begin + WARMING_UP.toNanos();
    // how it goes on after the last shot is measured as well
    Duration shooting = time.minus(AIM).minus(SPAN);
    while (System.nanoTime() - begin < time.toNanos()) {
      Pause.of(Duration.ofMillis(500));
      note(trial, meter);
      marksman.tend();
      boolean over = System.nanoTime() - begin > shooting.toNanos();
      if (!over
          && System.nanoTime() - next >= 0
          && marksman.shoot(() -> expireSome(trial, newcomers.members()))) {
        newcomers.tell(trial.fleet().running());
        next =
            System.nanoTime() + Duration.ofSeconds(PAUSE + trial.random().nextInt(PAUSE)).toNanos();
      }
    }
    marksman.wake(true);
  }

  private void note(Trial trial, Meter meter) {
    long now = System.currentTimeMillis();
    meter.note(now, dataCalls(trial));
    if (situations.isEmpty() || now - situations.lastKey() >= 2 * SPAN.toMillis()) {
      situations.put(now, Situation.of(trial.fleet()));
    }
  }

  /** Who is shot takes answers with it that it waited for, no more; none may be refused. */
  private static History withUnknownRefreshes(History history, long underWay) {
    long unknown = history.refreshes().asked() - history.refreshes().rotations();
    return history.withLostRefreshes(Math.max(0, Math.min(unknown, underWay)));
  }

  private static void expireSome(Trial trial, List<Member> members) {
    for (int i = 0; i < EXPIRED && !members.isEmpty(); i++) {
      Member member = members.get(trial.random().nextInt(members.size()));
      trial.fleet().cloud(member.provider()).expireAccessTokens(member.accountId());
    }
  }

  private void report(Trial trial, Marksman marksman, Meter meter, Duration took) {
    Rows rows = trial.fleet().rows();
    long readings = rows.number("select coalesce(sum(readings), 0) from sync_run");
    long pages = rows.number(PAGES);
    List<Long> kills = marksman.kills();
    List<Long> recoveries =
        kills.stream()
            .map(kill -> meter.recovery(kill, SPAN))
            .filter(OptionalLong::isPresent)
            .map(OptionalLong::getAsLong)
            .sorted()
            .collect(Collectors.toList());
    double seconds = Math.max(1, took.toSeconds());
    trial.saw(
        String.format(
            Locale.ROOT,
            "%d readings (%.0f/s), %.0f resources/s, %.3f requests per page, %.0f %% of the budget",
            readings,
            readings / seconds,
            trial.fleet().fhir().counts().values().stream().mapToInt(n -> n).sum() / seconds,
            dataCalls(trial) / (double) Math.max(1, pages),
            100.0 * trial.calls() * 60 / (seconds * trial.fleet().options().callsPerMinute())));
    String times =
        recoveries.isEmpty()
            ? ""
            : " after %d ms (median) to %d ms"
                .formatted(
                    recoveries.get(recoveries.size() / 2), recoveries.get(recoveries.size() - 1));
    trial.saw("back at 95 %%%s, %d of %d times".formatted(times, recoveries.size(), kills.size()));
    kills.stream()
        .filter(kill -> meter.recovery(kill, SPAN).orElse(Long.MAX_VALUE) > AIM.toMillis())
        .forEach(kill -> slow(trial, meter, kill));
  }

  /** What can be said of a kill after which the rate was low for longer than it should be. */
  private void slow(Trial trial, Meter meter, long kill) {
    long begin = kill - SHOWN_BEFORE * SPAN.toMillis();
    trial.saw(
        "calls a second before a kill, in steps of %d s, %s and after it %s; meanwhile %s"
            .formatted(
                SPAN.toSeconds(),
                meter.rates(begin, SPAN, SHOWN_BEFORE),
                meter.rates(kill, SPAN, SHOWN_AFTER),
                situations.subMap(begin, kill + SHOWN_AFTER * SPAN.toMillis()).values()));
  }

  /** At all providers: which of them work turns to is chance. */
  private static long dataCalls(Trial trial) {
    return trial.fleet().clouds().stream().mapToLong(DataCalls::of).sum();
  }

  /** Of the replica that needs most. */
  private static long heap(Trial trial) {
    return trial.fleet().running().stream()
        .mapToLong((ServerProcess server) -> Heap.afterCollection(server) / (1024 * 1024))
        .max()
        .orElse(0);
  }
}
