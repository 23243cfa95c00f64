package org.healthsync.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.healthsync.platform.Claim;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Database;
import org.healthsync.spi.stream.Cursor;
import org.jspecify.annotations.Nullable;

/**
 * How far the streams of a connection are. Cursors move on only in {@link Ledger#commit}. Safe for
 * many threads; blocks on the database.
 */
public final class StreamStates {

  private static final String READ =
      "select stream, cursor_version, cursor_value, cursor_at, last_success_at, last_error,"
          + " last_error_at from stream_state where connection_id = ? order by stream";

  private static final String SUCCESS =
      "insert into stream_state (connection_id, stream, last_success_at) values (?, ?, ?)"
          + " on conflict (connection_id, stream) do update set"
          + " last_success_at = excluded.last_success_at, last_error = null, last_error_at = null";

  // the place from which a later read can begin anew
  private static final String COMPLETE =
      SUCCESS
          + ", complete_version = stream_state.cursor_version,"
          + " complete_value = stream_state.cursor_value";

  private static final String BACK =
      "update stream_state set cursor_version = complete_version, cursor_value = complete_value,"
          + " cursor_at = ? where connection_id = ? and stream = ?"
          + " and cursor_value is distinct from complete_value";

  private static final String FAILURE =
      "insert into stream_state (connection_id, stream, last_error_at, last_error)"
          + " values (?, ?, ?, ?) on conflict (connection_id, stream) do update set"
          + " last_error = excluded.last_error, last_error_at = excluded.last_error_at";

  private final Database database;
  private final Clock clock;

  /** Works on {@code database}. */
  public StreamStates(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** All streams that were ever touched, by name. The caller has checked the tenant. */
  public List<StreamState> of(ConnectionId connection) {
    return database.inTransaction(
        transaction -> {
          try (PreparedStatement statement = transaction.prepareStatement(READ)) {
            statement.setObject(1, connection.value());
            return read(statement);
          }
        });
  }

  /** One stream; empty when it was never touched. */
  public Optional<StreamState> of(ConnectionId connection, String stream) {
    return of(connection).stream().filter(state -> state.stream().equals(stream)).findFirst();
  }

  /**
   * Notes that a window of the stream was read to its end.
   *
   * @throws org.healthsync.platform.ClaimLostException when another worker took over
   */
  public void markSuccess(Claim claim, String stream) {
    mark(SUCCESS, claim, stream, null);
  }

  /**
   * Notes that the stream itself was read to its end, as far as its cursor now is.
   *
   * @throws org.healthsync.platform.ClaimLostException when another worker took over
   */
  public void markComplete(Claim claim, String stream) {
    mark(COMPLETE, claim, stream, null);
  }

  /**
   * Takes the cursor back to where the stream was last read to its end.
   *
   * @return false when it is there already
   */
  public boolean back(Connection transaction, ConnectionId connection, String stream)
      throws SQLException {
    try (PreparedStatement statement = transaction.prepareStatement(BACK)) {
      statement.setObject(1, clock.instant().atOffset(ZoneOffset.UTC));
      statement.setObject(2, connection.value());
      statement.setString(3, stream);
      return statement.executeUpdate() == 1;
    }
  }

  /**
   * Notes a failure.
   *
   * @param code stable code, no text of the provider
   * @throws org.healthsync.platform.ClaimLostException when another worker took over
   */
  public void markFailure(Claim claim, String stream, String code) {
    mark(FAILURE, claim, stream, code);
  }

  private void mark(String sql, Claim claim, String stream, @Nullable String code) {
    database.inTransaction(
        transaction -> {
          claim.require(transaction);
          return execute(transaction, sql, claim, stream, code);
        });
  }

  private int execute(
      Connection transaction, String sql, Claim claim, String stream, @Nullable String code)
      throws SQLException {
    try (PreparedStatement statement = transaction.prepareStatement(sql)) {
      statement.setObject(1, claim.connection().value());
      statement.setString(2, stream);
      statement.setObject(3, clock.instant().atOffset(ZoneOffset.UTC));
      if (code != null) {
        statement.setString(4, code);
      }
      return statement.executeUpdate();
    }
  }

  private static List<StreamState> read(PreparedStatement statement) throws SQLException {
    List<StreamState> states = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        String cursor = row.getString(3);
        states.add(
            new StreamState(
                row.getString(1),
                cursor == null ? null : new Cursor(row.getInt(2), cursor),
                instant(row, 4),
                instant(row, 5),
                row.getString(6),
                instant(row, 7)));
      }
    }
    return states;
  }

  private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
