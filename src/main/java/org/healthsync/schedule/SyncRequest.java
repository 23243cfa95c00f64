package org.healthsync.schedule;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Lane;
import org.healthsync.platform.RequestId;
import org.healthsync.platform.TenantId;
import org.healthsync.spi.stream.Cursor;
import org.healthsync.spi.stream.Window;
import org.jspecify.annotations.Nullable;

/**
 * One stream, or one window of it, that is to be read.
 *
 * @param id ours
 * @param tenant whose
 * @param connection of which account
 * @param stream name of the stream
 * @param explicitWindow span to read, or null for "what is new"
 * @param lane how urgent
 * @param progress where the page before ended inside the window, or null
 * @param attempts failures in a row
 * @param startedAt when work on it began; null while it waits and nothing of it was read
 * @param kind where its pages come from
 * @param trail how far its pages have come
 */
public record SyncRequest(
    RequestId id,
    TenantId tenant,
    ConnectionId connection,
    String stream,
    @Nullable Window explicitWindow,
    Lane lane,
    @Nullable Cursor progress,
    int attempts,
    @Nullable Instant startedAt,
    Kind kind,
    Trail trail) {

  /** Where pages come from. */
  public enum Kind {
    /** From the provider. */
    FETCH,
    /** From the archive: the window is the span in which they were fetched. */
    REAPPLY
  }

  /** A row of {@code sync_request}. */
  static SyncRequest read(ResultSet row) throws SQLException {
    Timestamp from = row.getTimestamp("window_from");
    Timestamp to = row.getTimestamp("window_to");
    Timestamp started = row.getTimestamp("started_at");
    String progress = row.getString("progress_value");
    return new SyncRequest(
        new RequestId(row.getObject("id", UUID.class)),
        new TenantId(row.getString("tenant_id")),
        new ConnectionId(row.getObject("connection_id", UUID.class)),
        row.getString("stream"),
        from == null ? null : new Window(from.toInstant(), to.toInstant()),
        Lane.valueOf(row.getString("lane")),
        progress == null ? null : new Cursor(row.getInt("progress_version"), progress),
        row.getInt("attempts"),
        started == null ? null : started.toInstant(),
        Kind.valueOf(row.getString("kind")),
        new Trail(row.getInt("pages"), row.getString("landmark")));
  }

  /** The same where it turned out that nothing of it could be read: work on it has not begun. */
  public SyncRequest untouched() {
    return new SyncRequest(
        id,
        tenant,
        connection,
        stream,
        explicitWindow,
        lane,
        progress,
        attempts,
        null,
        kind,
        trail);
  }

  /** The span to read, when one was asked for. */
  public Optional<Window> window() {
    return Optional.ofNullable(explicitWindow);
  }
}
