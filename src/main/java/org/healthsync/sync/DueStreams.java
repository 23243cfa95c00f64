package org.healthsync.sync;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.TenantId;

/** When streams are looked at without anybody asking. */
final class DueStreams {

  private static final int AT_ONCE = 100;
  private static final Duration REREAD = Duration.ofDays(1);
  private static final Duration NOT_ACTIVE = Duration.ofHours(1);

  private static final String EXPECT =
      "insert into stream_state (connection_id, stream, next_due_at)"
          + " select ?, stream, ? from unnest(?::text[]) as stream"
          + " on conflict (connection_id, stream) do update"
          + " set next_due_at = coalesce(stream_state.next_due_at, excluded.next_due_at)";

  private static final String AGAIN =
      "insert into stream_state (connection_id, stream, next_due_at, reread_due_at)"
          + " values (?, ?, ?, ?) on conflict (connection_id, stream) do update set"
          + " next_due_at = excluded.next_due_at,"
          + " reread_due_at = coalesce(stream_state.reread_due_at, excluded.reread_due_at)";

  // taking moves the time on, so that two replicas do not take the same, and what cannot be read
  // does not come first for ever
  private static final String TAKE =
      "with due as (select connection_id, stream from stream_state where %1$s <= ?"
          + " order by %1$s limit ? for update skip locked)"
          + " update stream_state s set %1$s = case c.status when 'ACTIVE' then ?::timestamptz"
          + " when 'REVOKED' then null else ?::timestamptz end"
          + " from due d join connection c on c.id = d.connection_id"
          + " where s.connection_id = d.connection_id and s.stream = d.stream"
          + " returning c.tenant_id, s.connection_id, s.stream, c.status = 'ACTIVE'";

  private static final String ASKED =
      "exists (select 1 from sync_request r where r.connection_id = s.connection_id"
          + " and r.stream = s.stream and r.window_from is null and r.kind = 'FETCH')";

  private static final String TAKE_NEW = TAKE.formatted("next_due_at") + " and not " + ASKED;
  private static final String TAKE_REREAD = TAKE.formatted("reread_due_at");

  private static final String KNOWN =
      "select s.stream from stream_state s where s.connection_id = ? and (s.next_due_at is not null"
          + (" or " + ASKED + ")");

  private static final String REREAD_BEGUN =
      "update stream_state set reread_due_at = ? where connection_id = ? and stream = ?";

  private final Clock clock;

  DueStreams(Clock clock) {
    this.clock = clock;
  }

  /**
   * Notes, where streams are asked for, that they are due if nothing comes of it within {@code
   * retry}: whatever happens to the request, they are not forgotten.
   */
  void expect(Connection transaction, ConnectionId connection, List<String> streams, Duration retry)
      throws SQLException {
    try (PreparedStatement statement = transaction.prepareStatement(EXPECT)) {
      statement.setObject(1, connection.value());
      statement.setTimestamp(2, Timestamp.from(clock.instant().plus(retry)));
      statement.setArray(3, transaction.createArrayOf("text", streams.toArray()));
      statement.executeUpdate();
    }
  }

  /** Streams of a connection that are asked for or will be. */
  Set<String> known(Connection transaction, ConnectionId connection) throws SQLException {
    Set<String> streams = new HashSet<>();
    try (PreparedStatement statement = transaction.prepareStatement(KNOWN)) {
      statement.setObject(1, connection.value());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          streams.add(row.getString(1));
        }
      }
    }
    return streams;
  }

  /** Notes that a stream is due again after {@code delay}, and for a second look within a day. */
  void again(Connection transaction, ConnectionId connection, String stream, Duration delay)
      throws SQLException {
    try (PreparedStatement statement = transaction.prepareStatement(AGAIN)) {
      statement.setObject(1, connection.value());
      statement.setString(2, stream);
      statement.setTimestamp(3, Timestamp.from(clock.instant().plus(delay)));
      statement.setTimestamp(4, Timestamp.from(clock.instant().plus(REREAD)));
      statement.executeUpdate();
    }
  }

  /**
   * Takes streams that are due, some at a time, in the caller's transaction; they are due again
   * after {@code retry} unless a sync says otherwise. What is asked for already is left alone.
   */
  Batch take(Connection transaction, Duration retry) throws SQLException {
    return take(transaction, TAKE_NEW, retry);
  }

  /**
   * Takes streams whose look-back window is to be read again, some at a time, in the caller's
   * transaction: a provider tells what is new or changed but not what is gone. They are due again
   * after {@code retry} unless it was {@link #rereadBegun begun}.
   */
  Batch takeRereads(Connection transaction, Duration retry) throws SQLException {
    return take(transaction, TAKE_REREAD, retry);
  }

  /** The look-back window is due again after a day. */
  void rereadBegun(Connection transaction, Due stream) throws SQLException {
    try (PreparedStatement statement = transaction.prepareStatement(REREAD_BEGUN)) {
      statement.setTimestamp(1, Timestamp.from(clock.instant().plus(REREAD)));
      statement.setObject(2, stream.connection().value());
      statement.setString(3, stream.stream());
      statement.executeUpdate();
    }
  }

  private Batch take(Connection transaction, String sql, Duration again) throws SQLException {
    Instant now = clock.instant();
    List<Due> due = new ArrayList<>();
    int taken = 0;
    try (PreparedStatement statement = transaction.prepareStatement(sql)) {
      statement.setTimestamp(1, Timestamp.from(now));
      statement.setInt(2, AT_ONCE);
      statement.setTimestamp(3, Timestamp.from(now.plus(again)));
      statement.setTimestamp(4, Timestamp.from(now.plus(NOT_ACTIVE)));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          taken++;
          if (row.getBoolean(4)) {
            due.add(
                new Due(
                    new TenantId(row.getString(1)),
                    new ConnectionId(row.getObject(2, UUID.class)),
                    row.getString(3)));
          }
        }
      }
    }
    return new Batch(due, taken == AT_ONCE);
  }

  /**
   * What was taken.
   *
   * @param due of active connections, those that wait to be read left out
   * @param more whether others may be due
   */
  record Batch(List<Due> due, boolean more) {}

  /** A stream that is due. */
  record Due(TenantId tenant, ConnectionId connection, String stream) {}
}
