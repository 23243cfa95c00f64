package org.healthsync.ledger;

import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Stage;
import org.jspecify.annotations.Nullable;

/**
 * What to list of the quarantine; null does not filter.
 *
 * @param connection only of this connection
 * @param stage only what stopped there
 * @param reason only with this code
 */
public record QuarantineFilter(
    @Nullable ConnectionId connection, @Nullable Stage stage, @Nullable String reason) {

  /** Everything. */
  public static final QuarantineFilter ALL = new QuarantineFilter(null, null, null);
}
