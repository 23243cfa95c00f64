package org.healthsync.schedule;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Database;
import org.healthsync.spi.stream.Window;
import org.jspecify.annotations.Nullable;

/** What is still to be fetched of connections. Safe for many threads; blocks on the database. */
public final class OpenWork {

  private static final String OPEN =
      "select stream, window_from, window_to, attempts from sync_request"
          + " where connection_id = ? and kind = 'FETCH'";

  private final Database database;

  /** Reads from {@code database}. */
  public OpenWork(Database database) {
    this.database = database;
  }

  /** The open requests of a connection. The caller has checked the tenant. */
  public List<Open> of(ConnectionId connection) {
    return database.inTransaction(
        transaction -> {
          try (PreparedStatement statement = transaction.prepareStatement(OPEN)) {
            statement.setObject(1, connection.value());
            return read(statement);
          }
        });
  }

  private static List<Open> read(PreparedStatement statement) throws SQLException {
    List<Open> open = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        Timestamp from = row.getTimestamp(2);
        Timestamp to = row.getTimestamp(3);
        open.add(
            new Open(
                row.getString(1),
                from == null || to == null ? null : new Window(from.toInstant(), to.toInstant()),
                row.getInt(4)));
      }
    }
    return open;
  }

  /**
   * An open request.
   *
   * @param stream what is read
   * @param window which window of it; null for "what is new"
   * @param failures failed attempts in a row
   */
  public record Open(String stream, @Nullable Window window, int failures) {}
}
