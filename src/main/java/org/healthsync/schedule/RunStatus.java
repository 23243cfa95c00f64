package org.healthsync.schedule;

/** Where a run stands. */
public enum RunStatus {
  /** No page was asked for yet. */
  QUEUED,
  /** Pages are coming in. */
  RUNNING,
  /** Every stream was read to its end. */
  SUCCEEDED,
  /** Some streams were, others could not be. */
  PARTIAL,
  /** No stream was. */
  FAILED,
  /** Called off. */
  CANCELLED;

  /** Whether nothing will change any more, delivery aside. */
  public boolean ended() {
    return this != QUEUED && this != RUNNING;
  }
}
