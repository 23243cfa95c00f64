package org.healthsync.fetch;

import java.time.Duration;
import org.healthsync.platform.ConfigReader;

/**
 * How careful the budgets are.
 *
 * @param replicas how many replicas at most run at a time; each has a share of its own for the time
 *     when Redis is away
 * @param alonePercent part of every limit that is set aside for those shares
 * @param backfillReservePercent part of every limit that history must leave to more urgent work
 * @param inFlight longest time between a permit and the provider counting the request
 * @param trustEmptyRedis whether a process that finds an empty Redis at its start believes that
 *     nothing was used; only where the provider starts empty too, as in tests
 */
public record BudgetSettings(
    int replicas,
    int alonePercent,
    int backfillReservePercent,
    Duration inFlight,
    boolean trustEmptyRedis) {

  /** Reads {@code healthsync.budget.*}. */
  public static BudgetSettings read(ConfigReader config) {
    return new BudgetSettings(
        (int) config.integer("healthsync.budget.replicas", 4, 1, 1000),
        (int) config.integer("healthsync.budget.alone-percent", 8, 0, 100),
        (int) config.integer("healthsync.budget.backfill-reserve-percent", 20, 0, 90),
        config.duration("healthsync.budget.in-flight", Duration.ofSeconds(2)),
        config.truth("healthsync.budget.trust-empty-redis", false));
  }

  /** Permits of a limit that one replica may use while Redis is away. */
  long alone(long limit) {
    return limit * alonePercent / 100 / replicas;
  }

  /** Permits of a limit that the replicas share through Redis. */
  long shared(long limit) {
    return limit - alone(limit) * replicas;
  }

  /** What history may use of {@code limit}; at least one permit, or it would never be read. */
  long backfill(long limit) {
    return Math.max(1, limit - limit * backfillReservePercent / 100);
  }
}
