package org.healthsync.plugin;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one loaded plugin's misbehaviour. Safe for many threads.
 *
 * <p>A thread cannot be taken away from code that ignores its interrupt, so calls that never return
 * hold a thread each. A plugin that holds too many is not called any more until one of them
 * returns.
 */
public final class Containment {

  private final ClassLoader loader;
  private final int patience;
  private final AtomicInteger abandoned = new AtomicInteger();
  private final AtomicReference<@Nullable String> condemned = new AtomicReference<>();

  /**
   * For the plugin of {@code loader}.
   *
   * @param patience how many calls may be abandoned at a time before the plugin is out of service
   */
  public Containment(ClassLoader loader, int patience) {
    this.loader = loader;
    this.patience = patience;
  }

  /** Why the plugin must not be called now; empty when it may. */
  public Optional<String> outOfService() {
    String forGood = condemned.get();
    if (forGood != null) {
      return Optional.of(forGood);
    }
    int held = abandoned.get();
    return held < patience
        ? Optional.empty()
        : Optional.of(held + " of its calls do not return: replace the plugin and restart");
  }

  /** Number of calls that were given up and still run. */
  public int abandonedCalls() {
    return abandoned.get();
  }

  ClassLoader loader() {
    return loader;
  }

  void abandon() {
    abandoned.incrementAndGet();
  }

  void returned() {
    abandoned.decrementAndGet();
  }

  void condemn(String reason) {
    condemned.compareAndSet(null, reason);
  }
}
