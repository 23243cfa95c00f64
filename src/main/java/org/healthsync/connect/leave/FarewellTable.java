package org.healthsync.connect.leave;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.ProviderId;
import org.healthsync.platform.TenantId;

/** The table {@code farewell}. Every method works in the caller's transaction. */
final class FarewellTable {

  private static final String ADD =
      "insert into farewell (connection_id, tenant_id, sealed, next_at, give_up_at)"
          + " values (?, ?, ?, ?, ?) on conflict (connection_id) do nothing";

  private static final String RETURNING =
      " returning f.connection_id, f.tenant_id, f.sealed, f.attempts, f.give_up_at";

  private static final String TAKE =
      "update farewell f set attempts = f.attempts + 1, next_at = least(?, f.give_up_at)"
          + " from (select connection_id from farewell where next_at <= ? order by next_at limit ?"
          + " for update skip locked) as due where f.connection_id = due.connection_id"
          + RETURNING;

  private static final String TAKE_ONE =
      "update farewell f set attempts = f.attempts + 1, next_at = least(?, f.give_up_at)"
          + " where f.connection_id = ?"
          + RETURNING;

  private static final String LATER =
      "update farewell set next_at = least(?, give_up_at) where connection_id = ?";

  private static final String IS_CONNECTED =
      "select 1 from connection where provider = ? and account_id = ?"
          + " and status in ('ACTIVE', 'REAUTHORIZE') limit 1";

  private static final String REMOVE = "delete from farewell where connection_id = ?";

  /**
   * A farewell that is due.
   *
   * @param attempts how often it was tried, now included
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Due(
      ConnectionId connection, TenantId tenant, byte[] sealed, int attempts, Instant giveUpAt) {}

  void add(
      Connection database,
      ConnectionId connection,
      TenantId tenant,
      byte[] sealed,
      Instant nextAt,
      Instant giveUpAt)
      throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(ADD)) {
      statement.setObject(1, connection.value());
      statement.setString(2, tenant.value());
      statement.setBytes(3, sealed);
      statement.setTimestamp(4, Timestamp.from(nextAt));
      statement.setTimestamp(5, Timestamp.from(giveUpAt));
      statement.executeUpdate();
    }
  }

  List<Due> take(Connection database, Instant now, Instant lease, int limit) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(TAKE)) {
      statement.setTimestamp(1, Timestamp.from(lease));
      statement.setTimestamp(2, Timestamp.from(now));
      statement.setInt(3, limit);
      return read(statement);
    }
  }

  List<Due> take(Connection database, ConnectionId connection, Instant lease) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(TAKE_ONE)) {
      statement.setTimestamp(1, Timestamp.from(lease));
      statement.setObject(2, connection.value());
      return read(statement);
    }
  }

  void later(Connection database, ConnectionId connection, Instant next) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(LATER)) {
      statement.setTimestamp(1, Timestamp.from(next));
      statement.setObject(2, connection.value());
      statement.executeUpdate();
    }
  }

  void remove(Connection database, ConnectionId connection) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(REMOVE)) {
      statement.setObject(1, connection.value());
      statement.executeUpdate();
    }
  }

  /** Whether any tenant has a live connection to the account. */
  boolean isConnected(Connection database, ProviderId provider, String account)
      throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(IS_CONNECTED)) {
      statement.setString(1, provider.value());
      statement.setString(2, account);
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    }
  }

  private static List<Due> read(PreparedStatement statement) throws SQLException {
    List<Due> all = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        all.add(
            new Due(
                new ConnectionId(row.getObject(1, UUID.class)),
                new TenantId(row.getString(2)),
                row.getBytes(3),
                row.getInt(4),
                row.getTimestamp(5).toInstant()));
      }
    }
    return all;
  }
}
