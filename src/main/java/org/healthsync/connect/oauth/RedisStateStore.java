package org.healthsync.connect.oauth;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.healthsync.platform.ProblemCode;
import org.healthsync.platform.ProblemException;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.SetParams;

/**
 * States in Redis, taken out by {@code GETDEL} (Redis 6.2). Without Redis there is no
 * authorization: a weaker check would let a stolen callback through.
 */
public final class RedisStateStore implements StateStore {

  private static final String PREFIX = "healthsync:oauth-state:";

  private final UnifiedJedis redis;

  /** Keeps states in {@code redis}. */
  public RedisStateStore(UnifiedJedis redis) {
    this.redis = redis;
  }

  @Override
  public void put(String key, byte[] value, Duration ttl) {
    SetParams once = SetParams.setParams().nx().px(ttl.toMillis());
    answer(() -> redis.set(bytes(key), value, once));
  }

  @Override
  public Optional<byte[]> take(String key) {
    return answer(() -> Optional.ofNullable(redis.getDel(bytes(key))));
  }

  private static <T> T answer(Supplier<T> command) {
    try {
      return command.get();
    } catch (JedisException e) {
      throw new ProblemException(
          ProblemCode.UNAVAILABLE, "Authorization is not possible right now; try again later");
    }
  }

  private static byte[] bytes(String key) {
    return (PREFIX + key).getBytes(StandardCharsets.UTF_8);
  }
}
