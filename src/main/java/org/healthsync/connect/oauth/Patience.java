package org.healthsync.connect.oauth;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;

/**
 * Repeats a step that was put off for want of a permit: at a browser there is a person, and nobody
 * who would come back later. No thread waits in between. Safe for many threads.
 */
public final class Patience {

  private static final Duration NOT_TOLD = Duration.ofSeconds(1);
  private static final Duration SHORTEST = Duration.ofMillis(50);

  private final Duration longest;
  private final ScheduledExecutorService timers;

  /**
   * Waits for {@code longest} with each step.
   *
   * @param timers run the repetitions, which may take as long as a provider's answer
   */
  public Patience(Duration longest, ScheduledExecutorService timers) {
    this.longest = longest;
    this.timers = timers;
  }

  /** Something that may be done again when it was put off. */
  @FunctionalInterface
  interface Step<T> {
    /** Does it. */
    T run() throws ProviderException;
  }

  /**
   * Runs {@code step}, the first time at once and on this thread, until it is not put off any more.
   *
   * @return what it gives; or fails as it does, with {@code THROTTLED} as soon as it is put off for
   *     longer than there is patience left
   */
  <T> CompletionStage<T> with(Step<T> step) {
    CompletableFuture<T> result = new CompletableFuture<>();
    attempt(step, System.nanoTime() + longest.toNanos(), result);
    return result;
  }

  private <T> void attempt(Step<T> step, long end, CompletableFuture<T> result) {
    try {
      result.complete(step.run());
    } catch (ProviderException e) {
      Duration told = told(e);
      Duration left = Duration.ofNanos(end - System.nanoTime());
      if (e.code() != StandardError.THROTTLED
          || told.compareTo(left) > 0
          || !later(told, () -> attempt(step, end, result))) {
        result.completeExceptionally(e);
      }
    } catch (RuntimeException | Error e) {
      result.completeExceptionally(e);
    }
  }

  private static Duration told(ProviderException e) {
    Duration told = e.retryAfter().orElse(NOT_TOLD);
    return told.compareTo(SHORTEST) < 0 ? SHORTEST : told;
  }

  private boolean later(Duration told, Runnable again) {
    try {
      Future<?> unused = timers.schedule(again, told.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (RejectedExecutionException e) {
      // the server ends
      return false;
    }
  }
}
