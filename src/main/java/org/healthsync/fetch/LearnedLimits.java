package org.healthsync.fetch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.healthsync.spi.http.Budget;
import org.healthsync.spi.http.BudgetSignal;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * What answers teach of limits, kept in Redis for all replicas. Every method throws {@link
 * JedisException} when Redis does not answer.
 */
final class LearnedLimits {

  private static final String TELL = RedisScript.load("tell-budget.lua");
  private static final String LOWER = RedisScript.load("lower-budget.lua");
  private static final Duration SHORTEST_STEP = Duration.ofMinutes(1);

  private final UnifiedJedis redis;
  private final BudgetSettings settings;
  private final Supplier<String> time;
  private final WindowArguments windows;

  LearnedLimits(UnifiedJedis redis, BudgetSettings settings, Supplier<String> time) {
    this.redis = redis;
    this.settings = settings;
    this.time = time;
    this.windows = new WindowArguments(settings);
  }

  /** Leaves no more of a window than the provider says that there is, until its reset. */
  void told(Payer payer, Budget budget, BudgetSignal signal) {
    Long remaining = signal.remaining();
    Optional<Budget.Allowance> window = window(budget, signal);
    if (remaining == null || window.isEmpty()) {
      return;
    }
    Duration reset = within(window.get().period(), signal.resetAfter());
    List<String> arguments = new ArrayList<>();
    arguments.add(time.get());
    arguments.add(windows.skew());
    arguments.add(Long.toString(remaining));
    arguments.add(Long.toString(Math.max(1, reset.toMillis())));
    arguments.addAll(windows.of(new Charge(budget, 1), window.get(), 1));
    redis.eval(
        TELL,
        List.of(
            BudgetKeys.window(payer, budget, window.get()),
            BudgetKeys.told(payer, budget, window.get())),
        arguments);
  }

  /** No window changes later than its own length from now, whatever is said. */
  private static Duration within(Duration period, @Nullable Duration reset) {
    return reset == null || reset.compareTo(period) > 0 ? period : reset;
  }

  /** Lowers a limit to less than what was used when the provider refused. */
  void lower(Payer payer, Budget budget) {
    List<String> keys = new ArrayList<>(List.of(BudgetKeys.lowered(payer, budget)));
    budget.windows().forEach(window -> keys.add(BudgetKeys.window(payer, budget, window)));
    List<String> arguments = new ArrayList<>();
    arguments.add(time.get());
    arguments.add(windows.skew());
    arguments.add(Long.toString(sameRefusal(budget).toMillis()));
    arguments.add(Long.toString(step(budget).toMillis()));
    arguments.addAll(windows.of(budget, 1));
    redis.eval(LOWER, keys, arguments);
  }

  /** In which time refusals are those of requests that were under way at the first one. */
  private Duration sameRefusal(Budget budget) {
    Duration patience = budget.patience();
    return patience.compareTo(settings.longest()) < 0 ? patience : settings.longest();
  }

  private static Duration step(Budget budget) {
    Duration shortest =
        budget.windows().stream()
            .map(Budget.Allowance::period)
            .min(Comparator.naturalOrder())
            .orElse(SHORTEST_STEP);
    return shortest.compareTo(SHORTEST_STEP) < 0 ? SHORTEST_STEP : shortest;
  }

  /** The window of that period; where none is named, the shortest that can have that reset. */
  private static Optional<Budget.Allowance> window(Budget budget, BudgetSignal signal) {
    Duration period = signal.period();
    if (period != null) {
      return budget.windows().stream().filter(one -> one.period().equals(period)).findFirst();
    }
    Duration reset = signal.resetAfter() == null ? Duration.ZERO : signal.resetAfter();
    return budget.windows().stream()
        .filter(one -> one.period().compareTo(reset) >= 0)
        .min(Comparator.comparing(Budget.Allowance::period));
  }
}
