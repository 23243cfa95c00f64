package org.healthsync.schedule;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.UUID;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.RequestId;
import org.healthsync.platform.RunId;
import org.healthsync.platform.TenantId;
import org.healthsync.spi.stream.Window;

/**
 * Asks for archived pages to be mapped again. Works inside the caller's transaction; {@link
 * SyncRequests} has the requests from then on.
 */
public final class ReapplyRequests {

  // begun from the start: such a request never coalesces with another
  private static final String ADD =
      "insert into sync_request (id, tenant_id, connection_id, stream, window_from, window_to, lane,"
          + " started_at, created_at, kind) values (?, ?, ?, ?, ?, ?, 'BACKFILL', ?, ?, 'REAPPLY')";

  private static final String LINK =
      "insert into sync_run_request (run_id, request_id, stream) values (?, ?, ?)";

  /**
   * Wants the pages of a stream to be mapped again, newest first.
   *
   * @param fetched when they were fetched
   */
  public RequestId add(
      Connection database,
      TenantId tenant,
      ConnectionId connection,
      String stream,
      Window fetched,
      RunId run,
      Instant now)
      throws SQLException {
    UUID id = UUID.randomUUID();
    try (PreparedStatement statement = database.prepareStatement(ADD)) {
      statement.setObject(1, id);
      statement.setString(2, tenant.value());
      statement.setObject(3, connection.value());
      statement.setString(4, stream);
      statement.setTimestamp(5, Timestamp.from(fetched.from()));
      statement.setTimestamp(6, Timestamp.from(fetched.to()));
      statement.setTimestamp(7, Timestamp.from(now));
      statement.setTimestamp(8, Timestamp.from(now));
      statement.executeUpdate();
    }
    try (PreparedStatement statement = database.prepareStatement(LINK)) {
      statement.setObject(1, run.value());
      statement.setObject(2, id);
      statement.setString(3, stream);
      statement.executeUpdate();
    }
    return new RequestId(id);
  }
}
