package org.healthsync.schedule;

import java.util.Locale;
import org.healthsync.platform.Lane;

/** Kinds of work in the queue. There is at most one execution per kind and connection. */
public enum WorkKind {
  /** Fetch, map and store. */
  SYNC,
  /** Send the outbox. */
  DELIVER;

  /**
   * SQL for whom a job waits, of a connection's row and the name of the task: its provider, or the
   * FHIR server of its tenant.
   */
  static final String PEER = "case ? when 'sync' then provider else 'fhir:' || tenant_id end";

  /**
   * Place in the queue; larger is more urgent. Delivery comes right after the syncs of its lane and
   * has a line of its own: however much waits for a FHIR server, it takes no sync its turn.
   */
  int priority(Lane lane) {
    return this == DELIVER ? lane.priority() - 1 : lane.priority();
  }

  /** Name of the task in the queue. */
  public String taskName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
