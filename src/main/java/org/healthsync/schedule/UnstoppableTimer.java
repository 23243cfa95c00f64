package org.healthsync.schedule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** The server's timer, lent: a shutdown cancels what was scheduled through this view, no more. */
final class UnstoppableTimer extends AbstractExecutorService implements ScheduledExecutorService {

  private final ScheduledExecutorService lender;
  private final Collection<Future<?>> scheduled = new ArrayList<>();
  private boolean shutdown;

  UnstoppableTimer(ScheduledExecutorService lender) {
    this.lender = lender;
  }

  private synchronized <F extends Future<?>> F keep(F future) {
    scheduled.add(future);
    return future;
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
    return keep(lender.schedule(command, delay, unit));
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
    return keep(lender.schedule(callable, delay, unit));
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable command, long initialDelay, long period, TimeUnit unit) {
    return keep(lender.scheduleAtFixedRate(command, initialDelay, period, unit));
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable command, long initialDelay, long delay, TimeUnit unit) {
    return keep(lender.scheduleWithFixedDelay(command, initialDelay, delay, unit));
  }

  @Override
  public void execute(Runnable command) {
    Future<?> unused = keep(lender.submit(command));
  }

  @Override
  public synchronized void shutdown() {
    shutdown = true;
    scheduled.forEach(future -> future.cancel(false));
  }

  @Override
  public List<Runnable> shutdownNow() {
    shutdown();
    return List.of();
  }

  @Override
  public synchronized boolean isShutdown() {
    return shutdown;
  }

  @Override
  public boolean isTerminated() {
    return isShutdown();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return isShutdown();
  }
}
