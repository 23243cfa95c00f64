package org.healthsync.fetch;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.LocalBucketBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.healthsync.spi.http.Budget;
import org.jspecify.annotations.Nullable;

/**
 * What this replica may use by itself while Redis is away: a small part of every limit that the
 * shared budgets never touch. So it can be used at any time, also when only this replica has lost
 * Redis, and nothing needs to be counted together afterwards.
 *
 * <p>A token bucket of capacity c that gains r tokens in a period lets through at most c + r in any
 * span of that length, so c + r is kept within the share. It starts empty: a replica that restarts
 * again and again gains nothing by it.
 */
final class OwnShare {

  private static final int MOST_BUCKETS = 20_000;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final BudgetSettings settings;
  private final TimeMeter time;
  private final Map<String, Bucket> buckets = new HashMap<>();
  private final Map<String, Long> closedUntil = new HashMap<>();

  OwnShare(BudgetSettings settings, TimeMeter time) {
    this.settings = settings;
    this.time = time;
  }

  /** Takes from all budgets or none. */
  synchronized Permit take(Payer payer, List<Charge> charges) {
    List<Runnable> back = new ArrayList<>();
    for (Charge charge : charges) {
      String name = charge.budget().name();
      Duration wait = closed(BudgetKeys.budget(payer, charge.budget()));
      Bucket bucket = wait.isZero() ? bucket(payer, charge.budget()) : null;
      if (bucket == null) {
        back.forEach(Runnable::run);
        return new Permit.Refused(wait.isZero() ? LONGEST_WAIT : wait, name);
      }
      ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(charge.permits());
      if (!probe.isConsumed()) {
        back.forEach(Runnable::run);
        return new Permit.Refused(shortened(probe.getNanosToWaitForRefill()), name);
      }
      back.add(() -> bucket.addTokens(charge.permits()));
    }
    return Permit.Granted.withoutCount(payer);
  }

  /** Remembers that a provider said "too many", for the time when Redis cannot tell. */
  synchronized void close(Payer payer, Budget budget, Duration duration) {
    long now = time.currentTimeNanos();
    closedUntil.values().removeIf(until -> until - now <= 0);
    closedUntil.merge(BudgetKeys.budget(payer, budget), now + duration.toNanos(), OwnShare::later);
  }

  private static long later(long one, long other) {
    return one - other > 0 ? one : other;
  }

  private Duration closed(String key) {
    Long until = closedUntil.get(key);
    long left = until == null ? 0 : until - time.currentTimeNanos();
    return left > 0 ? Duration.ofNanos(left) : Duration.ZERO;
  }

  private @Nullable Bucket bucket(Payer payer, Budget budget) {
    String key = BudgetKeys.budget(payer, budget);
    Bucket known = buckets.get(key);
    if (known != null) {
      return known;
    }
    if (buckets.size() >= MOST_BUCKETS
        || budget.windows().stream().anyMatch(window -> settings.alone(window.permits()) == 0)) {
      return null;
    }
    Bucket made = make(budget);
    buckets.put(key, made);
    return made;
  }

  private Bucket make(Budget budget) {
    LocalBucketBuilder builder = Bucket.builder().withCustomTimePrecision(time);
    for (Budget.Allowance window : budget.windows()) {
      long share = settings.alone(window.permits());
      long capacity = Math.max(1, share / 2);
      // requests of one of the provider's periods left in a span that is longer by the longest
      // request. One more than share - capacity is right: the period here is longer still, so
      // what is gained in that span is less than that
      long gain = share - capacity + 1;
      Duration period = window.period().plus(settings.longest()).plus(settings.inFlight());
      builder.addLimit(
          limit -> limit.capacity(capacity).refillGreedy(gain, period).initialTokens(0));
    }
    return builder.build();
  }

  private static Duration shortened(long nanos) {
    Duration wait = Duration.ofNanos(nanos);
    // Redis may be back before the share has grown
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }
}
