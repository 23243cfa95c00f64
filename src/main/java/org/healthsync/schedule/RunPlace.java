package org.healthsync.schedule;

import java.time.Instant;
import java.util.UUID;
import org.healthsync.platform.RunId;

/**
 * A place in the order of a connection's runs, which is newest first; runs of one moment are in the
 * order of their ids.
 *
 * @param createdAt of the run at this place
 * @param run its id
 */
public record RunPlace(Instant createdAt, RunId run) {

  /** Before the newest run. */
  public static final RunPlace START =
      new RunPlace(Instant.parse("9999-01-01T00:00:00Z"), new RunId(new UUID(-1, -1)));
}
