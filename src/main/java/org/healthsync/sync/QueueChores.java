package org.healthsync.sync;

import java.util.List;
import org.healthsync.schedule.WorkScheduler;

/**
 * What is done now and then for work that waits in queues.
 *
 * @param all of them
 */
record QueueChores(List<WorkScheduler.Chore> all) {

  /** Copies the list. */
  QueueChores {
    all = List.copyOf(all);
  }
}
