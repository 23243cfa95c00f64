package org.healthsync.schedule;

import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Lane;

/** Does the work of one kind for one connection. */
@FunctionalInterface
public interface WorkHandler {

  /**
   * Works until there is nothing to do, the turn is used up or the service stops. Called by one
   * thread at a time per connection, cluster-wide, but see {@code Claim}: a paused worker may come
   * back after it was replaced.
   *
   * @param connection whose work
   * @param stopping asked at safe points; when it says so, return soon
   * @return finds the next turn in the transaction that ends this one
   */
  WorkQueue.NextTurn work(ConnectionId connection, Stopping stopping);

  /**
   * Told when the worker that had a turn is not heard of any more, before another gets its turn. It
   * may be that the work itself ended its process.
   */
  default void lost(ConnectionId connection) {}

  /** Whether a worker is wanted back. */
  @FunctionalInterface
  interface Stopping {
    /** True from the moment of shutdown. */
    boolean now();

    /**
     * Whether others should have this worker now: no worker is free, and what waits is more urgent
     * or of a tenant that has fewer workers. Asks the database; meant for page boundaries.
     *
     * @param lane of the work that is being done
     */
    default boolean othersFirst(Lane lane) {
      return false;
    }
  }
}
