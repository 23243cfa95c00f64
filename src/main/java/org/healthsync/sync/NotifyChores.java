package org.healthsync.sync;

import java.util.List;
import org.healthsync.schedule.WorkScheduler;

/**
 * The chores that keep us in touch with providers: notifications, subscriptions, farewells.
 *
 * @param all of them
 */
record NotifyChores(List<WorkScheduler.Chore> all) {

  /** Copies the list. */
  NotifyChores {
    all = List.copyOf(all);
  }
}
