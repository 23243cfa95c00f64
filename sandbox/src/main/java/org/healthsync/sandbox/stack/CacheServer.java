package org.healthsync.sandbox.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import redis.embedded.RedisServer;

/** A real Redis on loopback that keeps nothing on disk. */
public final class CacheServer implements AutoCloseable {

  private final RedisServer redis;

  private CacheServer(RedisServer redis) {
    this.redis = redis;
  }

  /** Starts one on a free port. */
  public static CacheServer start() {
    try {
      RedisServer redis =
          RedisServer.newRedisServer()
              .port(FreePort.find())
              .bind("127.0.0.1")
              .setting("save \"\"")
              .setting("appendonly no")
              .build();
      redis.start();
      return new CacheServer(redis);
    } catch (IOException e) {
      throw new UncheckedIOException("the embedded Redis does not start", e);
    }
  }

  /** Its port. */
  public int port() {
    return redis.ports().get(0);
  }

  @Override
  public void close() {
    try {
      redis.stop();
    } catch (IOException e) {
      throw new UncheckedIOException("the embedded Redis does not stop", e);
    }
  }
}
