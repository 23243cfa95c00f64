package org.healthsync.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.healthsync.platform.Lane;
import org.healthsync.platform.ProviderId;
import org.healthsync.spi.http.Budget;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.UnifiedJedis;

/** Who gets the permits of a limit that is not enough for all: tenants, and lanes within them. */
final class FairSharesTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration ANSWER = Duration.ofMillis(150);
  private static final int LIMIT = 120;
  private static final int FEW = 6;
  private static final BudgetSettings SETTINGS =
      new BudgetSettings(4, 2, 20, Duration.ofSeconds(2), Duration.ofSeconds(34));
  private static final RealRedis REDIS = new RealRedis();
  private static final UnifiedJedis CLIENT = REDIS.client();

  private final MovedTime time = new MovedTime();
  private final RememberedUse uses = new RememberedUse(time);
  private final Traffic traffic = new Traffic(time);
  private final StrictCounter provider = new StrictCounter();
  private final Random random = new Random(5);
  private final Budgets budgets =
      BudgetsTest.budgets(CLIENT, uses, SETTINGS, time, new RedisContact(time, FetchListener.NONE));
  private final Map<String, Integer> got = new HashMap<>();
  private int asked;

  private record Asker(String name, Lane lane, int limit, String tenant, String account) {}

  @AfterEach
  void flush() {
    CLIENT.flushAll();
  }

  @AfterAll
  static void stop() {
    CLIENT.close();
    REDIS.close();
  }

  @Test
  void newcomersFirstPageDoesNotWaitBehindEndlessWork() {
    endless("noisy", Lane.BACKFILL, 20, LIMIT);
    run(MINUTE.multipliedBy(3));
    assertThat(take("newcomer", Lane.BACKFILL, LIMIT)).isInstanceOf(Permit.Granted.class);
  }

  @Test
  void secondNewcomerIsServedAtTheNextRefill() {
    endless("noisy", Lane.BACKFILL, 20, LIMIT);
    run(MINUTE.multipliedBy(3));
    assertThat(take("first", Lane.BACKFILL, LIMIT)).isInstanceOf(Permit.Granted.class);
    Permit.Refused refused = (Permit.Refused) take("second", Lane.BACKFILL, LIMIT);
    // the noisy one is there all the time, and is there at the refill, too
    run(refused.retryAfter().plusMillis(900));
    assertThat(take("second", Lane.BACKFILL, LIMIT)).isInstanceOf(Permit.Granted.class);
  }

  @Test
  void tenantsThatAlwaysWantShareEquallyHoweverManyConnectionsEachHas() {
    endless("noisy", Lane.BACKFILL, 40, LIMIT);
    run(MINUTE.multipliedBy(3));
    endless("modest", Lane.BACKFILL, 4, LIMIT);
    run(MINUTE.multipliedBy(3));
    got.clear();
    run(MINUTE.multipliedBy(10));
    assertThat(of("modest")).isBetween((int) (0.8 * of("noisy")), (int) (1.25 * of("noisy")));
    assertThat(of("modest") + of("noisy")).isGreaterThan((int) (0.96 * 10 * LIMIT));
    assertThat(provider.mostInAny(MINUTE)).isLessThanOrEqualTo(LIMIT);
  }

  @Test
  void threeTenantsGetAThirdEach() {
    endless("a", Lane.BACKFILL, 30, LIMIT);
    endless("b", Lane.SCHEDULED, 3, LIMIT);
    endless("c", Lane.BACKFILL, 3, LIMIT);
    run(MINUTE.multipliedBy(3));
    got.clear();
    run(MINUTE.multipliedBy(10));
    int third = (of("a") + of("b") + of("c")) / 3;
    for (String tenant : List.of("a", "b", "c")) {
      assertThat(of(tenant)).as("%s of %s", tenant, got).isBetween(3 * third / 4, 5 * third / 4);
    }
  }

  @Test
  void tenantThatIsAloneGetsEverythingAlsoAfterOthersWereThere() {
    endless("noisy", Lane.BACKFILL, 20, LIMIT);
    run(MINUTE);
    take("guest", Lane.BACKFILL, LIMIT);
    take("guest", Lane.BACKFILL, LIMIT);
    run(MINUTE.multipliedBy(3));
    got.clear();
    run(MINUTE.multipliedBy(10));
    assertThat(of("noisy")).isGreaterThanOrEqualTo((int) (0.98 * 10 * LIMIT));
  }

  @Test
  void interactiveWorkFindsPermitsWhileHistoryTakesAllThatItCan() {
    endless("hospital", Lane.BACKFILL, 30, LIMIT);
    run(MINUTE.multipliedBy(2));
    int atOnce = 0;
    for (int i = 0; i < 60; i++) {
      if (send("hospital", Lane.INTERACTIVE, LIMIT) instanceof Permit.Granted) {
        atOnce++;
      }
      run(Duration.ofSeconds(5 + random.nextInt(5)));
    }
    assertThat(atOnce).isGreaterThanOrEqualTo(50);
  }

  /** History that has just begun, that has filled the limit, and that has done so for long. */
  @ParameterizedTest
  @CsvSource({"120, PT5S", "120, PT40S", "120, PT5M", "1200, PT5S", "1200, PT40S", "1200, PT5M"})
  void personsWhoComeAfterAQuietTimeDoNotWaitForHistory(int limit, Duration before) {
    personsDoNotWait(limit, before, List.of(Lane.INTERACTIVE, Lane.INTERACTIVE));
  }

  /** What is asked for when people of a quiet tenant connect is history. */
  @ParameterizedTest
  @CsvSource({"120, PT5S", "120, PT40S", "120, PT5M", "1200, PT5S", "1200, PT40S", "1200, PT5M"})
  void firstPagesOfAQuietTenantDoNotWaitForANoisyOne(int limit, Duration before) {
    personsDoNotWait(limit, before, List.of(Lane.BACKFILL));
  }

  private void personsDoNotWait(int limit, Duration before, List<Lane> requests) {
    endless("noisy", Lane.BACKFILL, 30, limit);
    run(before);
    // a permit comes free that often
    Duration permit = MINUTE.dividedBy(limit);
    Duration comes = limit > LIMIT ? Duration.ofMillis(1500) : permit.multipliedBy(6);
    List<Duration> waits = new ArrayList<>();
    for (int person = 0; person < 15; person++) {
      for (Lane lane : requests) {
        waits.add(waited("quiet", lane, limit, "person " + person));
      }
      run(comes);
    }
    assertThat(waits).allSatisfy(wait -> assertThat(wait).isLessThan(permit.multipliedBy(6)));
    assertThat(provider.mostInAny(MINUTE)).isLessThanOrEqualTo(limit);
  }

  /** How long it takes until a request has its permit. */
  private Duration waited(String tenant, Lane lane, int limit, String account) {
    Duration waited = Duration.ZERO;
    while (true) {
      Permit permit = take(tenant, lane, limit, account);
      traffic.send(budgets, permit, provider, ANSWER.dividedBy(2), ANSWER);
      if (!(permit instanceof Permit.Refused refused)) {
        return waited;
      }
      waited = waited.plus(refused.retryAfter());
      run(refused.retryAfter());
    }
  }

  @Test
  void reserveFollowsWhatUrgentWorkUsedLately() {
    for (int i = 0; i < 12; i++) {
      send("hospital", Lane.INTERACTIVE, LIMIT);
    }
    run(Duration.ofSeconds(62));
    // a minute later they are out of the window, and a quarter more than they are kept free
    int history = history();
    assertThat(history).isBetween(LIMIT - 15 - FEW, LIMIT - 15);
    assertThat(burst(Lane.INTERACTIVE)).isEqualTo(LIMIT - history);
    run(MINUTE.multipliedBy(4));
    assertThat(history()).isBetween(LIMIT - 1 - FEW, LIMIT - 1);
  }

  @Test
  void reserveIsAtMostTheConfiguredPart() {
    for (int i = 0; i < 100; i++) {
      send("hospital", Lane.SCHEDULED, LIMIT);
    }
    run(Duration.ofSeconds(62));
    assertThat(history()).isBetween(LIMIT - 24 - FEW, LIMIT - 24);
  }

  @Test
  void historyIsReadBelowEndlessScheduledWork() {
    for (int limit : List.of(1, 2, 5, LIMIT)) {
      endless("scheduled" + limit, Lane.SCHEDULED, 10, limit, "same");
      endless("history" + limit, Lane.BACKFILL, 2, limit, "same");
      run(MINUTE.multipliedBy(12));
      int least = Math.max(3, limit / 3);
      assertThat(of("history" + limit)).as("of %d a minute", limit).isGreaterThan(least);
      assertThat(of("scheduled" + limit)).isGreaterThan(of("history" + limit) / 2);
    }
  }

  @Test
  void urgentWorkOfATenantThatReadsHistoryIsNotItsTenantsHistory() {
    endless("noisy", Lane.BACKFILL, 20, LIMIT);
    run(MINUTE.multipliedBy(2));
    endless("modest", Lane.BACKFILL, 5, LIMIT);
    run(Duration.ofSeconds(20));
    assertThat(take("noisy", Lane.INTERACTIVE, LIMIT)).isInstanceOf(Permit.Granted.class);
  }

  @Test
  void whoeverWaitsIsToldATimeOfTheirOwn() {
    fillEvenly();
    List<Duration> told = new ArrayList<>();
    for (int i = 0; i < 2 * LIMIT; i++) {
      Permit permit = take("hospital", Lane.BACKFILL, LIMIT, "person " + i);
      told.add(((Permit.Refused) permit).retryAfter());
    }
    // half a second each, and those who come after a whole window wait for the next one
    for (int i = 0; i < told.size(); i++) {
      assertThat(told.get(i))
          .as("the time of %d", i)
          .isBetween(Duration.ofMillis(500L * i), Duration.ofMillis(500L * i + 2000));
    }
  }

  @Test
  void nobodyIsToldATurnLongAfterTheOpening() {
    for (int i = 0; i < 2; i++) {
      send("hospital", Lane.BACKFILL, 2);
    }
    Duration last = Duration.ZERO;
    for (int i = 0; i < 50; i++) {
      last = ((Permit.Refused) take("hospital", Lane.BACKFILL, 2, "person " + i)).retryAfter();
    }
    // at two a minute the fiftieth would be told 25 minutes, and some before may leave
    assertThat(last).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(7));
  }

  @Test
  void whoComesInTimeAndFindsNothingIsTheNext() {
    fillEvenly();
    Duration first = refused("first");
    for (int i = 0; i < 20; i++) {
      refused("other " + i);
    }
    run(first);
    while (take("hospital", Lane.INTERACTIVE, LIMIT, "urgent") instanceof Permit.Granted) {
      // takes what the first was told of
    }
    assertThat(refused("first")).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void whoIsRefusedForSomethingElseWhenTheirTimeHasComeIsStillTheNext() {
    fillEvenly();
    run(refused("first"));
    Duration moment = Duration.ofMillis(900);
    budgets.close(payer("hospital", "first"), budget(LIMIT), moment);
    assertThat(refused("first")).isEqualTo(moment);
    run(moment);
    int others = 0;
    while (take("hospital", Lane.BACKFILL, LIMIT, "late " + others) instanceof Permit.Granted) {
      others++;
    }
    assertThat(others).as("what else has come back").isPositive();
    assertThat(take("hospital", Lane.BACKFILL, LIMIT, "first")).isInstanceOf(Permit.Granted.class);
  }

  @Test
  void hundredConnectionsThatWaitAskHardlyMoreThanTheyGet() {
    endless("hospital", Lane.BACKFILL, 100, LIMIT);
    run(MINUTE.multipliedBy(3));
    got.clear();
    asked = 0;
    run(MINUTE.multipliedBy(10));
    assertThat(of("hospital")).isGreaterThanOrEqualTo((int) (0.98 * 10 * LIMIT));
    assertThat(asked).isLessThan((int) (2.2 * of("hospital")));
  }

  private Duration refused(String account) {
    return ((Permit.Refused) take("hospital", Lane.BACKFILL, LIMIT, account)).retryAfter();
  }

  private int of(String who) {
    return got.getOrDefault(who, 0);
  }

  /** What history gets in a minute, but for the last few of it. */
  private int history() {
    int granted = 0;
    for (int i = 0; i < LIMIT - FEW; i++) {
      granted += burst(Lane.BACKFILL);
      run(MINUTE.dividedBy(LIMIT));
    }
    return granted;
  }

  /** History has asked for so long that its permits come back one by one. */
  private void fillEvenly() {
    for (int i = 0; i < 5 * LIMIT; i++) {
      send("hospital", Lane.BACKFILL, LIMIT);
      run(MINUTE.dividedBy(LIMIT));
    }
    burst(Lane.BACKFILL);
  }

  private int burst(Lane lane) {
    int granted = 0;
    while (send("hospital", lane, LIMIT) instanceof Permit.Granted) {
      granted++;
    }
    return granted;
  }

  private void endless(String tenant, Lane lane, int connections, int limit) {
    endless(tenant, lane, connections, limit, tenant);
  }

  /** That many connections that ask, send, ask again, and come back when they are told to. */
  private void endless(String name, Lane lane, int connections, int limit, String tenant) {
    for (int i = 0; i < connections; i++) {
      Asker asker = new Asker(name, lane, limit, tenant, name + i);
      traffic.after(Duration.ofMillis(random.nextInt(200)), () -> ask(asker));
    }
  }

  private void ask(Asker asker) {
    asked++;
    Permit permit = take(asker.tenant(), asker.lane(), asker.limit(), asker.account());
    traffic.send(budgets, permit, provider, ANSWER.dividedBy(2), ANSWER);
    Duration next = ANSWER;
    if (permit instanceof Permit.Refused refused) {
      // as the queue does: a little later, and it takes a moment until it is picked up
      next = refused.retryAfter().plusMillis(random.nextInt(400));
    } else {
      got.merge(asker.name(), 1, Integer::sum);
    }
    traffic.after(next, () -> ask(asker));
  }

  private void run(Duration howLong) {
    traffic.advance(howLong);
  }

  private Permit send(String tenant, Lane lane, int limit) {
    Permit permit = take(tenant, lane, limit);
    traffic.send(budgets, permit, provider, ANSWER.dividedBy(2), ANSWER);
    return permit;
  }

  private Permit take(String tenant, Lane lane, int limit) {
    return take(tenant, lane, limit, "account");
  }

  private Permit take(String tenant, Lane lane, int limit, String account) {
    return budgets.take(payer(tenant, account), List.of(new Charge(budget(limit), 1)), lane);
  }

  private static Payer payer(String tenant, String account) {
    return new Payer(new ProviderId("zoo"), "client", tenant, account);
  }

  private static Budget budget(int limit) {
    return new Budget(
        "app" + limit,
        Budget.Scope.CLIENT,
        List.of(Budget.Allowance.sliding(limit, MINUTE)),
        true,
        MINUTE);
  }
}
