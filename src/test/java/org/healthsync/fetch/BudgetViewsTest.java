package org.healthsync.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.healthsync.platform.Lane;
import org.healthsync.platform.ProviderId;
import org.healthsync.spi.http.Budget;
import org.healthsync.spi.http.BudgetSignal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.JedisPooled;
import redis.clients.jedis.UnifiedJedis;

final class BudgetViewsTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final BudgetSettings SETTINGS = FetchBench.BUDGETS;
  private static final Budget APP =
      new Budget(
          "app",
          Budget.Scope.CLIENT,
          List.of(
              Budget.Allowance.sliding(100, MINUTE),
              new Budget.Allowance(10_000, 0, DAY, Budget.Alignment.FIXED_UTC)),
          true,
          MINUTE);
  private static final Budget PERSON =
      new Budget(
          "person",
          Budget.Scope.ACCOUNT,
          List.of(Budget.Allowance.sliding(10, MINUTE)),
          true,
          MINUTE);
  private static final RealRedis REDIS = new RealRedis();
  private static final UnifiedJedis CLIENT = REDIS.client();

  private final MovedTime time = new MovedTime();
  private final RememberedUse uses = new RememberedUse(time);
  private final RedisContact contact = new RedisContact(time, FetchListener.NONE);
  private final Budgets budgets = BudgetsTest.budgets(CLIENT, uses, SETTINGS, time, contact);
  private final BudgetViews views = new BudgetViews(CLIENT, uses, SETTINGS, contact, time);

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
  void sharedBudgetShowsEveryWindowWithWhatIsUnderWayAndFree() {
    Permit.Granted answered = take("a");
    take("b");
    budgets.settle(answered, true);
    BudgetState state = look(APP);
    assertThat(state.closedFor()).isZero();
    assertThat(state.windows())
        .containsExactly(
            new BudgetState.Window(MINUTE, Budget.Alignment.SLIDING, 100, 92, 2, 1, 0, 90, 1),
            new BudgetState.Window(
                DAY, Budget.Alignment.FIXED_UTC, 10_000, 9200, 2, 0, 0, 9198, 46));
  }

  @Test
  void budgetOfAccountsShowsHowManyAndTheFullestAndNamesNobody() {
    take("a");
    take("b");
    take("b");
    take("c");
    BudgetState state = look(PERSON);
    assertThat(state.accounts()).isEqualTo(3);
    assertThat(state.windows().get(0).used()).isEqualTo(2);
    time.advance(MINUTE.plusSeconds(40));
    take("a");
    assertThat(look(PERSON).accounts()).isEqualTo(1);
  }

  @Test
  void whatWasLearnedAndClosedShows() {
    take("a");
    budgets.lower(payer("a"), APP);
    budgets.told(payer("a"), APP, new BudgetSignal("app", MINUTE, null, 80L, MINUTE));
    budgets.close(payer("a"), APP, Duration.ofSeconds(20));
    BudgetState state = look(APP);
    assertThat(state.closedFor()).isEqualTo(Duration.ofSeconds(20));
    assertThat(state.windows().get(0).effective()).isEqualTo(46);
    assertThat(state.windows().get(0).others()).isEqualTo(11);
  }

  @Test
  void emptyRedisShowsThatNothingIsGrantedWhereSomethingWasUsed() {
    assertThat(look(APP).closedFor()).isZero();
    take("a");
    CLIENT.flushAll();
    assertThat(look(APP).closedFor()).isGreaterThanOrEqualTo(MINUTE.plus(SETTINGS.longest()));
    assertThat(CLIENT.keys("*")).as("looking changes nothing").isEmpty();
  }

  @Test
  void permitsThatRedisCameBackWithoutShowAsUsed() {
    take("a");
    RedisCopy copy = new RedisCopy(CLIENT);
    take("a");
    take("a");
    copy.restore();
    take("a");
    assertThat(look(APP).windows().get(0).used()).isEqualTo(4);
  }

  @Test
  void withoutRedisNothingIsKnown() {
    try (UnifiedJedis nowhere = new JedisPooled("127.0.0.1", 1)) {
      BudgetViews blind = new BudgetViews(nowhere, uses, SETTINGS, contact, time);
      assertThat(blind.isShared()).isTrue();
      assertThat(blind.look(payer(""), List.of(APP))).isEmpty();
      assertThat(blind.isShared()).isFalse();
    }
  }

  private BudgetState look(Budget budget) {
    return views.look(payer(""), List.of(budget)).orElseThrow().get(0);
  }

  private Permit.Granted take(String account) {
    return (Permit.Granted)
        budgets.take(
            payer(account), List.of(new Charge(APP, 1), new Charge(PERSON, 1)), Lane.SCHEDULED);
  }

  private static Payer payer(String account) {
    return new Payer(new ProviderId("zoo"), "client", "tenant", account);
  }
}
