package org.healthsync.sync;

import java.util.List;
import org.healthsync.schedule.WorkScheduler;

/**
 * What one replica does now and then, whichever it is.
 *
 * @param all of them
 */
record Chores(List<WorkScheduler.Chore> all) {

  /** Copies the list. */
  Chores {
    all = List.copyOf(all);
  }
}
