package org.healthsync.schedule;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The server's executor, lent. Jakarta Concurrency forbids applications to shut it down, so a
 * shutdown here only drops new tasks and lets callers wait for the ones that were begun. It drops
 * without a word: a job that was taken in the moment of a stop goes to another replica.
 */
final class UnstoppableExecutor extends AbstractExecutorService {

  private final ExecutorService lender;
  private final Phaser running = new Phaser(1);
  private volatile boolean shutdown;

  UnstoppableExecutor(ExecutorService lender) {
    this.lender = lender;
  }

  @Override
  public void execute(Runnable command) {
    if (shutdown) {
      return;
    }
    running.register();
    try {
      lender.execute(
          () -> {
            try {
              command.run();
            } finally {
              running.arriveAndDeregister();
            }
          });
    } catch (RuntimeException e) {
      running.arriveAndDeregister();
      throw e;
    }
  }

  @Override
  public void shutdown() {
    if (!shutdown) {
      shutdown = true;
      running.arriveAndDeregister();
    }
  }

  @Override
  public List<Runnable> shutdownNow() {
    shutdown();
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return shutdown;
  }

  @Override
  public boolean isTerminated() {
    return running.isTerminated();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    try {
      running.awaitAdvanceInterruptibly(0, timeout, unit);
      return true;
    } catch (TimeoutException e) {
      return running.isTerminated();
    }
  }
}
