package org.healthsync.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.healthsync.platform.Lane;
import org.healthsync.platform.ProviderId;
import org.healthsync.spi.http.Budget;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.UnifiedJedis;

/** Permits are under way until their request is over, and count from then on. */
final class SettledPermitsTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration QUARTER = Duration.ofMinutes(15);
  private static final int LIMIT = 120;

  /** As by default: nothing of 120 is set aside. */
  private static final BudgetSettings SETTINGS =
      new BudgetSettings(4, 2, 20, Duration.ofSeconds(2), Duration.ofSeconds(34));

  private static final RealRedis REDIS = new RealRedis();
  private static final UnifiedJedis CLIENT = REDIS.client();

  private final MovedTime time = new MovedTime();
  private final RememberedUse uses = new RememberedUse(time);
  private final Traffic traffic = new Traffic(time);

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
  void noLatencyAndNoCrashExceedsASlidingLimit() {
    for (long seed = 1; seed <= 6; seed++) {
      Random random = new Random(seed);
      StrictCounter counter = new StrictCounter();
      List<Budgets> replicas = List.of(replica(), replica(), replica());
      for (int step = 0; step < 1200; step++) {
        Budgets replica = replicas.get(random.nextInt(3));
        Permit permit = replica.take(payer("seed" + seed), sliding(LIMIT), Lane.INTERACTIVE);
        if (permit instanceof Permit.Granted granted) {
          send(replica, granted, counter, random);
          traffic.advance(Duration.ofMillis(random.nextInt(400)));
        } else if (permit instanceof Permit.Refused refused) {
          // greedy: back at the first moment that is offered, or before it
          traffic.advance(refused.retryAfter().dividedBy(1 + random.nextInt(3)));
        }
      }
      traffic.advance(Duration.ofMinutes(2));
      assertThat(counter.mostInAny(MINUTE)).as("seed %d", seed).isLessThanOrEqualTo(LIMIT);
      assertThat(counter.total()).as("seed %d", seed).isGreaterThan(3 * LIMIT);
    }
  }

  /** Slow and fast answers, failures that still arrive, and replicas that die with a request. */
  private void send(Budgets replica, Permit.Granted granted, StrictCounter counter, Random random) {
    int end = random.nextInt(10) == 0 ? random.nextInt(30_000) : random.nextInt(800);
    int kind = random.nextInt(20);
    if (kind == 0) {
      long last = SETTINGS.longest().toMillis();
      counted(counter, (long) (random.nextDouble() * last));
    } else if (kind == 1) {
      counted(counter, end + random.nextInt((int) SETTINGS.inFlight().toMillis()));
      traffic.after(Duration.ofMillis(end), () -> replica.settle(granted, false));
    } else {
      counted(counter, (long) (random.nextDouble() * end));
      traffic.after(Duration.ofMillis(end), () -> replica.settle(granted, true));
    }
  }

  private void counted(StrictCounter counter, long after) {
    traffic.after(Duration.ofMillis(after), () -> counter.arrived(time.instant()));
  }

  @Test
  void fixedWindowsHoldForAProviderWhoseClockIsOff() {
    for (int off : List.of(-1900, 0, 1900)) {
      Random random = new Random(off);
      StrictCounter counter = new StrictCounter();
      Budgets replica = replica();
      for (int step = 0; step < 1500; step++) {
        Permit permit = replica.take(payer("off" + off), fixed(), Lane.SCHEDULED);
        if (permit instanceof Permit.Granted granted) {
          int end = random.nextInt(20_000);
          traffic.after(
              Duration.ofMillis(random.nextInt(end + 1)),
              () -> counter.arrived(time.instant().plusMillis(off)));
          traffic.after(Duration.ofMillis(end), () -> replica.settle(granted, true));
          traffic.advance(Duration.ofMillis(random.nextInt(9_000)));
        } else if (permit instanceof Permit.Refused refused) {
          traffic.advance(refused.retryAfter());
        }
      }
      traffic.advance(QUARTER);
      assertThat(counter.mostInFixed(QUARTER)).as("off by %d ms", off).isBetween(96, 100);
    }
  }

  @Test
  void workThatAlwaysWaitsUsesNinetyEightPercentOfASlidingLimit() {
    for (Lane lane : List.of(Lane.SCHEDULED, Lane.BACKFILL)) {
      StrictCounter counter = new StrictCounter();
      // the first window fills at once
      greedy(lane, sliding(LIMIT), counter, MINUTE.multipliedBy(3));
      int before = counter.total();
      greedy(lane, sliding(LIMIT), counter, MINUTE.multipliedBy(10));
      assertThat(counter.total() - before)
          .as("%s", lane)
          .isGreaterThanOrEqualTo((int) (0.98 * 10 * LIMIT));
      assertThat(counter.mostInAny(MINUTE)).isLessThanOrEqualTo(LIMIT);
    }
  }

  @Test
  void workThatAlwaysWaitsUsesNinetyEightPercentOfAFixedWindow() {
    long quarter = QUARTER.toMillis();
    time.advance(Duration.ofMillis(quarter - time.instant().toEpochMilli() % quarter));
    StrictCounter counter = new StrictCounter();
    greedy(Lane.BACKFILL, fixed(), counter, QUARTER.multipliedBy(4));
    assertThat(counter.mostInFixed(QUARTER)).isLessThanOrEqualTo(100);
    assertThat(counter.total()).isGreaterThanOrEqualTo(4 * 98);
  }

  /** Work that never ends and comes back when it is told to. */
  private void greedy(Lane lane, List<Charge> charges, StrictCounter counter, Duration howLong) {
    Budgets replica = replica();
    Random random = new Random(3);
    Instant end = time.instant().plus(howLong);
    while (time.instant().isBefore(end)) {
      Permit permit = replica.take(payer(lane.name()), charges, lane);
      Duration answer = Duration.ofMillis(50 + random.nextInt(300));
      if (!traffic.send(replica, permit, counter, answer.dividedBy(2), answer)) {
        traffic.advance(((Permit.Refused) permit).retryAfter());
      }
    }
  }

  @Test
  void permitThatNobodySettlesAgesFromItsDeadline() {
    Budgets replica = replica();
    assertThat(replica.take(payer("p"), sliding(1), Lane.SCHEDULED))
        .isInstanceOf(Permit.Granted.class);
    time.advance(MINUTE.plus(SETTINGS.longest()));
    assertThat(replica.take(payer("p"), sliding(1), Lane.SCHEDULED))
        .isInstanceOf(Permit.Refused.class);
    time.advance(Duration.ofMillis(250));
    assertThat(replica.take(payer("p"), sliding(1), Lane.SCHEDULED))
        .isInstanceOf(Permit.Granted.class);
  }

  @Test
  void settledPermitAgesFromItsAnswer() {
    Budgets replica = replica();
    Permit.Granted granted = (Permit.Granted) replica.take(payer("p"), sliding(1), Lane.SCHEDULED);
    time.advance(Duration.ofSeconds(10));
    replica.settle(granted, true);
    time.advance(MINUTE.minusMillis(1));
    assertThat(replica.take(payer("p"), sliding(1), Lane.SCHEDULED))
        .isInstanceOf(Permit.Refused.class);
    time.advance(Duration.ofMillis(251));
    assertThat(replica.take(payer("p"), sliding(1), Lane.SCHEDULED))
        .isInstanceOf(Permit.Granted.class);
  }

  @Test
  void countsSurviveTheRestartOfEveryReplica() {
    Budgets before = replica();
    for (int i = 0; i < LIMIT; i++) {
      assertThat(before.take(payer("p"), sliding(LIMIT), Lane.INTERACTIVE))
          .isInstanceOf(Permit.Granted.class);
    }
    assertThat(replica().take(payer("p"), sliding(LIMIT), Lane.INTERACTIVE))
        .isInstanceOf(Permit.Refused.class);
  }

  private Budgets replica() {
    return BudgetsTest.budgets(
        CLIENT, uses, SETTINGS, time, new RedisContact(time, FetchListener.NONE));
  }

  private static Payer payer(String client) {
    return new Payer(new ProviderId("zoo"), client, "tenant", "account");
  }

  private static List<Charge> sliding(long limit) {
    return charges(Budget.Allowance.sliding(limit, MINUTE));
  }

  private static List<Charge> fixed() {
    return charges(new Budget.Allowance(100, 0, QUARTER, Budget.Alignment.FIXED_UTC));
  }

  private static List<Charge> charges(Budget.Allowance window) {
    return List.of(
        new Charge(new Budget("app", Budget.Scope.CLIENT, List.of(window), true, MINUTE), 1));
  }
}
