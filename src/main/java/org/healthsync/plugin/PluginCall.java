package org.healthsync.plugin;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.healthsync.platform.Causes;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;
import org.jspecify.annotations.Nullable;

/**
 * The only way into a plugin's code. Whatever it throws becomes a {@link ProviderException}: its
 * own ones pass, anything else is {@code PLUGIN_DEFECT}, and a call that takes too long is {@code
 * PLUGIN_TIMEOUT}. Messages of foreign exceptions are dropped, as they may hold payload. A {@link
 * HostFailure} is not the plugin's and stays what it is. Safe for many threads.
 */
public final class PluginCall {

  private static final Duration GRACE = Duration.ofMillis(250);

  private final ExecutorService executor;

  /** Runs plugins on threads of {@code executor}, which belongs to the server. */
  public PluginCall(ExecutorService executor) {
    this.executor = executor;
  }

  /** A piece of plugin code. */
  @FunctionalInterface
  public interface Body<T> {
    /** Runs it; null breaks the contract of every SPI method. */
    T run() throws Exception;
  }

  /**
   * Runs {@code body} on a thread of its own and waits for it at most {@code deadline}; then it is
   * interrupted and, when that does not help, abandoned.
   *
   * @param operation name of the SPI method, for the message
   * @throws HostFailure when what failed is the service itself
   */
  public <T> T within(Duration deadline, Containment plugin, String operation, Body<T> body)
      throws ProviderException {
    String reason = plugin.outOfService().orElse(null);
    if (reason != null) {
      throw new ProviderException(StandardError.PLUGIN_TIMEOUT, "not called: " + reason);
    }
    try {
      return watch(deadline, plugin, () -> here(plugin, operation, body));
    } catch (ExecutionException e) {
      throw asProviderException(operation, e.getCause());
    } catch (TimeoutException e) {
      throw new ProviderException(
          StandardError.PLUGIN_TIMEOUT, operation + " did not return within " + deadline);
    } catch (RejectedExecutionException e) {
      throw new ProviderException(
          StandardError.PLUGIN_TIMEOUT, operation + " found no free thread");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProviderException(StandardError.PLUGIN_TIMEOUT, operation + " was cancelled");
    }
  }

  /**
   * Runs {@code body} on this thread. For short calls inside one that is watched already, such as
   * the verdict on an answer during a fetch.
   */
  public static <T> T here(Containment plugin, String operation, Body<T> body)
      throws ProviderException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(plugin.loader());
    try {
      T result = body.run();
      if (result == null) {
        throw new ProviderException(StandardError.PLUGIN_DEFECT, operation + " returned null");
      }
      return result;
    } catch (OutOfMemoryError e) {
      // the next one could hit a thread of the host: do not give it the chance
      plugin.condemn("it used up the memory in " + operation + ": replace it and restart");
      throw asProviderException(operation, e);
    } catch (Throwable t) {
      throw asProviderException(operation, t);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** As {@link #within} but leaves what was thrown as it is, for loading, which has no payload. */
  <T> T watch(Duration deadline, Containment plugin, Body<T> body)
      throws ExecutionException, TimeoutException, InterruptedException {
    WatchedTask<T> task = new WatchedTask<>(body, plugin);
    Future<?> running = executor.submit(task);
    try {
      return task.await(deadline);
    } catch (TimeoutException | InterruptedException e) {
      task.giveUp(running, GRACE);
      throw e;
    }
  }

  private static ProviderException asProviderException(
      String operation, @Nullable Throwable thrown) {
    Optional<HostFailure> ours = Causes.first(thrown, HostFailure.class);
    if (ours.isPresent()) {
      throw ours.get();
    }
    if (thrown instanceof ProviderException known) {
      return known;
    }
    Throwable traced = thrown == null ? null : new TracedFailure(thrown);
    String type = thrown == null ? "nothing" : thrown.getClass().getName();
    return new ProviderException(StandardError.PLUGIN_DEFECT, operation + " threw " + type, traced);
  }
}
