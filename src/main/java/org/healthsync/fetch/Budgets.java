package org.healthsync.fetch;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.List;
import org.healthsync.platform.Lane;
import org.healthsync.spi.http.Budget;
import org.healthsync.spi.http.BudgetSignal;
import redis.clients.jedis.UnifiedJedis;

/**
 * Keeps us within the providers' limits, over all replicas. Safe for many threads; blocks for a
 * call to Redis and now and then one to PostgreSQL, never for a permit.
 *
 * <p>While Redis does not answer, each replica uses a small share of its own and tries Redis again
 * after a moment. Both parts of a limit are disjoint, so the change over needs no agreement.
 */
public final class Budgets {

  /** Longer than any window. */
  private static final Duration LONGEST_CLOSURE = Duration.ofDays(40);

  private final SharedBudgets shared;
  private final LearnedLimits learned;
  private final OwnShare own;
  private final BudgetSettings settings;
  private final RedisContact contact;

  /**
   * Budgets in {@code redis}, whose time-outs should be well below a second.
   *
   * @param uses what a Redis without counts cannot know
   */
  public Budgets(
      UnifiedJedis redis, UseRecord uses, BudgetSettings settings, RedisContact contact) {
    this(
        new SharedBudgets(
            redis,
            new AnnouncedUse(redis, uses, () -> "", TimeMeter.SYSTEM_NANOTIME),
            settings,
            () -> ""),
        new LearnedLimits(redis, settings, () -> ""),
        new OwnShare(settings, TimeMeter.SYSTEM_NANOTIME),
        settings,
        contact);
  }

  Budgets(
      SharedBudgets shared,
      LearnedLimits learned,
      OwnShare own,
      BudgetSettings settings,
      RedisContact contact) {
    this.shared = shared;
    this.learned = learned;
    this.own = own;
    this.settings = settings;
    this.contact = contact;
  }

  /**
   * Takes the permits of all charges or none. The request must leave within {@link #patience}, and
   * {@link #settle} must follow its end.
   *
   * @param lane history leaves a part of every limit to the lanes above it
   * @throws IllegalArgumentException when a charge is larger than its budget can ever grant
   */
  public Permit take(Payer payer, List<Charge> charges, Lane lane) {
    if (charges.isEmpty()) {
      return Permit.Granted.withoutCount(payer);
    }
    charges.forEach(this::requirePossible);
    Permit permit = contact.ask(() -> shared.take(payer, charges, lane));
    return permit == null ? own.take(payer, charges) : permit;
  }

  /**
   * Says that a request is over. Where this fails, its permits count longer than they need to.
   *
   * @param answered whether the provider answered; otherwise the request may still be on its way
   */
  public void settle(Permit.Granted granted, boolean answered) {
    if (granted.deadline() > 0) {
      contact.tell(() -> shared.settle(granted, answered ? Duration.ZERO : settings.inFlight()));
    }
  }

  /** How long after a permit was taken its request may leave. */
  public Duration patience() {
    return settings.inFlight();
  }

  /** Closes a budget for all replicas, since the provider said that it is used up. */
  public void close(Payer payer, Budget budget, Duration duration) {
    Duration bounded = duration.compareTo(LONGEST_CLOSURE) > 0 ? LONGEST_CLOSURE : duration;
    own.close(payer, budget, bounded);
    contact.tell(() -> shared.close(payer, budget, bounded));
  }

  /**
   * Takes a provider's word for what is left of a budget, for all replicas: less than we count
   * means that somebody else uses the same client id.
   */
  public void told(Payer payer, Budget budget, BudgetSignal signal) {
    contact.tell(() -> learned.told(payer, budget, signal));
  }

  /**
   * Lowers a budget's limit for all replicas, since the provider refused without saying for how
   * long. It grows again while the provider is quiet.
   */
  public void lower(Payer payer, Budget budget) {
    contact.tell(() -> learned.lower(payer, budget));
  }

  private void requirePossible(Charge charge) {
    for (Budget.Allowance window : charge.budget().windows()) {
      if (charge.permits() > shared.limit(window)) {
        throw new IllegalArgumentException(
            "a request takes %d permits of budget %s, which never grants more than %d"
                .formatted(charge.permits(), charge.budget().name(), shared.limit(window)));
      }
    }
  }
}
