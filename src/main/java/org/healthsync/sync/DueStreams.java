package org.healthsync.sync;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.healthsync.platform.Claim;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Database;
import org.healthsync.platform.TenantId;

/** When streams are looked at without anybody asking. */
final class DueStreams {

  private static final int AT_ONCE = 500;
  private static final Duration REREAD = Duration.ofDays(1);

  private static final String AGAIN =
      "insert into stream_state (connection_id, stream, next_due_at, reread_due_at)"
          + " values (?, ?, ?, ?) on conflict (connection_id, stream) do update set"
          + " next_due_at = excluded.next_due_at,"
          + " reread_due_at = coalesce(stream_state.reread_due_at, excluded.reread_due_at)";

  // taking moves the time on, so that two replicas do not take the same
  private static final String TAKE =
      "update stream_state s set %1$s = ? from connection c where c.id = s.connection_id"
          + " and (s.connection_id, s.stream) in (select connection_id, stream from stream_state"
          + " where %1$s <= ? order by %1$s limit ? for update skip locked)"
          + " and c.status = 'ACTIVE' returning c.tenant_id, s.connection_id, s.stream";

  private static final String TAKE_NEW = TAKE.formatted("next_due_at");
  private static final String TAKE_REREAD = TAKE.formatted("reread_due_at");

  private final Database database;
  private final Clock clock;

  DueStreams(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Notes that a stream is due again after {@code delay}, and for a second look within a day. */
  void again(Claim claim, String stream, Duration delay) {
    database.inTransaction(
        transaction -> {
          claim.require(transaction);
          try (PreparedStatement statement = transaction.prepareStatement(AGAIN)) {
            statement.setObject(1, claim.connection().value());
            statement.setString(2, stream);
            statement.setTimestamp(3, Timestamp.from(clock.instant().plus(delay)));
            statement.setTimestamp(4, Timestamp.from(clock.instant().plus(REREAD)));
            return statement.executeUpdate();
          }
        });
  }

  /**
   * Takes streams that are due, in the caller's transaction; they are due again after {@code retry}
   * unless a sync says otherwise.
   */
  List<Due> take(Connection transaction, Duration retry) throws SQLException {
    return take(transaction, TAKE_NEW, retry);
  }

  /**
   * Takes streams whose look-back window is to be read again, in the caller's transaction: a
   * provider tells what is new or changed but not what is gone. Due again after a day.
   */
  List<Due> takeRereads(Connection transaction) throws SQLException {
    return take(transaction, TAKE_REREAD, REREAD);
  }

  private List<Due> take(Connection transaction, String sql, Duration again) throws SQLException {
    List<Due> due = new ArrayList<>();
    try (PreparedStatement statement = transaction.prepareStatement(sql)) {
      statement.setTimestamp(1, Timestamp.from(clock.instant().plus(again)));
      statement.setTimestamp(2, Timestamp.from(clock.instant()));
      statement.setInt(3, AT_ONCE);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          due.add(
              new Due(
                  new TenantId(row.getString(1)),
                  new ConnectionId(row.getObject(2, UUID.class)),
                  row.getString(3)));
        }
      }
    }
    return due;
  }

  /** A stream that is due. */
  record Due(TenantId tenant, ConnectionId connection, String stream) {}
}
