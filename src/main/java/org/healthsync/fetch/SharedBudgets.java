package org.healthsync.fetch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
 * provider's window count, including the time that requests can be on their way.
 */
final class SharedBudgets {

  private static final int SLOTS = 240;
  private static final String TAKE = RedisScript.load("take-budget.lua");
  private static final String CLOSE = RedisScript.load("close-budget.lua");

  private final UnifiedJedis redis;
  private final BudgetSettings settings;
  private final Supplier<String> time;
  private volatile boolean metRedis;

  /**
   * Counts in {@code redis}.
   *
   * @param time milliseconds since the epoch; empty for the clock of Redis, as replicas' clocks
   *     differ
   */
  SharedBudgets(UnifiedJedis redis, BudgetSettings settings, Supplier<String> time) {
    this.redis = redis;
    this.settings = settings;
    this.time = time;
  }

  /**
   * Takes from all budgets or none.
   *
   * @throws JedisException when Redis does not answer; whether permits were taken is unknown then
   */
  Permit take(Payer payer, List<Charge> charges, Lane lane) {
    List<String> keys = new ArrayList<>(List.of(BudgetKeys.memory(payer)));
    List<String> names = new ArrayList<>();
    for (Charge charge : charges) {
      keys.add(BudgetKeys.closed(payer, charge.budget()));
      names.add(charge.budget().name());
    }
    List<String> arguments = new ArrayList<>();
    arguments.add(time.get());
    arguments.add(settings.trustEmptyRedis() && !metRedis ? "1" : "0");
    arguments.add(Integer.toString(charges.size()));
    arguments.add(Long.toString(settings.inFlight().toMillis()));
    for (Charge charge : charges) {
      for (Budget.Allowance window : charge.budget().windows()) {
        keys.add(BudgetKeys.window(payer, charge.budget(), window));
        arguments.addAll(describe(window, charge.permits(), lane));
        names.add(charge.budget().name());
      }
    }
    return read(redis.eval(TAKE, keys, arguments), names);
  }

  /** Closes a budget for everybody; an earlier and longer closure stays. */
  void close(Payer payer, Budget budget, Duration duration) {
    redis.eval(
        CLOSE,
        List.of(BudgetKeys.closed(payer, budget)),
        List.of(time.get(), Long.toString(Math.max(1, duration.toMillis()))));
  }

  /** What all replicas together may take of a window in this lane. */
  long limit(Budget.Allowance window, Lane lane) {
    // the account that asks is connected, so at least its own extra permits are there
    long shared = settings.shared(window.permits() + window.permitsPerAccount());
    return lane == Lane.BACKFILL ? settings.backfill(shared) : shared;
  }

  private List<String> describe(Budget.Allowance window, long permits, Lane lane) {
    long period = window.period().toMillis();
    return List.of(
        Long.toString(limit(window, lane)),
        Long.toString(permits),
        Long.toString(period),
        Long.toString(Math.max(1, period / SLOTS)),
        window.alignment() == Budget.Alignment.FIXED_UTC ? "1" : "0");
  }

  private Permit read(Object answer, List<String> names) {
    metRedis = true;
    List<?> numbers = (List<?>) answer;
    long wait = (Long) numbers.get(0);
    int cause = ((Long) numbers.get(1)).intValue();
    return cause == 0
        ? new Permit.Granted()
        : new Permit.Refused(Duration.ofMillis(Math.max(1, wait)), names.get(cause - 1));
  }
}
