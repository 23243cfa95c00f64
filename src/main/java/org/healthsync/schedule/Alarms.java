package org.healthsync.schedule;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Looks for work at the times for which this replica has put it back: a poll would find it up to
 * its interval later, and a provider's limit would go unused meanwhile. One look serves all times
 * of a twentieth of a second. Thread-safe.
 */
final class Alarms {

  private static final long GRAIN_MILLIS = 50;

  /** What is put back for longer does not mind a poll. */
  private static final Duration FARTHEST = Duration.ofMinutes(5);

  private final ScheduledExecutorService timers;
  private final Clock clock;
  private final Runnable look;
  private final Set<Long> set = ConcurrentHashMap.newKeySet();

  Alarms(ScheduledExecutorService timers, Clock clock, Runnable look) {
    this.timers = timers;
    this.clock = clock;
    this.look = look;
  }

  /** Something is due at that time. */
  void at(Instant due) {
    long now = clock.millis();
    long grain = due.toEpochMilli() / GRAIN_MILLIS + 1;
    long delay = grain * GRAIN_MILLIS - now;
    if (delay <= 0 || delay > FARTHEST.toMillis() || !set.add(grain)) {
      return;
    }
    try {
      Future<?> unused = timers.schedule(() -> ring(grain), delay, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // the server ends; a poll of another replica finds it
      set.remove(grain);
    }
  }

  private void ring(long grain) {
    set.remove(grain);
    look.run();
  }
}
