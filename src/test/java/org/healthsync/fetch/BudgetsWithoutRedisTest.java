package org.healthsync.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.healthsync.platform.Lane;
import org.healthsync.platform.ProviderId;
import org.healthsync.spi.http.Budget;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.JedisPooled;
import redis.clients.jedis.UnifiedJedis;

final class BudgetsWithoutRedisTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Payer PAYER =
      new Payer(new ProviderId("zoo"), "client", "tenant", "account");
  private static final BudgetSettings SETTINGS =
      new BudgetSettings(4, 8, 20, Duration.ofSeconds(2), Duration.ofSeconds(34));
  private static final Duration A_MOMENT = Duration.ofSeconds(3);

  private final RealRedis redis = new RealRedis();
  private final UnifiedJedis client = redis.client();
  private final MovedTime time = new MovedTime();
  private final RememberedUse uses = new RememberedUse(time);
  private final List<Boolean> alone = new ArrayList<>();
  private final StrictCounter provider = new StrictCounter();

  @AfterEach
  void stop() {
    client.close();
    redis.close();
  }

  @Test
  void outageRestartAndRecoveryOfRedisNeverExceedTheLimit() {
    List<Budgets> replicas = List.of(replica(), replica(), replica(), replica());
    work(replicas, Duration.ofSeconds(90));
    redis.stop();
    int before = provider.total();
    work(replicas, Duration.ofMinutes(3));
    assertThat(provider.total() - before).as("done alone").isBetween(8, 24);
    redis.restart();
    before = provider.total();
    work(replicas, Duration.ofMinutes(3));
    assertThat(provider.total() - before).as("done together again").isGreaterThan(150);
    assertThat(provider.mostInAny(MINUTE)).isLessThanOrEqualTo(120);
    assertThat(alone.subList(0, 4)).containsOnly(true);
    assertThat(alone.subList(4, 8)).containsOnly(false);
  }

  @Test
  void replicaThatAloneHasLostRedisDoesNotExceedTheLimitTogetherWithTheOthers() {
    Budgets connected = replica();
    UnifiedJedis nowhere = new JedisPooled("127.0.0.1", 1);
    Budgets cutOff =
        BudgetsTest.budgets(nowhere, uses, SETTINGS, time, new RedisContact(time, listener()));
    work(List.of(connected, cutOff), Duration.ofMinutes(5));
    nowhere.close();
    assertThat(provider.mostInAny(MINUTE)).isBetween(113, 120);
  }

  @Test
  void replicaThatRestartsWithoutRedisGainsNothingByIt() {
    redis.stop();
    for (int restart = 0; restart < 40; restart++) {
      work(List.of(replica()), Duration.ofSeconds(10));
    }
    assertThat(provider.mostInAny(MINUTE)).isLessThanOrEqualTo(2);
    redis.restart();
  }

  @Test
  void limitTooSmallToShareStaysClosedWithoutRedis() {
    redis.stop();
    Budgets replica = replica();
    Budget small =
        new Budget(
            "small",
            Budget.Scope.CLIENT,
            List.of(Budget.Allowance.sliding(10, MINUTE)),
            true,
            MINUTE);
    for (int i = 0; i < 20; i++) {
      assertThat(replica.take(PAYER, List.of(new Charge(small, 1)), Lane.INTERACTIVE))
          .isInstanceOf(Permit.Refused.class);
      time.advance(Duration.ofSeconds(30));
    }
    redis.restart();
  }

  @Test
  void closedBudgetStaysClosedWithoutRedis() {
    Budgets replica = replica();
    redis.stop();
    replica.close(PAYER, app(), Duration.ofMinutes(10));
    time.advance(Duration.ofMinutes(9));
    assertThat(replica.take(PAYER, List.of(new Charge(app(), 1)), Lane.INTERACTIVE))
        .isEqualTo(new Permit.Refused(MINUTE, "app"));
    redis.restart();
  }

  /** Every replica asks for as much as it gets, for so long. */
  private void work(List<Budgets> replicas, Duration howLong) {
    for (Duration past = Duration.ZERO; past.compareTo(howLong) < 0; past = past.plus(A_MOMENT)) {
      for (Budgets replica : replicas) {
        while (replica.take(PAYER, List.of(new Charge(app(), 1)), Lane.INTERACTIVE)
            instanceof Permit.Granted granted) {
          provider.arrived(time.instant());
          replica.settle(granted, true);
        }
      }
      time.advance(A_MOMENT);
    }
  }

  private Budgets replica() {
    return BudgetsTest.budgets(client, uses, SETTINGS, time, new RedisContact(time, listener()));
  }

  private FetchListener listener() {
    return new FetchListener() {
      @Override
      public void budgetsOnTheirOwn(boolean nowAlone) {
        alone.add(nowAlone);
      }
    };
  }

  private static Budget app() {
    return new Budget(
        "app", Budget.Scope.CLIENT, List.of(Budget.Allowance.sliding(120, MINUTE)), true, MINUTE);
  }
}
