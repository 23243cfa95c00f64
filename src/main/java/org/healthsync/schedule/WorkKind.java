package org.healthsync.schedule;

import java.util.Locale;

/** Kinds of work in the queue. There is at most one execution per kind and connection. */
public enum WorkKind {
  /** Fetch, map and store. */
  SYNC,
  /** Send the outbox. */
  DELIVER;

  /** Name of the task in the queue. */
  public String taskName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
