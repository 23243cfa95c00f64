package org.healthsync.fetch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.healthsync.platform.Lane;
import org.healthsync.spi.http.Budget;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Budgets that all replicas share, counted in Redis. One script call checks every window of every
 * budget and takes from all of them or from none, by the clock of Redis alone.
 *
 * <p>A window is a hash of small time slots; the permits of every slot that may still lie in the
 * provider's window count. A permit counts from when it is taken until a period after it is
 * settled, which is after the provider counted it; see {@code budget.lua}.
 *
 * <p>Every method throws {@link JedisException} when Redis does not answer; whether it did what it
 * was told is unknown then.
 */
final class SharedBudgets {

  private static final String TAKE = RedisScript.load("take-budget.lua");
  private static final String SETTLE = RedisScript.load("settle-budget.lua");
  private static final String CLOSE = RedisScript.load("close-budget.lua");

  /** When to ask again while the database cannot be told of a use. */
  private static final Duration SOON = Duration.ofSeconds(1);

  private final UnifiedJedis redis;
  private final AnnouncedUse use;
  private final Supplier<String> time;
  private final WindowArguments windows;
  private final String replica = UUID.randomUUID().toString();
  private final Map<String, KnownCounts> counts = new ConcurrentHashMap<>();

  /**
   * Counts in {@code redis}.
   *
   * @param use what is said before a client id is used
   * @param time milliseconds since the epoch; empty for the clock of Redis, as replicas' clocks
   *     differ
   */
  SharedBudgets(
      UnifiedJedis redis, AnnouncedUse use, BudgetSettings settings, Supplier<String> time) {
    this.redis = redis;
    this.use = use;
    this.time = time;
    this.windows = new WindowArguments(settings);
  }

  /** Takes from all budgets or none. */
  Permit take(Payer payer, List<Charge> charges, Lane lane) {
    Permit.Refused unannounced = new Permit.Refused(SOON, names(charges).get(0));
    if (!use.announce(payer)) {
      return unannounced;
    }
    Permit permit = counted(payer, charges, lane);
    if (permit instanceof Permit.Granted granted && !use.covers(payer)) {
      // the process stood still in between
      settle(granted, Duration.ZERO);
      return unannounced;
    }
    return permit;
  }

  private Permit counted(Payer payer, List<Charge> charges, Lane lane) {
    List<String> arguments = new ArrayList<>();
    arguments.add(time.get());
    arguments.add(Integer.toString(charges.size()));
    arguments.add(windows.skew());
    arguments.add(windows.longest());
    arguments.add(payer.tenant());
    arguments.add(lane.name());
    arguments.add(payer.account());
    arguments.add(payer.connection());
    arguments.add(replica);
    KnownCounts known = counts.getOrDefault(BudgetKeys.knowledge(payer), KnownCounts.NONE);
    arguments.add(Long.toString(known.begun()));
    arguments.add(Long.toString(known.taken()));
    arguments.addAll(windows.of(charges));
    arguments.addAll(known.arguments());
    List<?> answer = (List<?>) redis.eval(TAKE, takeKeys(payer, charges), arguments);
    counts.merge(
        BudgetKeys.knowledge(payer),
        KnownCounts.read(answer.subList(3, answer.size())),
        (before, told) -> before.and(told, replica));
    long wait = (Long) answer.get(0);
    int cause = ((Long) answer.get(1)).intValue();
    return cause == 0
        ? new Permit.Granted(payer, charges, (Long) answer.get(2))
        : new Permit.Refused(Duration.ofMillis(Math.max(1, wait)), names(charges).get(cause - 1));
  }

  /**
   * Lets permits age, since the provider has counted the request.
   *
   * @param late how much later than now it may still count it
   */
  void settle(Permit.Granted granted, Duration late) {
    List<String> keys = new ArrayList<>();
    for (Charge charge : granted.charges()) {
      for (Budget.Allowance window : charge.budget().windows()) {
        keys.add(BudgetKeys.window(granted.payer(), charge.budget(), window));
      }
    }
    List<String> arguments = new ArrayList<>();
    arguments.add(time.get());
    arguments.add(windows.skew());
    arguments.add(windows.longest());
    arguments.add(Long.toString(granted.deadline()));
    arguments.add(Long.toString(late.toMillis()));
    arguments.addAll(windows.of(granted.charges()));
    redis.eval(SETTLE, keys, arguments);
  }

  /** Closes a budget for everybody; an earlier and longer closure stays. */
  void close(Payer payer, Budget budget, Duration duration) {
    redis.eval(
        CLOSE,
        List.of(BudgetKeys.closed(payer, budget)),
        List.of(time.get(), Long.toString(Math.max(1, duration.toMillis()))));
  }

  /** What all replicas together may take of a window. */
  long limit(Budget.Allowance window) {
    return windows.limit(window);
  }

  private static List<String> takeKeys(Payer payer, List<Charge> charges) {
    List<String> keys =
        new ArrayList<>(List.of(BudgetKeys.knowledge(payer), BudgetKeys.lost(payer)));
    for (Charge charge : charges) {
      keys.add(BudgetKeys.closed(payer, charge.budget()));
      keys.add(BudgetKeys.lowered(payer, charge.budget()));
      keys.add(BudgetKeys.accounts(payer, charge.budget()));
    }
    for (Charge charge : charges) {
      for (Budget.Allowance window : charge.budget().windows()) {
        keys.add(BudgetKeys.window(payer, charge.budget(), window));
        keys.add(BudgetKeys.told(payer, charge.budget(), window));
        keys.add(BudgetKeys.tenants(payer, charge.budget(), window));
        keys.add(BudgetKeys.turns(payer, charge.budget(), window));
      }
    }
    return keys;
  }

  /** Names of budgets in the order in which the script numbers them: budgets, then windows. */
  private static List<String> names(List<Charge> charges) {
    List<String> names = new ArrayList<>();
    charges.forEach(charge -> names.add(charge.budget().name()));
    charges.forEach(
        charge -> charge.budget().windows().forEach(window -> names.add(charge.budget().name())));
    return names;
  }
}
