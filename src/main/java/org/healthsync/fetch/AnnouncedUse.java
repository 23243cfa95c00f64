package org.healthsync.fetch;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.healthsync.platform.Database;
import redis.clients.jedis.UnifiedJedis;

/**
 * Says that a client id is in use before this replica uses it, well ahead, so that it costs nothing
 * for a request. And tells a Redis that has no counts what it cannot know: since when nothing was
 * used. So a client id that is new, or was not used for a while, need not wait until all that might
 * have been used has left its windows.
 *
 * <p>The order makes that true. Redis begins to count, then the record is asked, then Redis is told
 * if it has not lost its counts since: it has every use since then, and the record every one
 * before. Only then is use announced, and only what is announced is used.
 *
 * <p>Safe for many threads; blocks rarely, for PostgreSQL and Redis.
 */
final class AnnouncedUse {

  private static final String REMEMBER = RedisScript.load("remember-budget.lua");

  private static final Duration AHEAD = Duration.ofMinutes(15);

  /** When so much is left it is announced again. */
  private static final Duration EARLY = Duration.ofMinutes(10);

  /** With less left nothing is used: the database's clock may be set in between. */
  private static final Duration LEAST = Duration.ofMinutes(5);

  private final UnifiedJedis redis;
  private final UseRecord record;
  private final Supplier<String> time;
  private final TimeMeter own;
  private final Map<String, Long> until = new ConcurrentHashMap<>();

  /**
   * Nothing is announced yet.
   *
   * @param time the clock of the counts, as in {@link SharedBudgets}
   * @param own a clock of this process that nobody sets
   */
  AnnouncedUse(UnifiedJedis redis, UseRecord record, Supplier<String> time, TimeMeter own) {
    this.redis = redis;
    this.record = record;
    this.time = time;
    this.own = own;
  }

  /**
   * Announces use of the payer's client id where that is not done for long enough.
   *
   * @return whether it may be used now; not when the database is away for too long
   */
  boolean announce(Payer payer) {
    if (left(payer).compareTo(EARLY) < 0) {
      renew(payer);
    }
    return covers(payer);
  }

  /** Whether use at this moment is announced. */
  boolean covers(Payer payer) {
    return left(payer).compareTo(LEAST) >= 0;
  }

  private synchronized void renew(Payer payer) {
    if (left(payer).compareTo(EARLY) >= 0) {
      return;
    }
    try {
      String begun = remember(payer, "", Duration.ZERO);
      Duration unused = record.unused(payer.provider(), payer.client());
      remember(payer, begun, unused);
      long now = own.currentTimeNanos();
      record.announce(payer.provider(), payer.client(), AHEAD);
      until.put(BudgetKeys.knowledge(payer), now + AHEAD.toNanos());
    } catch (Database.DatabaseException e) {
      // what is announced already may still do
    }
  }

  private String remember(Payer payer, String begun, Duration unused) {
    return (String)
        redis.eval(
            REMEMBER,
            List.of(BudgetKeys.knowledge(payer)),
            List.of(time.get(), begun, Long.toString(unused.toMillis())));
  }

  private Duration left(Payer payer) {
    Long end = until.get(BudgetKeys.knowledge(payer));
    return end == null ? Duration.ZERO : Duration.ofNanos(end - own.currentTimeNanos());
  }
}
