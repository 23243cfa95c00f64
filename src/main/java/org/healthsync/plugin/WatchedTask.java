package org.healthsync.plugin;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/** One call into a plugin on a thread of its own, which can be given up. */
final class WatchedTask<T> implements Runnable {

  private enum State {
    WAITING,
    WITHDRAWN,
    RUNNING,
    ABANDONED,
    DONE
  }

  private final PluginCall.Body<T> body;
  private final Containment plugin;
  private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
  private final CompletableFuture<T> outcome = new CompletableFuture<>();

  WatchedTask(PluginCall.Body<T> body, Containment plugin) {
    this.body = body;
    this.plugin = plugin;
  }

  @Override
  public void run() {
    if (!state.compareAndSet(State.WAITING, State.RUNNING)) {
      return;
    }
    try {
      outcome.complete(body.run());
    } catch (Throwable t) {
      outcome.completeExceptionally(t);
    } finally {
      if (state.getAndSet(State.DONE) == State.ABANDONED) {
        plugin.returned();
      }
    }
  }

  T await(Duration atMost) throws InterruptedException, ExecutionException, TimeoutException {
    return outcome.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Interrupts the call; what has not returned after {@code grace} is abandoned and counted. */
  void giveUp(Future<?> running, Duration grace) {
    if (state.compareAndSet(State.WAITING, State.WITHDRAWN)) {
      running.cancel(false);
      return;
    }
    running.cancel(true);
    if (!endsWithin(grace) && state.compareAndSet(State.RUNNING, State.ABANDONED)) {
      plugin.abandon();
    }
  }

  private boolean endsWithin(Duration grace) {
    try {
      await(grace);
      return true;
    } catch (ExecutionException e) {
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
