package org.healthsync.platform;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Hands short tasks to the server's threads. A server that ends takes no more of them, but requests
 * that are under way need theirs to come to their end: these run on the caller's thread. Safe for
 * many threads.
 */
public final class LastingExecutor implements Executor {

  private final Executor server;

  /** Prefers threads of {@code server}. */
  public LastingExecutor(Executor server) {
    this.server = server;
  }

  @Override
  public void execute(Runnable task) {
    try {
      server.execute(task);
    } catch (RejectedExecutionException e) {
      task.run();
    }
  }
}
