package org.healthsync.platform;

/** Urgency of work, most urgent first. */
public enum Lane {
  /** Somebody waits for it. */
  INTERACTIVE(30),
  /** The provider said that there is something new. */
  WEBHOOK(20),
  /** It is time to look. */
  SCHEDULED(10),
  /** History. */
  BACKFILL(0);

  private final int priority;

  Lane(int priority) {
    this.priority = priority;
  }

  /** Larger is more urgent, as db-scheduler wants it. */
  public int priority() {
    return priority;
  }

  /** Whether this is more urgent than {@code other}. */
  public boolean before(Lane other) {
    return compareTo(other) < 0;
  }
}
