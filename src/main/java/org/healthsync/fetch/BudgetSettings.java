package org.healthsync.fetch;

import java.time.Duration;
import org.healthsync.platform.ConfigReader;

/**
 * How careful the budgets are.
 *
 * @param replicas how many replicas at most run at a time; each has a share of its own for the time
 *     when Redis is away
 * @param alonePercent part of every limit that is set aside for those shares
 * @param backfillReservePercent the most of every limit that history must leave to more urgent work
 * @param inFlight how far the provider's clock may be off where windows begin at fixed times, and
 *     how long after a failure the provider may still count the request
 * @param longest longest time from a permit to the moment at which the provider counts the request;
 *     a permit that nobody settles ages from there
 */
public record BudgetSettings(
    int replicas,
    int alonePercent,
    int backfillReservePercent,
    Duration inFlight,
    Duration longest) {

  /** Demands that the longest request is not shorter than any other. */
  public BudgetSettings {
    if (longest.compareTo(inFlight) < 0) {
      throw new IllegalArgumentException(
          "a request cannot be under way for %s but no longer than %s"
              .formatted(inFlight, longest));
    }
  }

  /**
   * Reads {@code healthsync.budget.*}.
   *
   * @param answer the longest time from sending a request to the end of its answer
   */
  public static BudgetSettings read(ConfigReader config, Duration answer) {
    Duration inFlight = config.duration("healthsync.budget.in-flight", Duration.ofSeconds(2));
    return new BudgetSettings(
        (int) config.integer("healthsync.budget.replicas", 4, 1, 1000),
        (int) config.integer("healthsync.budget.alone-percent", 1, 0, 100),
        (int) config.integer("healthsync.budget.backfill-reserve-percent", 20, 0, 90),
        inFlight,
        // one moment to send it, one for what is still on its way when we gave up
        answer.plus(inFlight).plus(inFlight));
  }

  /** Permits of a limit that one replica may use while Redis is away. */
  long alone(long limit) {
    return limit * alonePercent / 100 / replicas;
  }

  /** Permits of a limit that the replicas share through Redis. */
  long shared(long limit) {
    return limit - alone(limit) * replicas;
  }

  /** The most that history leaves of {@code limit}; at least one permit, unless it leaves none. */
  long reserve(long limit) {
    return backfillReservePercent == 0 ? 0 : Math.max(1, limit * backfillReservePercent / 100);
  }
}
