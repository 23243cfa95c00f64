package org.healthsync.fetch;

import java.util.HashMap;
import java.util.Map;
import redis.clients.jedis.UnifiedJedis;

/** What a Redis holds at a moment, as its disk or another node would have it later. */
final class RedisCopy {

  private final UnifiedJedis redis;
  private final Map<String, byte[]> keys = new HashMap<>();

  RedisCopy(UnifiedJedis redis) {
    this.redis = redis;
    redis.keys("*").forEach(key -> keys.put(key, redis.dump(key)));
  }

  /** Redis comes back with this and nothing else. */
  void restore() {
    restore(redis);
  }

  /** Another Redis comes with this and nothing else. */
  void restore(UnifiedJedis other) {
    other.flushAll();
    keys.forEach((key, content) -> other.restore(key, 0, content));
  }
}
