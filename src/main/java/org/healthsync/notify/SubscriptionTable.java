package org.healthsync.notify;

import java.nio.charset.StandardCharsets;
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
import org.healthsync.platform.ProviderId;
import org.healthsync.platform.Sealer;
import org.jspecify.annotations.Nullable;

/** The table {@code subscription}. Every method works in the caller's transaction. */
final class SubscriptionTable {

  private static final System.Logger LOG = System.getLogger(SubscriptionTable.class.getName());

  private static final String BEGIN =
      "insert into subscription (connection_id, provider, key_hash, sealed_key, status, next_at,"
          + " updated_at) values (?, ?, ?, ?, 'PENDING', ?, ?)"
          + " on conflict (connection_id) do update set status = 'PENDING', attempts = 0,"
          + " next_at = excluded.next_at, updated_at = excluded.updated_at";

  private static final String COLUMNS = "connection_id, provider, sealed_key, status, attempts";

  private static final String TAKE =
      "update subscription s set next_at = ? from (select d.connection_id from subscription d"
          + " join connection c on c.id = d.connection_id and c.status = 'ACTIVE'"
          + " where d.next_at <= ? order by d.next_at limit ? for update of d skip locked) as due"
          + " where s.connection_id = due.connection_id"
          + " returning s.connection_id, s.provider, s.sealed_key, s.status, s.attempts";

  private static final String TAKE_ONE =
      "update subscription set next_at = ? where connection_id = ? returning " + COLUMNS;

  private static final String NOTE =
      "update subscription set status = ?, attempts = ?, next_at = ?, last_error = ?,"
          + " updated_at = ? where connection_id = ?";

  private static final String STATUS = "select status from subscription where connection_id = ?";

  private static final String OWNER =
      "select connection_id, key_hash from subscription where key_hash = ? and provider = ?";

  private static final String FIND =
      "select " + COLUMNS + " from subscription where connection_id = ?";

  private static final String REMOVE = "delete from subscription where connection_id = ?";

  private static final String WITHOUT =
      "select c.id, c.provider from connection c where c.status = 'ACTIVE' and c.provider = any(?)"
          + " and not exists (select 1 from subscription s where s.connection_id = c.id) limit ?";

  private final Sealer sealer;

  SubscriptionTable(Sealer sealer) {
    this.sealer = sealer;
  }

  /** Notes a callback with a new key, or that the one there is has to be made known again. */
  void begin(Connection database, ConnectionId connection, ProviderId provider, Instant now)
      throws SQLException {
    WebhookKey key = WebhookKey.random();
    try (PreparedStatement statement = database.prepareStatement(BEGIN)) {
      statement.setObject(1, connection.value());
      statement.setString(2, provider.value());
      statement.setBytes(3, key.hash());
      statement.setBytes(
          4, sealer.seal(key.reveal().getBytes(StandardCharsets.UTF_8), place(connection)));
      statement.setTimestamp(5, Timestamp.from(now));
      statement.setTimestamp(6, Timestamp.from(now));
      statement.executeUpdate();
    }
  }

  /** Takes what is due, of active connections; nobody else gets it until {@code lease}. */
  List<Subscription> take(Connection database, Instant now, Instant lease, int limit)
      throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(TAKE)) {
      statement.setTimestamp(1, Timestamp.from(lease));
      statement.setTimestamp(2, Timestamp.from(now));
      statement.setInt(3, limit);
      return read(statement);
    }
  }

  /** Takes one, due or not. */
  Optional<Subscription> take(Connection database, ConnectionId connection, Instant lease)
      throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(TAKE_ONE)) {
      statement.setTimestamp(1, Timestamp.from(lease));
      statement.setObject(2, connection.value());
      return read(statement).stream().findFirst();
    }
  }

  /** Notes how an attempt ended. */
  void note(
      Connection database,
      ConnectionId connection,
      SubscriptionStatus status,
      int attempts,
      @Nullable String error,
      Instant next,
      Instant now)
      throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(NOTE)) {
      statement.setString(1, status.name());
      statement.setInt(2, attempts);
      statement.setTimestamp(3, Timestamp.from(next));
      statement.setString(4, error);
      statement.setTimestamp(5, Timestamp.from(now));
      statement.setObject(6, connection.value());
      statement.executeUpdate();
    }
  }

  Optional<SubscriptionStatus> status(Connection database, ConnectionId connection)
      throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(STATUS)) {
      statement.setObject(1, connection.value());
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? Optional.of(SubscriptionStatus.valueOf(row.getString(1)))
            : Optional.empty();
      }
    }
  }

  /** Whose key it is. */
  Optional<ConnectionId> owner(Connection database, ProviderId provider, WebhookKey key)
      throws SQLException {
    byte[] hash = key.hash();
    try (PreparedStatement statement = database.prepareStatement(OWNER)) {
      statement.setBytes(1, hash);
      statement.setString(2, provider.value());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && java.security.MessageDigest.isEqual(hash, row.getBytes(2))
            ? Optional.of(new ConnectionId(row.getObject(1, UUID.class)))
            : Optional.empty();
      }
    }
  }

  Optional<Subscription> find(Connection database, ConnectionId connection) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(FIND)) {
      statement.setObject(1, connection.value());
      return read(statement).stream().findFirst();
    }
  }

  void remove(Connection database, ConnectionId connection) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(REMOVE)) {
      statement.setObject(1, connection.value());
      statement.executeUpdate();
    }
  }

  /** Notes callbacks for active connections of these providers that have none. */
  int beginForgotten(Connection database, List<String> providers, Instant now, int limit)
      throws SQLException {
    int begun = 0;
    try (PreparedStatement statement = database.prepareStatement(WITHOUT)) {
      statement.setArray(1, database.createArrayOf("text", providers.toArray()));
      statement.setInt(2, limit);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          ConnectionId connection = new ConnectionId(row.getObject(1, UUID.class));
          begin(database, connection, new ProviderId(row.getString(2)), now);
          begun++;
        }
      }
    }
    return begun;
  }

  private List<Subscription> read(PreparedStatement statement) throws SQLException {
    List<Subscription> all = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        subscription(row).ifPresent(all::add);
      }
    }
    return all;
  }

  /** Empty when the key does not open: one damaged row must not hold up the others. */
  private Optional<Subscription> subscription(ResultSet row) throws SQLException {
    ConnectionId connection = new ConnectionId(row.getObject(1, UUID.class));
    try {
      byte[] key = sealer.open(row.getBytes(3), place(connection));
      return Optional.of(
          new Subscription(
              connection,
              new ProviderId(row.getString(2)),
              WebhookKey.of(new String(key, StandardCharsets.UTF_8)),
              SubscriptionStatus.valueOf(row.getString(4)),
              row.getInt(5)));
    } catch (Sealer.BrokenSealException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          () -> "connection %s: the key of its callback does not open".formatted(connection));
      return Optional.empty();
    }
  }

  private static String place(ConnectionId connection) {
    return "webhook-key:" + connection;
  }
}
