package org.healthsync.fetch;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Whether Redis answers this replica. One that did not is left alone for a moment, so that requests
 * do not wait for it one after the other. Safe for many threads.
 */
public final class RedisContact {

  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final TimeMeter time;
  private final FetchListener listener;
  private final AtomicLong tryAt;
  private final AtomicBoolean lost = new AtomicBoolean();

  /** Believes that Redis is there until it does not answer. */
  public RedisContact(FetchListener listener) {
    this(TimeMeter.SYSTEM_NANOTIME, listener);
  }

  RedisContact(TimeMeter time, FetchListener listener) {
    this.time = time;
    this.listener = listener;
    this.tryAt = new AtomicLong(time.currentTimeNanos());
  }

  /** A call to Redis. */
  @FunctionalInterface
  interface Call<T> {
    /** Does it. */
    T run();
  }

  /** What Redis says; null when it does not answer or did not a moment ago. */
  <T> @Nullable T ask(Call<T> call) {
    if (time.currentTimeNanos() - tryAt.get() < 0) {
      return null;
    }
    try {
      T answer = call.run();
      change(false);
      return answer;
    } catch (JedisException e) {
      tryAt.set(time.currentTimeNanos() + PAUSE.toNanos());
      change(true);
      return null;
    }
  }

  /** Tells Redis something, in vain when it does not answer. */
  void tell(Runnable call) {
    ask(
        () -> {
          call.run();
          return true;
        });
  }

  /** Whether the last call found no Redis. */
  boolean isLost() {
    return lost.get();
  }

  private void change(boolean nowLost) {
    if (lost.compareAndSet(!nowLost, nowLost)) {
      listener.budgetsOnTheirOwn(nowLost);
    }
  }
}
