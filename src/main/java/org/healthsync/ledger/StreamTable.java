package org.healthsync.ledger;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.healthsync.platform.RequestId;
import org.healthsync.spi.stream.Cursor;

/** Moves cursors inside one transaction. */
final class StreamTable {

  private static final String MOVE_STREAM =
      "insert into stream_state (cursor_version, cursor_value, cursor_at, connection_id, stream)"
          + " values (?, ?, ?, ?, ?) on conflict (connection_id, stream) do update set"
          + " cursor_version = excluded.cursor_version, cursor_value = excluded.cursor_value,"
          + " cursor_at = excluded.cursor_at";

  private static final String MOVE_WINDOW =
      "update sync_request set progress_version = ?, progress_value = ?"
          + " where id = ? and connection_id = ?";

  private StreamTable() {}

  static void move(Writing writing, Progress progress) throws SQLException {
    Cursor next = progress.next();
    if (next == null) {
      return;
    }
    if (progress.window() == null) {
      moveStream(writing, next);
    } else {
      moveWindow(writing, progress.window(), next);
    }
  }

  private static void moveStream(Writing writing, Cursor next) throws SQLException {
    try (PreparedStatement statement = writing.database().prepareStatement(MOVE_STREAM)) {
      statement.setInt(1, next.version());
      statement.setString(2, next.value());
      statement.setObject(3, writing.utcNow());
      statement.setObject(4, writing.connectionId());
      statement.setString(5, writing.origin().stream());
      statement.executeUpdate();
    }
  }

  // no row when the request was cancelled meanwhile: the results are right all the same
  private static void moveWindow(Writing writing, RequestId window, Cursor next)
      throws SQLException {
    try (PreparedStatement statement = writing.database().prepareStatement(MOVE_WINDOW)) {
      statement.setInt(1, next.version());
      statement.setString(2, next.value());
      statement.setObject(3, window.value());
      statement.setObject(4, writing.connectionId());
      statement.executeUpdate();
    }
  }
}
