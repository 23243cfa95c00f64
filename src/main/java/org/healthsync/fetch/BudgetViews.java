package org.healthsync.fetch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.healthsync.platform.Database;
import org.healthsync.spi.http.Budget;
import redis.clients.jedis.UnifiedJedis;

/**
 * Looks at budgets without changing them. Safe for many threads; blocks for calls to Redis and
 * PostgreSQL.
 */
public final class BudgetViews {

  private static final String LOOK = RedisScript.load("look-budget.lua");

  /** So many accounts of a budget are looked at, those that used it last. */
  private static final int MOST_ACCOUNTS = 50;

  private final UnifiedJedis redis;
  private final UseRecord uses;
  private final RedisContact contact;
  private final Supplier<String> time;
  private final WindowArguments windows;

  /** Looks into {@code redis}. */
  public BudgetViews(
      UnifiedJedis redis, UseRecord uses, BudgetSettings settings, RedisContact contact) {
    this(redis, uses, settings, contact, () -> "");
  }

  BudgetViews(
      UnifiedJedis redis,
      UseRecord uses,
      BudgetSettings settings,
      RedisContact contact,
      Supplier<String> time) {
    this.redis = redis;
    this.uses = uses;
    this.contact = contact;
    this.time = time;
    this.windows = new WindowArguments(settings);
  }

  /** Whether the replicas count together; otherwise this one keeps to its own share. */
  public boolean isShared() {
    return !contact.isLost();
  }

  /**
   * How budgets stand. Empty while Redis is away.
   *
   * @param payer provider and client; its account does not matter
   */
  public Optional<List<BudgetState>> look(Payer payer, List<Budget> budgets) {
    Duration unused = unused(payer);
    return Optional.ofNullable(
        contact.ask(() -> budgets.stream().map(budget -> look(payer, budget, unused)).toList()));
  }

  /** Nobody who cannot be asked says that nothing was used. */
  private Duration unused(Payer payer) {
    try {
      return uses.unused(payer.provider(), payer.client());
    } catch (Database.DatabaseException e) {
      return Duration.ZERO;
    }
  }

  private BudgetState look(Payer payer, Budget budget, Duration unused) {
    if (budget.scope() == Budget.Scope.CLIENT) {
      return one(payer, budget, 0, unused);
    }
    String key = BudgetKeys.accounts(payer, budget);
    List<String> latest = redis.zrevrange(key, 0, MOST_ACCOUNTS - 1);
    long number = redis.zcard(key);
    return latest.stream()
        .map(account -> new Payer(payer.provider(), payer.client(), "", account))
        .map(account -> one(account, budget, number, unused))
        .max(Comparator.comparingDouble(BudgetViews::fullness))
        .orElseGet(() -> one(payer, budget, 0, unused));
  }

  private BudgetState one(Payer payer, Budget budget, long accounts, Duration unused) {
    List<String> keys =
        new ArrayList<>(
            List.of(
                BudgetKeys.knowledge(payer),
                BudgetKeys.lost(payer),
                BudgetKeys.closed(payer, budget),
                BudgetKeys.lowered(payer, budget)));
    for (Budget.Allowance window : budget.windows()) {
      keys.add(BudgetKeys.window(payer, budget, window));
      keys.add(BudgetKeys.told(payer, budget, window));
    }
    List<String> arguments =
        new ArrayList<>(
            List.of(
                time.get(), windows.skew(), windows.longest(), Long.toString(unused.toMillis())));
    arguments.addAll(windows.of(budget, 1));
    List<?> numbers = (List<?>) redis.eval(LOOK, keys, arguments);
    return new BudgetState(
        budget.name(),
        budget.scope(),
        accounts,
        Duration.ofMillis((Long) numbers.get(0)),
        read(budget, numbers));
  }

  private static List<BudgetState.Window> read(Budget budget, List<?> numbers) {
    List<BudgetState.Window> read = new ArrayList<>();
    int at = 1;
    for (Budget.Allowance window : budget.windows()) {
      read.add(
          new BudgetState.Window(
              window.period(),
              window.alignment(),
              window.permits() + window.permitsPerAccount(),
              (Long) numbers.get(at),
              (Long) numbers.get(at + 1),
              (Long) numbers.get(at + 2),
              (Long) numbers.get(at + 3),
              (Long) numbers.get(at + 4),
              (Long) numbers.get(at + 5)));
      at += 6;
    }
    return read;
  }

  private static double fullness(BudgetState state) {
    return state.windows().stream()
        .mapToDouble(window -> (double) window.used() / window.effective())
        .max()
        .orElse(0);
  }
}
