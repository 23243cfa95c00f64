package org.healthsync.schedule;

import org.healthsync.platform.ConnectionId;

/** Does the work of one kind for one connection. */
@FunctionalInterface
public interface WorkHandler {

  /**
   * Works until there is nothing to do, the turn is used up or the service stops. Called by one
   * thread at a time per connection, cluster-wide, but see {@code Claim}: a paused worker may come
   * back after it was replaced.
   *
   * @param connection whose work
   * @param stopping asked at safe points; when true, return soon
   * @return finds the next turn in the transaction that ends this one
   */
  WorkQueue.NextTurn work(ConnectionId connection, Stopping stopping);

  /** Whether the service is shutting down. */
  @FunctionalInterface
  interface Stopping {
    /** True from the moment of shutdown. */
    boolean now();
  }
}
