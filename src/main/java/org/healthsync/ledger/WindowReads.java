package org.healthsync.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.healthsync.spi.stream.Window;
import org.jspecify.annotations.Nullable;

/**
 * The windows that were read to their end after a page was fetched. A reading of the page that lies
 * in one of them and that none of the read's own pages showed is gone at the provider, also when it
 * never became a resource, because no mapping made one of it then.
 */
final class WindowReads {

  private static final String ADD =
      "insert into window_read (connection_id, stream, window_from, window_to, began_at, ended_at)"
          + " values (?, ?, ?, ?, ?, ?) on conflict do nothing";

  private static final String SINCE =
      "select window_from, window_to from window_read where connection_id = ? and stream = ?"
          + " and began_at > ? and ended_at <= ?";

  private static final String FORGET = "delete from window_read where ended_at < ?";

  /** None. */
  static final WindowReads NONE = new WindowReads(List.of());

  private final List<Window> windows;

  private WindowReads(List<Window> windows) {
    this.windows = windows;
  }

  /** Notes the end of a read. */
  static void add(Writing writing, Reconciliation read) throws SQLException {
    try (PreparedStatement statement = writing.database().prepareStatement(ADD)) {
      statement.setObject(1, writing.connectionId());
      statement.setString(2, writing.origin().stream());
      statement.setObject(3, Writing.utc(read.window().from()));
      statement.setObject(4, Writing.utc(read.window().to()));
      statement.setObject(5, Writing.utc(read.readBegan()));
      statement.setObject(6, writing.utcNow());
      statement.executeUpdate();
    }
  }

  /** Reads that began after {@code page} and ended before {@code until}. */
  static WindowReads since(Writing writing, Stamp page, Instant until) throws SQLException {
    try (PreparedStatement statement = writing.database().prepareStatement(SINCE)) {
      statement.setObject(1, writing.connectionId());
      statement.setString(2, writing.origin().stream());
      statement.setObject(3, Writing.utc(page.at()));
      statement.setObject(4, Writing.utc(until));
      List<Window> windows = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          windows.add(
              new Window(
                  row.getObject(1, OffsetDateTime.class).toInstant(),
                  row.getObject(2, OffsetDateTime.class).toInstant()));
        }
      }
      return new WindowReads(windows);
    }
  }

  static int forget(Connection database, Instant before) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(FORGET)) {
      statement.setObject(1, Writing.utc(before));
      return statement.executeUpdate();
    }
  }

  /** Whether one of them must have shown what was measured then. */
  boolean cover(@Nullable Instant measuredAt) {
    return measuredAt != null
        && windows.stream()
            .anyMatch(
                window -> !measuredAt.isBefore(window.from()) && measuredAt.isBefore(window.to()));
  }
}
