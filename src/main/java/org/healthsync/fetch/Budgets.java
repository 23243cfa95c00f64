package org.healthsync.fetch;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.healthsync.platform.Lane;
import org.healthsync.spi.http.Budget;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Keeps us within the providers' limits, over all replicas. Safe for many threads; blocks for a
 * call to Redis at most, never for a permit.
 *
 * <p>While Redis does not answer, each replica uses a small share of its own and tries Redis again
 * after a moment. Both parts of a limit are disjoint, so the change over needs no agreement.
 */
public final class Budgets {

  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final SharedBudgets shared;
  private final OwnShare own;
  private final TimeMeter time;
  private final FetchListener listener;
  private final AtomicLong tryRedisAt;
  private final AtomicBoolean alone = new AtomicBoolean();

  /** Budgets in {@code redis}, whose time-outs should be well below a second. */
  public Budgets(UnifiedJedis redis, BudgetSettings settings, FetchListener listener) {
    this(
        new SharedBudgets(redis, settings, () -> ""),
        new OwnShare(settings, TimeMeter.SYSTEM_NANOTIME),
        TimeMeter.SYSTEM_NANOTIME,
        listener);
  }

  Budgets(SharedBudgets shared, OwnShare own, TimeMeter time, FetchListener listener) {
    this.shared = shared;
    this.own = own;
    this.time = time;
    this.listener = listener;
    this.tryRedisAt = new AtomicLong(time.currentTimeNanos());
  }

  /**
   * Takes the permits of all charges or none.
   *
   * @param lane history leaves a part of every limit to the lanes above it
   * @throws IllegalArgumentException when a charge is larger than its budget can ever grant
   */
  public Permit take(Payer payer, List<Charge> charges, Lane lane) {
    if (charges.isEmpty()) {
      return new Permit.Granted();
    }
    charges.forEach(charge -> requirePossible(charge, lane));
    if (time.currentTimeNanos() - tryRedisAt.get() >= 0) {
      try {
        Permit permit = shared.take(payer, charges, lane);
        change(false);
        return permit;
      } catch (JedisException e) {
        leaveRedis();
      }
    }
    return own.take(payer, charges);
  }

  /** Closes a budget for all replicas, since the provider said that it is used up. */
  public void close(Payer payer, Budget budget, Duration duration) {
    own.close(payer, budget, duration);
    try {
      shared.close(payer, budget, duration);
    } catch (JedisException e) {
      leaveRedis();
    }
  }

  private void requirePossible(Charge charge, Lane lane) {
    for (Budget.Allowance window : charge.budget().windows()) {
      if (charge.permits() > shared.limit(window, lane)) {
        throw new IllegalArgumentException(
            "a request takes %d permits of budget %s, which never grants more than %d"
                .formatted(charge.permits(), charge.budget().name(), shared.limit(window, lane)));
      }
    }
  }

  private void leaveRedis() {
    tryRedisAt.set(time.currentTimeNanos() + PAUSE.toNanos());
    change(true);
  }

  private void change(boolean nowAlone) {
    if (alone.compareAndSet(!nowAlone, nowAlone)) {
      listener.budgetsOnTheirOwn(nowAlone);
    }
  }
}
