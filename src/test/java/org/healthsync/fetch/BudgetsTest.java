package org.healthsync.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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
  private static final BudgetSettings TRUSTING = new BudgetSettings(4, 8, 20, IN_FLIGHT, true);
  private static final BudgetSettings CAREFUL = new BudgetSettings(4, 8, 20, IN_FLIGHT, false);
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
  void twoReplicasNeverExceedASlidingLimitAndFinishTheirWork() {
    List<Budgets> replicas = List.of(replica(TRUSTING), replica(TRUSTING));
    StrictCounter provider = new StrictCounter();
    Instant begun = time.instant();
    Random random = new Random(7);
    int waits = 0;
    while (provider.total() < 130) {
      Permit permit = replicas.get(random.nextInt(2)).take(ALICE, perMinute(120), Lane.SCHEDULED);
      if (permit instanceof Permit.Refused refused) {
        waits++;
        time.advance(refused.retryAfter());
      } else {
        provider.arrived(time.instant().plusMillis(random.nextInt((int) IN_FLIGHT.toMillis())));
      }
    }
    assertThat(provider.mostInAny(MINUTE)).isLessThanOrEqualTo(120);
    // one wait for the first slot to age out is enough, since all went out in a burst
    assertThat(waits).isEqualTo(1);
    assertThat(Duration.between(begun, time.instant())).isLessThan(Duration.ofSeconds(63));
  }

  @Test
  void noPatternOfWorkExceedsTheLimitAndWaitingWorkUsesNinetyPercentOfIt() {
    for (long seed = 1; seed <= 5; seed++) {
      Payer payer = payer("seed" + seed);
      List<Budgets> replicas = List.of(replica(TRUSTING), replica(TRUSTING), replica(TRUSTING));
      StrictCounter provider = new StrictCounter();
      Random random = new Random(seed);
      Instant begun = time.instant();
      for (int step = 0; step < 3000; step++) {
        Budgets replica = replicas.get(random.nextInt(3));
        Permit permit = replica.take(payer, perMinute(120), Lane.INTERACTIVE);
        if (permit instanceof Permit.Refused refused) {
          // greedy: always back at the first moment that is offered
          time.advance(refused.retryAfter());
        } else {
          provider.arrived(time.instant().plusMillis(random.nextInt(2000)));
          time.advance(Duration.ofMillis(random.nextInt(300)));
        }
      }
      double minutes = Duration.between(begun, time.instant()).toMillis() / 60_000.0;
      assertThat(provider.mostInAny(MINUTE)).as("seed %d", seed).isLessThanOrEqualTo(120);
      assertThat(provider.total() / minutes).as("seed %d", seed).isGreaterThan(0.89 * 120);
    }
  }

  @Test
  void fixedWindowsHoldForAProviderWhoseClockAndNetworkAreOff() {
    Budget.Allowance quarter =
        new Budget.Allowance(100, 0, Duration.ofMinutes(15), Budget.Alignment.FIXED_UTC);
    List<Charge> charges = List.of(charge("quarter", Budget.Scope.CLIENT, quarter));
    Budgets replica = replica(TRUSTING);
    StrictCounter provider = new StrictCounter();
    Random random = new Random(11);
    for (int step = 0; step < 1200; step++) {
      if (replica.take(ALICE, charges, Lane.SCHEDULED) instanceof Permit.Refused refused) {
        time.advance(refused.retryAfter());
      } else {
        // half of the time in flight is the network's, half is the difference of the clocks
        provider.arrived(time.instant().plusMillis(random.nextInt(3000) - 1000));
        time.advance(Duration.ofMillis(random.nextInt(12_000)));
      }
    }
    assertThat(provider.mostInFixed(Duration.ofMinutes(15))).isBetween(90, 100);
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
    time.advance(Duration.ofSeconds(13));
    assertThat(granted(replica, ALICE, List.of(new Charge(budget, 1)), 50)).isEqualTo(5);
  }

  @Test
  void historyLeavesAPartToMoreUrgentWork() {
    Budgets replica = replica(TRUSTING);
    int history = 0;
    while (replica.take(ALICE, perMinute(100), Lane.BACKFILL) instanceof Permit.Granted) {
      history++;
    }
    assertThat(history).isEqualTo(74);
    assertThat(granted(replica, ALICE, perMinute(100), 100)).isEqualTo(18);
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
        .isEqualTo(new Permit.Refused(MINUTE.plus(IN_FLIGHT), "app"));
    time.advance(MINUTE.plus(IN_FLIGHT));
    assertThat(granted(replica, ALICE, perMinute(120), 200)).isEqualTo(112);
  }

  @Test
  void flushedRedisDoesNotGrantTwice() {
    Budgets replica = replica(TRUSTING);
    assertThat(granted(replica, ALICE, perMinute(120), 200)).isEqualTo(112);
    CLIENT.flushAll();
    assertThat(granted(replica, ALICE, perMinute(120), 200)).isZero();
    time.advance(MINUTE.plus(IN_FLIGHT));
    assertThat(granted(replica, ALICE, perMinute(120), 200)).isEqualTo(112);
  }

  @Test
  void keysExpireButTheMemoryStays() {
    granted(replica(TRUSTING), ALICE, perMinute(120), 3);
    List<Long> lifetimes = new ArrayList<>();
    CLIENT.keys("healthsync:budget:*").forEach(key -> lifetimes.add(CLIENT.pttl(key)));
    assertThat(lifetimes).hasSize(2).contains(-1L).anyMatch(life -> life > 60_000);
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
    Budgets replica = new Budgets(CLIENT, TRUSTING, FetchListener.NONE);
    assertThat(granted(replica, ALICE, perMinute(120), 200)).isEqualTo(112);
    Permit last = replica.take(ALICE, perMinute(120), Lane.INTERACTIVE);
    assertThat(last)
        .isInstanceOfSatisfying(
            Permit.Refused.class,
            refused -> assertThat(refused.retryAfter()).isBetween(MINUTE, Duration.ofSeconds(63)));
  }

  private Budgets replica(BudgetSettings settings) {
    return new Budgets(
        new SharedBudgets(CLIENT, settings, time),
        new OwnShare(settings, time),
        time,
        FetchListener.NONE);
  }

  private static int granted(Budgets budgets, Payer payer, List<Charge> charges, int asked) {
    int granted = 0;
    for (int i = 0; i < asked; i++) {
      if (budgets.take(payer, charges, Lane.INTERACTIVE) instanceof Permit.Granted) {
        granted++;
      }
    }
    return granted;
  }

  private static Payer payer(String account) {
    return new Payer(
        new ProviderId("zoo"), account.startsWith("seed") ? account : "client", account);
  }

  private static List<Charge> perMinute(long permits) {
    return List.of(charge("app", Budget.Scope.CLIENT, Budget.Allowance.sliding(permits, MINUTE)));
  }

  private static Charge charge(String name, Budget.Scope scope, Budget.Allowance window) {
    return new Charge(new Budget(name, scope, List.of(window), true, MINUTE), 1);
  }
}
