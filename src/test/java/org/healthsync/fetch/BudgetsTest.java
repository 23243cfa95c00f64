package org.healthsync.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.healthsync.platform.Database;
import org.healthsync.platform.Lane;
import org.healthsync.platform.ProviderId;
import org.healthsync.spi.http.Budget;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import redis.clients.jedis.UnifiedJedis;

final class BudgetsTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration IN_FLIGHT = Duration.ofSeconds(2);
  private static final Duration LONGEST = Duration.ofSeconds(34);
  private static final BudgetSettings SETTINGS = new BudgetSettings(4, 8, 20, IN_FLIGHT, LONGEST);
  private static final Payer ALICE = payer("alice");
  private static final Payer BOB = payer("bob");
  private static final RealRedis REDIS = new RealRedis();
  private static final UnifiedJedis CLIENT = REDIS.client();

  private final MovedTime time = new MovedTime();
  private final RememberedUse uses = new RememberedUse(time);

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
  void burstWaitsOnceForTheWindowToPassAndThenGoesOn() {
    List<Budgets> replicas = List.of(replica(), replica());
    assertThat(granted(replicas.get(0), ALICE, perMinute(120), 200)).isEqualTo(112);
    Permit permit = replicas.get(1).take(BOB, perMinute(120), Lane.SCHEDULED);
    assertThat(permit)
        .isInstanceOfSatisfying(
            Permit.Refused.class,
            refused -> {
              assertThat(refused.retryAfter()).isBetween(MINUTE, MINUTE.plusMillis(250));
              time.advance(refused.retryAfter());
            });
    assertThat(granted(replicas.get(1), BOB, perMinute(120), 200)).isEqualTo(112);
  }

  @Test
  void allBudgetsAreChargedOrNone() {
    Charge client = charge("app", Budget.Scope.CLIENT, Budget.Allowance.sliding(50, MINUTE));
    Charge person = charge("person", Budget.Scope.ACCOUNT, Budget.Allowance.sliding(10, MINUTE));
    Budgets replica = replica();
    assertThat(granted(replica, ALICE, List.of(client, person), 100)).isEqualTo(10);
    assertThat(replica.take(ALICE, List.of(client, person), Lane.SCHEDULED))
        .isInstanceOfSatisfying(
            Permit.Refused.class, refused -> assertThat(refused.budget()).isEqualTo("person"));
    // 90 refusals took nothing from the budget that both share: 46 less 10 are left
    assertThat(granted(replica, BOB, List.of(client), 100)).isEqualTo(36);
  }

  @Test
  void accountThatIsConnectedTwiceHasItsLimitOnce() {
    List<Charge> person =
        List.of(charge("person", Budget.Scope.ACCOUNT, Budget.Allowance.sliding(10, MINUTE)));
    String account = AccountName.of(ALICE.provider(), "4711");
    Payer one = new Payer(ALICE.provider(), "client", "tenant", account, "one");
    Payer anew = new Payer(ALICE.provider(), "client", "another", account, "anew");
    assertThat(granted(replica(), one, person, 6)).isEqualTo(6);
    assertThat(granted(replica(), anew, person, 100)).isEqualTo(4);
    assertThat(CLIENT.keys("*")).noneMatch(key -> key.contains("4711"));
    assertThat(AccountName.of(new ProviderId("farm"), "4711")).isNotEqualTo(account);
  }

  @Test
  void everyWindowOfABudgetHolds() {
    Budget budget =
        new Budget(
            "both",
            Budget.Scope.CLIENT,
            List.of(
                Budget.Allowance.sliding(10, Duration.ofSeconds(10)),
                Budget.Allowance.sliding(15, MINUTE)),
            true,
            MINUTE);
    Budgets replica = replica();
    assertThat(granted(replica, ALICE, List.of(new Charge(budget, 1)), 50)).isEqualTo(10);
    time.advance(Duration.ofSeconds(11));
    assertThat(granted(replica, ALICE, List.of(new Charge(budget, 1)), 50)).isEqualTo(5);
  }

  @Test
  void historyLeavesAPartToMoreUrgentWork() {
    Budgets replica = replica();
    int history = 0;
    for (int second = 0; second < 57; second++) {
      while (replica.take(ALICE, perMinute(100), Lane.BACKFILL) instanceof Permit.Granted granted) {
        replica.settle(granted, true);
        history++;
      }
      time.advance(Duration.ofSeconds(1));
    }
    // nothing urgent was there lately, so one permit is enough; the last of history are not due yet
    assertThat(history).isBetween(86, 91);
    assertThat(granted(replica, ALICE, perMinute(100), 100)).isEqualTo(92 - history);
  }

  @Test
  void budgetThatTheProviderClosedIsClosedForEveryReplica() {
    Budget budget = perMinute(120).get(0).budget();
    replica().close(ALICE, budget, Duration.ofSeconds(40));
    replica().close(ALICE, budget, Duration.ofSeconds(5));
    assertThat(replica().take(BOB, perMinute(120), Lane.INTERACTIVE))
        .isEqualTo(new Permit.Refused(Duration.ofSeconds(40), "app"));
    time.advance(Duration.ofSeconds(40));
    assertThat(granted(replica(), BOB, perMinute(120), 1)).isEqualTo(1);
  }

  @Test
  void clientIdThatWasNeverUsedNeedNotWaitEvenForALimitOfADay() {
    Budget daily = daily();
    assertThat(granted(replica(), ALICE, List.of(new Charge(daily, 1)), 200)).isEqualTo(92);
    Payer other = new Payer(ALICE.provider(), "another-client", ALICE.tenant(), ALICE.account());
    assertThat(granted(replica(), other, List.of(new Charge(daily, 1)), 200)).isEqualTo(92);
  }

  @Test
  void flushedRedisDoesNotGrantTwice() {
    Budgets replica = replica();
    assertThat(granted(replica, ALICE, perMinute(120), 200)).isEqualTo(112);
    CLIENT.flushAll();
    assertThat(replica.take(ALICE, perMinute(120), Lane.INTERACTIVE))
        .isEqualTo(new Permit.Refused(MINUTE.plus(LONGEST), "app"));
    assertThat(granted(replica(), ALICE, perMinute(120), 200))
        .as("granted to a replica that was just started")
        .isZero();
    time.advance(MINUTE.plus(LONGEST));
    assertThat(granted(replica, ALICE, perMinute(120), 200)).isEqualTo(112);
  }

  @Test
  void redisThatLostItsCountsIsToldSinceWhenNothingWasUsed() {
    assertThat(granted(replica(), ALICE, perMinute(120), 200)).isEqualTo(112);
    CLIENT.flushAll();
    time.advance(Duration.ofMinutes(30));
    assertThat(granted(replica(), BOB, perMinute(120), 200)).isEqualTo(112);
    assertThat(replica().take(ALICE, List.of(new Charge(daily(), 1)), Lane.INTERACTIVE))
        .as("of a limit of a day, most of which is not known")
        .isInstanceOf(Permit.Refused.class);
  }

  @Test
  void whatWasSaidBeforeRedisLostItsCountsIsNotBelieved() {
    Budgets slow =
        budgets(
            CLIENT,
            new RememberedUse(time) {
              @Override
              public Duration unused(ProviderId provider, String client) {
                Duration told = super.unused(provider, client);
                // before this replica goes on another one uses everything, and Redis loses it
                time.advance(Duration.ofMillis(1));
                assertThat(granted(replica(), ALICE, perMinute(120), 200)).isEqualTo(112);
                CLIENT.flushAll();
                replica().take(ALICE, perMinute(120), Lane.INTERACTIVE);
                return told;
              }
            },
            SETTINGS,
            time,
            new RedisContact(time, FetchListener.NONE));
    assertThat(granted(slow, BOB, perMinute(120), 200)).isZero();
  }

  @Test
  void redisThatComesBackWithOlderCountsIsToldWhatIsMissing() {
    Budgets replica = replica();
    assertThat(granted(replica, ALICE, perMinute(120), 20)).isEqualTo(20);
    RedisCopy copy = new RedisCopy(CLIENT);
    time.advance(Duration.ofSeconds(10));
    assertThat(granted(replica, ALICE, perMinute(120), 50)).isEqualTo(50);
    copy.restore();
    assertThat(granted(replica, BOB, perMinute(120), 200)).isEqualTo(112 - 20 - 50);
    assertThat(granted(replica(), BOB, perMinute(120), 200)).isZero();
    time.advance(MINUTE.plus(LONGEST).plusSeconds(1));
    assertThat(granted(replica, ALICE, perMinute(120), 200)).isEqualTo(112);
  }

  @Test
  void whatOneReplicaTakesAfterALossDoesNotHideWhatIsMissingOfAnother() {
    Budgets less = replica();
    Budgets best = replica();
    assertThat(granted(less, ALICE, perMinute(120), 40)).isEqualTo(40);
    RedisCopy copy = new RedisCopy(CLIENT);
    assertThat(granted(best, BOB, perMinute(120), 60)).isEqualTo(60);
    copy.restore();
    // as much as is missing, before anybody says that it is
    assertThat(granted(less, ALICE, perMinute(120), 60)).isEqualTo(60);
    assertThat(granted(best, BOB, perMinute(120), 200)).isZero();
    assertThat(granted(less, ALICE, perMinute(120), 200)).isZero();
    time.advance(MINUTE.plus(LONGEST).plusSeconds(1));
    assertThat(granted(less, ALICE, perMinute(120), 200)).isEqualTo(112);
  }

  @Test
  void missingCountsOfAReplicaThatIsGoneAreToldByTheOthers() {
    Budgets alive = replica();
    Budgets gone = replica();
    granted(alive, ALICE, perMinute(120), 10);
    RedisCopy copy = new RedisCopy(CLIENT);
    granted(gone, BOB, perMinute(120), 50);
    assertThat(granted(alive, ALICE, perMinute(120), 1)).isEqualTo(1);
    copy.restore();
    granted(replica(), BOB, perMinute(120), 51);
    assertThat(granted(alive, ALICE, perMinute(120), 200)).isEqualTo(112 - 10 - 50 - 1 - 51);
    assertThat(granted(alive, ALICE, perMinute(120), 200)).isZero();
  }

  @Test
  void anotherRunOfRedisGrantsNothingUntilAllReplicasWereHeard() {
    try (RealRedis redis = new RealRedis();
        UnifiedJedis client = redis.client()) {
      Budgets less = replica(client);
      Budgets best = replica(client);
      StrictCounter provider = new StrictCounter();
      count(provider, granted(less, ALICE, perMinute(120), 40));
      RedisCopy copy = new RedisCopy(client);
      count(provider, granted(best, BOB, perMinute(120), 60));
      redis.stop();
      redis.restart();
      try (UnifiedJedis other = redis.client()) {
        copy.restore(other);
      }
      for (Budgets replica : List.of(less, best, less, best)) {
        // a connection may be broken, and is not tried again before two seconds
        assertThat(granted(replica, ALICE, perMinute(120), 1)).isZero();
        time.advance(Duration.ofSeconds(2));
      }
      time.advance(Duration.ofSeconds(10));
      count(provider, granted(less, ALICE, perMinute(120), 200));
      count(provider, granted(best, BOB, perMinute(120), 200));
      assertThat(provider.mostInAny(MINUTE)).isBetween(112, 120);
    }
  }

  @Test
  void replicasThatAreGoneAreForgottenAndNothingOfThemIsMissing() {
    Budgets first = replica();
    granted(first, ALICE, perMinute(120), 2);
    for (int i = 0; i < 70; i++) {
      time.advance(Duration.ofMillis(1));
      granted(replica(), BOB, perMinute(120), 1);
    }
    String knowledge = BudgetKeys.knowledge(ALICE);
    assertThat(CLIENT.hkeys(knowledge)).filteredOn(field -> field.startsWith("t:")).hasSize(50);
    assertThat(granted(first, ALICE, perMinute(120), 200)).isEqualTo(112 - 72);
  }

  private void count(StrictCounter provider, int requests) {
    for (int i = 0; i < requests; i++) {
      provider.arrived(time.instant());
    }
  }

  @Test
  void missingCountsAgeInEveryWindowAsTheyWould() {
    Budgets replica = replica();
    List<Charge> both = List.of(new Charge(daily(), 2), perMinute(120).get(0));
    granted(replica, ALICE, both, 1);
    RedisCopy copy = new RedisCopy(CLIENT);
    assertThat(granted(replica, ALICE, both, 10)).isEqualTo(10);
    copy.restore();
    time.advance(Duration.ofMinutes(5));
    assertThat(granted(replica, ALICE, both, 100)).isEqualTo(46 - 1 - 10);
    // slots of a window of a day are six minutes long
    time.advance(Duration.ofDays(1).plusMinutes(6));
    assertThat(granted(replica, ALICE, both, 100)).isEqualTo(46);
  }

  @Test
  void redisThatComesBackWithCountsFromBeforeTheLastLossIsNotBelieved() {
    Budgets replica = replica();
    granted(replica, ALICE, perMinute(120), 1);
    RedisCopy copy = new RedisCopy(CLIENT);
    CLIENT.flushAll();
    time.advance(Duration.ofSeconds(1));
    granted(replica, ALICE, perMinute(120), 1);
    time.advance(MINUTE.plus(LONGEST));
    assertThat(granted(replica, ALICE, perMinute(120), 200)).isEqualTo(112);
    copy.restore();
    assertThat(granted(replica, ALICE, perMinute(120), 200)).isZero();
    assertThat(granted(replica(), ALICE, perMinute(120), 200)).isZero();
    time.advance(MINUTE.plus(LONGEST));
    assertThat(granted(replica, ALICE, perMinute(120), 200)).isEqualTo(112);
  }

  @Test
  void nothingIsUsedThatCannotBeAnnounced() {
    boolean[] away = {true};
    Budgets replica =
        budgets(
            CLIENT,
            new RememberedUse(time) {
              @Override
              public void announce(ProviderId provider, String client, Duration ahead) {
                if (away[0]) {
                  databaseThatIsAway().inTransaction(transaction -> true);
                }
                super.announce(provider, client, ahead);
              }
            },
            SETTINGS,
            time,
            new RedisContact(time, FetchListener.NONE));
    assertThat(replica.take(ALICE, perMinute(120), Lane.INTERACTIVE))
        .isEqualTo(new Permit.Refused(Duration.ofSeconds(1), "app"));
    away[0] = false;
    assertThat(granted(replica, ALICE, perMinute(120), 200)).isEqualTo(112);
    away[0] = true;
    time.advance(Duration.ofMinutes(8));
    assertThat(granted(replica, ALICE, perMinute(120), 200))
        .as("what was announced before lasts for a while")
        .isEqualTo(112);
    time.advance(Duration.ofMinutes(3));
    assertThat(granted(replica, ALICE, perMinute(120), 200)).isZero();
  }

  @Test
  void keysExpireButNotSinceWhenIsCounted() {
    granted(replica(), ALICE, perMinute(120), 3);
    List<Long> lifetimes = new ArrayList<>();
    CLIENT.keys("healthsync:budget:*").forEach(key -> lifetimes.add(CLIENT.pttl(key)));
    assertThat(lifetimes).hasSize(3).contains(-1L).allMatch(life -> life == -1L || life > 60_000);
  }

  @Test
  void chargeLargerThanItsBudgetIsAMistakeAndNotAWaitWithoutEnd() {
    Charge tooMuch = new Charge(perMinute(120).get(0).budget(), 113);
    assertThatThrownBy(() -> replica().take(ALICE, List.of(tooMuch), Lane.INTERACTIVE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("never grants more than 112");
  }

  @Test
  void clockOfRedisIsUsedUnlessATestMovesTime() {
    Budgets replica = new Budgets(CLIENT, uses, SETTINGS, new RedisContact(FetchListener.NONE));
    assertThat(granted(replica, ALICE, perMinute(120), 200)).isEqualTo(112);
    Permit last = replica.take(ALICE, perMinute(120), Lane.INTERACTIVE);
    assertThat(last)
        .isInstanceOfSatisfying(
            Permit.Refused.class,
            refused ->
                assertThat(refused.retryAfter())
                    .isBetween(MINUTE.minusSeconds(20), MINUTE.plusSeconds(1)));
  }

  private static Database databaseThatIsAway() {
    PGSimpleDataSource nobody = new PGSimpleDataSource();
    nobody.setPortNumbers(new int[] {1});
    return new Database(nobody);
  }

  private static Budget daily() {
    return new Budget(
        "daily",
        Budget.Scope.CLIENT,
        List.of(Budget.Allowance.sliding(100, Duration.ofDays(1))),
        true,
        MINUTE);
  }

  private Budgets replica() {
    return replica(CLIENT);
  }

  private Budgets replica(UnifiedJedis redis) {
    return budgets(redis, uses, SETTINGS, time, new RedisContact(time, FetchListener.NONE));
  }

  /** One replica's budgets, all by the same moved time. */
  static Budgets budgets(
      UnifiedJedis redis,
      UseRecord uses,
      BudgetSettings settings,
      MovedTime time,
      RedisContact contact) {
    return new Budgets(
        new SharedBudgets(redis, new AnnouncedUse(redis, uses, time, time), settings, time),
        new LearnedLimits(redis, settings, time),
        new OwnShare(settings, time),
        settings,
        contact);
  }

  /** Takes permits for requests that are answered at once. */
  private static int granted(Budgets budgets, Payer payer, List<Charge> charges, int asked) {
    int granted = 0;
    for (int i = 0; i < asked; i++) {
      if (budgets.take(payer, charges, Lane.INTERACTIVE) instanceof Permit.Granted permit) {
        granted++;
        budgets.settle(permit, true);
      }
    }
    return granted;
  }

  private static Payer payer(String account) {
    return new Payer(new ProviderId("zoo"), "client", "tenant", account);
  }

  private static List<Charge> perMinute(long permits) {
    return List.of(charge("app", Budget.Scope.CLIENT, Budget.Allowance.sliding(permits, MINUTE)));
  }

  private static Charge charge(String name, Budget.Scope scope, Budget.Allowance window) {
    return new Charge(new Budget(name, scope, List.of(window), true, MINUTE), 1);
  }
}
