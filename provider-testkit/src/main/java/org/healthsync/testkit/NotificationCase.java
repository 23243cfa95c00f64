package org.healthsync.testkit;

import java.util.List;
import org.healthsync.spi.notify.Change;
import org.healthsync.spi.notify.Notification;

/**
 * A genuine notification and what it means.
 *
 * @param name of the case, for the report
 * @param notification as the provider sends it; signatures made with the kit's secrets
 * @param expected the changes, in order
 */
public record NotificationCase(String name, Notification notification, List<Change> expected) {

  /** Copies the changes. */
  public NotificationCase {
    expected = List.copyOf(expected);
  }

  @Override
  public String toString() {
    return name;
  }
}
