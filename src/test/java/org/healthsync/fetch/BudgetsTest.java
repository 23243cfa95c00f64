package org.healthsync.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.healthsync.platform.Lane;
import org.healthsync.platform.ProviderId;
import org.healthsync.spi.http.Budget;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.UnifiedJedis;

final class BudgetsTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration IN_FLIGHT = Duration.ofSeconds(2);
  private static final Duration LONGEST = Duration.ofSeconds(34);
  private static final BudgetSettings TRUSTING =
      new BudgetSettings(4, 8, 20, IN_FLIGHT, LONGEST, true);
  private static final BudgetSettings CAREFUL =
      new BudgetSettings(4, 8, 20, IN_FLIGHT, LONGEST, false);
  private static final Payer ALICE = payer("alice");
  private static final Payer BOB = payer("bob");
  private static final RealRedis REDIS = new RealRedis();
  private static final UnifiedJedis CLIENT = REDIS.client();

  private final MovedTime time = new MovedTime();

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
    List<Budgets> replicas = List.of(replica(TRUSTING), replica(TRUSTING));
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
    Budgets replica = replica(TRUSTING);
    assertThat(granted(replica, ALICE, List.of(client, person), 100)).isEqualTo(10);
    assertThat(replica.take(ALICE, List.of(client, person), Lane.SCHEDULED))
        .isInstanceOfSatisfying(
            Permit.Refused.class, refused -> assertThat(refused.budget()).isEqualTo("person"));
    // 90 refusals took nothing from the budget that both share: 46 less 10 are left
    assertThat(granted(replica, BOB, List.of(client), 100)).isEqualTo(36);
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
    Budgets replica = replica(TRUSTING);
    assertThat(granted(replica, ALICE, List.of(new Charge(budget, 1)), 50)).isEqualTo(10);
    time.advance(Duration.ofSeconds(11));
    assertThat(granted(replica, ALICE, List.of(new Charge(budget, 1)), 50)).isEqualTo(5);
  }

  @Test
  void historyLeavesAPartToMoreUrgentWork() {
    Budgets replica = replica(TRUSTING);
    int history = 0;
    while (replica.take(ALICE, perMinute(100), Lane.BACKFILL) instanceof Permit.Granted) {
      history++;
    }
    // nothing urgent was there lately, so one permit is enough
    assertThat(history).isEqualTo(91);
    assertThat(granted(replica, ALICE, perMinute(100), 100)).isEqualTo(1);
  }

  @Test
  void budgetThatTheProviderClosedIsClosedForEveryReplica() {
    Budget budget = perMinute(120).get(0).budget();
    replica(TRUSTING).close(ALICE, budget, Duration.ofSeconds(40));
    replica(TRUSTING).close(ALICE, budget, Duration.ofSeconds(5));
    assertThat(replica(TRUSTING).take(BOB, perMinute(120), Lane.INTERACTIVE))
        .isEqualTo(new Permit.Refused(Duration.ofSeconds(40), "app"));
    time.advance(Duration.ofSeconds(40));
    assertThat(granted(replica(TRUSTING), BOB, perMinute(120), 1)).isEqualTo(1);
  }

  @Test
  void emptyRedisMeansThatNobodyKnowsWhatWasUsedAndWaitsForAWindow() {
    Budgets replica = replica(CAREFUL);
    assertThat(replica.take(ALICE, perMinute(120), Lane.INTERACTIVE))
        .isEqualTo(new Permit.Refused(MINUTE.plus(LONGEST), "app"));
    time.advance(MINUTE.plus(LONGEST));
    assertThat(granted(replica, ALICE, perMinute(120), 200)).isEqualTo(112);
  }

  @Test
  void flushedRedisDoesNotGrantTwice() {
    Budgets replica = replica(TRUSTING);
    assertThat(granted(replica, ALICE, perMinute(120), 200)).isEqualTo(112);
    CLIENT.flushAll();
    assertThat(granted(replica, ALICE, perMinute(120), 200)).isZero();
    time.advance(MINUTE.plus(LONGEST));
    assertThat(granted(replica, ALICE, perMinute(120), 200)).isEqualTo(112);
  }

  @Test
  void clientThatIsMetLaterIsTrustedOnceToo() {
    Budgets replica = replica(TRUSTING);
    Payer other = new Payer(ALICE.provider(), "another-client", ALICE.tenant(), ALICE.account());
    granted(replica, ALICE, perMinute(120), 1);
    assertThat(granted(replica, other, perMinute(120), 200)).isEqualTo(112);
    CLIENT.flushAll();
    assertThat(granted(replica, other, perMinute(120), 200)).isZero();
  }

  @Test
  void keysExpireButTheMemoryStays() {
    granted(replica(TRUSTING), ALICE, perMinute(120), 3);
    List<Long> lifetimes = new ArrayList<>();
    CLIENT.keys("healthsync:budget:*").forEach(key -> lifetimes.add(CLIENT.pttl(key)));
    assertThat(lifetimes).hasSize(3).contains(-1L).allMatch(life -> life == -1L || life > 60_000);
  }

  @Test
  void chargeLargerThanItsBudgetIsAMistakeAndNotAWaitWithoutEnd() {
    Charge tooMuch = new Charge(perMinute(120).get(0).budget(), 113);
    assertThatThrownBy(() -> replica(TRUSTING).take(ALICE, List.of(tooMuch), Lane.INTERACTIVE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("never grants more than 112");
  }

  @Test
  void clockOfRedisIsUsedUnlessATestMovesTime() {
    Budgets replica = new Budgets(CLIENT, TRUSTING, new RedisContact(FetchListener.NONE));
    assertThat(granted(replica, ALICE, perMinute(120), 200)).isEqualTo(112);
    Permit last = replica.take(ALICE, perMinute(120), Lane.INTERACTIVE);
    assertThat(last)
        .isInstanceOfSatisfying(
            Permit.Refused.class,
            refused ->
                assertThat(refused.retryAfter())
                    .isBetween(MINUTE.minusSeconds(20), MINUTE.plusSeconds(1)));
  }

  private Budgets replica(BudgetSettings settings) {
    return budgets(CLIENT, settings, time, new RedisContact(time, FetchListener.NONE));
  }

  /** One replica's budgets, all by the same moved time. */
  static Budgets budgets(
      UnifiedJedis redis, BudgetSettings settings, MovedTime time, RedisContact contact) {
    return new Budgets(
        new SharedBudgets(redis, settings, time),
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
