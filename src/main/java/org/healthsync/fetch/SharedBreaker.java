package org.healthsync.fetch;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.healthsync.platform.ProviderId;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * One breaker for each provider, over all replicas, in Redis and by its clock. Every method throws
 * {@link JedisException} when Redis does not answer.
 */
final class SharedBreaker {

  private static final String ENTER = RedisScript.load("enter-breaker.lua");
  private static final String LEAVE = RedisScript.load("leave-breaker.lua");
  private static final String LOOK = RedisScript.load("look-breaker.lua");

  private final UnifiedJedis redis;
  private final FetchSettings settings;
  private final Supplier<String> time;

  SharedBreaker(UnifiedJedis redis, FetchSettings settings, Supplier<String> time) {
    this.redis = redis;
    this.settings = settings;
    this.time = time;
  }

  /**
   * The answer to "may this request be sent?".
   *
   * @param sent whether it may
   * @param probe whether it is the one that tries a provider that has failed
   * @param failures in a row
   * @param comeBack when to ask again where it may not
   */
  record Answer(boolean sent, boolean probe, int failures, Duration comeBack) {}

  /** Asks for the request of that name, which is unique over all replicas. */
  Answer enter(ProviderId provider, String name) {
    // a probe whose replica died stops the others no longer than its answer could take
    Duration lease = settings.longestRequest();
    List<?> answer =
        (List<?>)
            redis.eval(
                ENTER,
                List.of(BudgetKeys.breaker(provider)),
                List.of(time.get(), threshold(), name, Long.toString(lease.toMillis())));
    int position = number(answer, 0).intValue();
    return new Answer(
        position < 2,
        position == 1,
        number(answer, 2).intValue(),
        Duration.ofMillis(Math.max(1, number(answer, 1))));
  }

  /**
   * Says how that request ended.
   *
   * @return the pause that this began, or zero
   */
  Duration leave(ProviderId provider, String name, Outcome outcome) {
    Object pause =
        redis.eval(
            LEAVE,
            List.of(BudgetKeys.breaker(provider)),
            List.of(
                time.get(),
                threshold(),
                name,
                outcome.word(),
                Long.toString(settings.pause().toMillis()),
                Long.toString(settings.longestPause().toMillis())));
    return Duration.ofMillis((Long) pause);
  }

  BreakerState state(ProviderId provider) {
    List<?> answer =
        (List<?>)
            redis.eval(
                LOOK, List.of(BudgetKeys.breaker(provider)), List.of(time.get(), threshold()));
    return new BreakerState(
        position(number(answer, 0)),
        number(answer, 1).intValue(),
        Duration.ofMillis(number(answer, 2)));
  }

  private static BreakerState.Position position(long number) {
    if (number == 0) {
      return BreakerState.Position.CLOSED;
    }
    return number == 1 ? BreakerState.Position.OPEN : BreakerState.Position.HALF_OPEN;
  }

  private String threshold() {
    return Integer.toString(settings.failures());
  }

  private static Long number(List<?> answer, int index) {
    return (Long) answer.get(index);
  }
}
