package org.healthsync.deliver;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.TenantId;

/** Knows what resources are now. Safe for many threads. */
@FunctionalInterface
public interface CurrentVersions {

  /**
   * Puts them behind what waits in a connection's outbox, those that wait already included.
   *
   * @param transaction the caller's, in which it happens
   * @param references such as {@code Observation/<id>}
   */
  void queue(
      Connection transaction,
      TenantId tenant,
      ConnectionId connection,
      List<String> references,
      Instant now)
      throws SQLException;
}
