package org.healthsync.schedule;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.RequestId;
import org.healthsync.spi.stream.Window;
import org.jspecify.annotations.Nullable;

/**
 * What notifications need to know of requests. Waiting requests that are found are locked: they
 * cannot begin before the caller's transaction ends, so they read what was there when they were
 * asked for.
 */
public final class NotifiedRequests {

  // urgent enough to serve a notification as well
  private static final String WAITS =
      "select 1 from sync_request where connection_id = ? and stream = ? and window_from is null"
          + " and started_at is null and kind = 'FETCH' and lane in ('INTERACTIVE', 'WEBHOOK')"
          + " for update";

  private static final String WINDOWS =
      "select id, window_from, window_to from sync_request where connection_id = ? and stream = ?"
          + " and window_from is not null and started_at is null and kind = 'FETCH'"
          + " and lane = 'WEBHOOK' order by window_from, id for update";

  private static final String WIDEN =
      "update sync_request r set window_from = ?, window_to = ? where r.id = ? and not exists"
          + " (select 1 from sync_request o where o.connection_id = r.connection_id"
          + " and o.stream = r.stream and o.window_from = ? and o.window_to = ?"
          + " and o.started_at is null and o.id <> r.id)";

  /**
   * A window that waits to be read.
   *
   * @param request the request for it; null for one that is not asked for yet
   */
  public record Waiting(@Nullable RequestId request, Window window) {}

  /** Whether "what is new" of a stream waits, urgently enough. */
  public boolean newsWaits(Connection database, ConnectionId connection, String stream)
      throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(WAITS)) {
      statement.setObject(1, connection.value());
      statement.setString(2, stream);
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    }
  }

  /** The windows of a stream that wait. */
  public List<Waiting> of(Connection database, ConnectionId connection, String stream)
      throws SQLException {
    List<Waiting> all = new ArrayList<>();
    try (PreparedStatement statement = database.prepareStatement(WINDOWS)) {
      statement.setObject(1, connection.value());
      statement.setString(2, stream);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          all.add(
              new Waiting(
                  new RequestId(row.getObject(1, UUID.class)),
                  new Window(row.getTimestamp(2).toInstant(), row.getTimestamp(3).toInstant())));
        }
      }
    }
    return all;
  }

  /**
   * Lets a waiting request read a larger window.
   *
   * @return false when just that window waits already
   */
  public boolean widen(Connection database, RequestId request, Window window) throws SQLException {
    Timestamp from = Timestamp.from(window.from());
    Timestamp to = Timestamp.from(window.to());
    try (PreparedStatement statement = database.prepareStatement(WIDEN)) {
      statement.setTimestamp(1, from);
      statement.setTimestamp(2, to);
      statement.setObject(3, request.value());
      statement.setTimestamp(4, from);
      statement.setTimestamp(5, to);
      return statement.executeUpdate() == 1;
    }
  }

  /** When a request was first asked for, or empty when it was ended. */
  public Optional<Instant> askedAt(Connection database, RequestId request) throws SQLException {
    try (PreparedStatement statement =
        database.prepareStatement("select created_at from sync_request where id = ?")) {
      statement.setObject(1, request.value());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(row.getTimestamp(1).toInstant()) : Optional.empty();
      }
    }
  }
}
