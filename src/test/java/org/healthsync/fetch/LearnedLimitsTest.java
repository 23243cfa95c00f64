package org.healthsync.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsync.fetch.ScriptedServer.http;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.healthsync.platform.Lane;
import org.healthsync.platform.ProviderId;
import org.healthsync.spi.Provider;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.http.Budget;
import org.healthsync.spi.http.BudgetSignal;
import org.healthsync.spi.http.ProviderHttp;
import org.healthsync.spi.http.ProviderRequest;
import org.healthsync.spi.stream.FetchRequest;
import org.healthsync.spi.stream.Page;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.UnifiedJedis;

/** What answers teach: others use the limit, too, or it is lower than the plugin says. */
final class LearnedLimitsTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration PATIENCE = Duration.ofSeconds(45);
  private static final ProviderRequest READ = ProviderRequest.get("api", "weights", "getweights");
  private static final BudgetSettings SETTINGS = FetchBench.BUDGETS;
  private static final RealRedis REDIS = new RealRedis();
  private static final UnifiedJedis CLIENT = REDIS.client();
  private static final Budget APP =
      new Budget(
          "app",
          Budget.Scope.CLIENT,
          List.of(Budget.Allowance.sliding(100, MINUTE)),
          true,
          PATIENCE);

  private final MovedTime time = new MovedTime();
  private final RememberedUse uses = new RememberedUse(time);
  private final Budgets one = replica();
  private final Budgets other = replica();

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
  void lessLeftThanWeCountMeansThatOthersUseItAndAllReplicasHeedThatUntilTheReset() {
    assertThat(granted(one, "alice", 10)).isEqualTo(10);
    one.told(payer("alice"), APP, left(5L, Duration.ofSeconds(30)));
    assertThat(granted(other, "bob", 100)).isEqualTo(5);
    time.advance(Duration.ofSeconds(30));
    assertThat(granted(other, "bob", 100)).isEqualTo(92 - 15);
  }

  @Test
  void moreLeftThanWeCountChangesNothingAndEndsAnEarlierShortage() {
    one.told(payer("alice"), APP, left(3L, MINUTE));
    one.told(payer("alice"), APP, left(5000L, MINUTE));
    assertThat(granted(other, "bob", 200)).isEqualTo(92);
  }

  @Test
  void signalOfAWindowThatIsNotThereIsNotHeeded() {
    one.told(payer("alice"), APP, new BudgetSignal("app", Duration.ofHours(1), null, 1L, MINUTE));
    assertThat(granted(one, "alice", 200)).isEqualTo(92);
  }

  @Test
  void hiddenLowerLimitIsFoundAndWorkGoesOnForAllAccounts() {
    HiddenLimit provider = new HiddenLimit(40);
    int[] served = new int[2];
    Instant end = time.instant().plus(Duration.ofMinutes(60));
    for (int turn = 0; time.instant().isBefore(end); turn++) {
      Budgets replica = turn % 2 == 0 ? one : other;
      Payer payer = payer(turn % 2 == 0 ? "alice" : "bob");
      Permit permit = replica.take(payer, charge(), Lane.BACKFILL);
      if (permit instanceof Permit.Granted granted) {
        boolean accepted = provider.accepts(time.instant());
        replica.settle(granted, true);
        if (accepted) {
          served[turn % 2]++;
        } else {
          replica.close(payer, APP, PATIENCE);
          replica.lower(payer, APP);
        }
        time.advance(Duration.ofMillis(200));
      } else if (permit instanceof Permit.Refused refused) {
        time.advance(refused.retryAfter().plusMillis(turn % 7 * 100L));
      }
    }
    assertThat(served[0] + served[1]).as("of %d in an hour", 60 * 40).isGreaterThan(60 * 20);
    assertThat(provider.refused).as("refusals in an hour").isLessThan(20);
    assertThat(Math.min(served[0], served[1])).isGreaterThan((served[0] + served[1]) / 4);
  }

  @Test
  void lowerLimitGrowsBackWhileTheProviderIsQuiet() {
    granted(one, "alice", 50);
    one.lower(payer("alice"), APP);
    time.advance(MINUTE.plusSeconds(1));
    assertThat(granted(other, "bob", 200)).isBetween(47, 48);
    time.advance(Duration.ofMinutes(50));
    assertThat(granted(other, "bob", 200)).isEqualTo(92);
  }

  @Test
  void refusalsOfRequestsThatWereUnderWayTogetherLowerItOnceAndItNeverEnds() {
    for (int i = 0; i < 30; i++) {
      one.lower(payer("alice"), APP);
      other.lower(payer("bob"), APP);
    }
    assertThat(granted(one, "alice", 200)).isEqualTo(46);
    for (int i = 0; i < 30; i++) {
      time.advance(PATIENCE);
      one.lower(payer("alice"), APP);
    }
    time.advance(PATIENCE.plus(PATIENCE));
    assertThat(granted(one, "alice", 200)).isPositive();
  }

  @Test
  void limitThatWasLoweredFarBelowWhatIsUsedOpensWithinItsPeriod() {
    Budget hourly =
        new Budget(
            "hourly",
            Budget.Scope.CLIENT,
            List.of(Budget.Allowance.sliding(100, Duration.ofHours(1))),
            true,
            PATIENCE);
    List<Charge> charge = List.of(new Charge(hourly, 1));
    while (one.take(payer("alice"), charge, Lane.BACKFILL) instanceof Permit.Granted granted) {
      one.settle(granted, true);
    }
    for (int i = 0; i < 8; i++) {
      one.lower(payer("alice"), hourly);
      time.advance(Duration.ofMinutes(2));
    }
    for (Lane lane : List.of(Lane.SCHEDULED, Lane.BACKFILL)) {
      Permit permit = other.take(payer("bob"), charge, lane);
      assertThat(permit)
          .isInstanceOfSatisfying(
              Permit.Refused.class,
              refused -> assertThat(refused.retryAfter()).isLessThan(Duration.ofHours(1)));
    }
  }

  @Test
  void bareRefusalOfARealServerLowersTheLimitAndOneWithATimeDoesNot() throws Exception {
    ScriptedServer.Answer bare = http("429 Too Many Requests", "", "");
    ScriptedServer.Answer timed = http("429 Too Many Requests", "Retry-After: 45\r\n", "");
    assertThat(grantedAfter(timed)).isEqualTo(5);
    assertThat(grantedAfter(bare)).isEqualTo(2);
  }

  private static int grantedAfter(ScriptedServer.Answer answer) throws Exception {
    try (ScriptedServer server = new ScriptedServer(answer, ScriptedServer.ok("{}"));
        FetchBench bench = new FetchBench(REDIS, server.address("/"), new Silent())) {
      HostHttp http = bench.http();
      assertThat(sent(http)).isFalse();
      bench.time().advance(Duration.ofSeconds(61));
      int granted = 0;
      while (sent(http)) {
        granted++;
      }
      return granted;
    }
  }

  @Test
  void headersAreReadWhereThePluginReadsNone() throws Exception {
    for (String family : List.of("RateLimit-", "X-RateLimit-", "Fitbit-Rate-Limit-")) {
      String headers =
          family + "Limit: 5\r\n" + family + "Remaining: 2\r\n" + family + "Reset: 30\r\n";
      try (ScriptedServer server =
              new ScriptedServer(http("200 OK", headers, "{}"), ScriptedServer.ok("{}"));
          FetchBench bench = new FetchBench(REDIS, server.address("/"), new Silent())) {
        HostHttp http = bench.http();
        int granted = 0;
        while (sent(http)) {
          granted++;
        }
        assertThat(granted).as(family).isEqualTo(3);
        bench.time().advance(Duration.ofSeconds(30));
        assertThat(sent(http)).isTrue();
      }
    }
  }

  private static boolean sent(HostHttp http) {
    try {
      http.send(READ);
      return true;
    } catch (ProviderException e) {
      return false;
    }
  }

  /** A provider that grants less than it says. */
  private static final class HiddenLimit {
    private final int limit;
    private final List<Instant> accepted = new ArrayList<>();
    private int refused;

    HiddenLimit(int limit) {
      this.limit = limit;
    }

    boolean accepts(Instant now) {
      accepted.removeIf(when -> when.plus(MINUTE).isBefore(now));
      if (accepted.size() >= limit) {
        refused++;
        return false;
      }
      return accepted.add(now);
    }
  }

  /** Reads no limits from answers. */
  private static final class Silent implements Provider {
    @Override
    public Page fetch(FetchRequest request, ProviderHttp http) {
      throw new IllegalStateException("not used here");
    }
  }

  private int granted(Budgets budgets, String account, int asked) {
    int granted = 0;
    for (int i = 0; i < asked; i++) {
      if (budgets.take(payer(account), charge(), Lane.SCHEDULED) instanceof Permit.Granted permit) {
        granted++;
        budgets.settle(permit, true);
      }
    }
    return granted;
  }

  private Budgets replica() {
    return BudgetsTest.budgets(
        CLIENT, uses, SETTINGS, time, new RedisContact(time, FetchListener.NONE));
  }

  private static BudgetSignal left(Long remaining, Duration reset) {
    return new BudgetSignal("app", null, null, remaining, reset);
  }

  private static List<Charge> charge() {
    return List.of(new Charge(APP, 1));
  }

  private static Payer payer(String account) {
    return new Payer(new ProviderId("zoo"), "client", "tenant", account);
  }
}
