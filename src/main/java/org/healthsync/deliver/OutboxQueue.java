package org.healthsync.deliver;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Database;

/**
 * A connection's outbox as its deliverer sees it. Safe for many threads; blocks on the database.
 */
final class OutboxQueue {

  // a bundle that a server still takes in one piece; a single larger resource goes alone
  private static final int LARGEST_BUNDLE_BYTES = 4 * 1024 * 1024;

  private static final String RENEW =
      "update delivery_state set lease_until = now() + ? * interval '1 millisecond'"
          + " where connection_id = ? and fence = ?";

  private static final String HEAD =
      "select seq, resource_type, resource_id, reading_type, body, source_at from outbox"
          + " where connection_id = ? order by seq limit ?";

  // what the server has taken may be forgotten by whoever knows it, also after the lease was lost
  private static final String ACKNOWLEDGE =
      "delete from outbox where seq = any(?) and connection_id = ?";

  // what was refused once and is taken now has nothing more to do in quarantine
  private static final String CLEAR =
      "delete from quarantine where exists (select 1 from quarantine x where x.connection_id = ?"
          + " and x.stage = 'DELIVER') and connection_id = ? and stage = 'DELIVER'"
          + " and pointer = any(?)";

  private static final String PENDING = "select count(*) from outbox where connection_id = ?";

  private final Database database;

  OutboxQueue(Database database) {
    this.database = database;
  }

  /**
   * Keeps the lease for another {@code duration}.
   *
   * @throws LeaseLostException when another has it
   */
  void renew(Lease lease, Duration duration) {
    int kept =
        database.inTransaction(
            transaction -> {
              try (PreparedStatement statement = transaction.prepareStatement(RENEW)) {
                statement.setLong(1, duration.toMillis());
                statement.setObject(2, lease.connection().value());
                statement.setLong(3, lease.fence());
                return statement.executeUpdate();
              }
            });
    if (kept == 0) {
      throw new LeaseLostException(lease.connection());
    }
  }

  /** The oldest rows, the latest version of each resource only, targets of references first. */
  List<OutboxEntry> head(ConnectionId connection, int rows) {
    Map<String, OutboxEntry> latest = new LinkedHashMap<>();
    for (OutboxEntry entry : read(connection, rows)) {
      OutboxEntry earlier = latest.remove(entry.reference());
      latest.put(entry.reference(), earlier == null ? entry : entry.superseding(earlier));
    }
    return latest.values().stream().sorted(Comparator.comparingInt(OutboxEntry::rank)).toList();
  }

  private List<OutboxEntry> read(ConnectionId connection, int rows) {
    return database.inTransaction(
        transaction -> {
          try (PreparedStatement statement = transaction.prepareStatement(HEAD)) {
            statement.setObject(1, connection.value());
            statement.setInt(2, rows);
            return read(statement);
          }
        });
  }

  private static List<OutboxEntry> read(PreparedStatement statement) throws SQLException {
    List<OutboxEntry> entries = new ArrayList<>();
    int bytes = 0;
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        byte[] body = row.getBytes(5);
        bytes += body.length;
        if (bytes > LARGEST_BUNDLE_BYTES && !entries.isEmpty()) {
          break;
        }
        OffsetDateTime sourceAt = row.getObject(6, OffsetDateTime.class);
        entries.add(
            new OutboxEntry(
                List.of(row.getLong(1)),
                row.getString(2),
                row.getObject(3, UUID.class),
                row.getString(4),
                body,
                sourceAt == null ? null : sourceAt.toInstant()));
      }
    }
    return entries;
  }

  /** Forgets what the server has taken, all superseded versions included. */
  void acknowledge(Lease lease, List<OutboxEntry> taken) {
    database.inTransaction(
        transaction -> {
          clear(transaction, lease, taken);
          return remove(transaction, lease, taken);
        });
  }

  private static void clear(Connection transaction, Lease lease, List<OutboxEntry> taken)
      throws SQLException {
    try (PreparedStatement statement = transaction.prepareStatement(CLEAR)) {
      statement.setObject(1, lease.connection().value());
      statement.setObject(2, lease.connection().value());
      Object[] references = taken.stream().map(OutboxEntry::reference).toArray();
      statement.setArray(3, transaction.createArrayOf("text", references));
      statement.executeUpdate();
    }
  }

  /** Removes rows inside a transaction. */
  static int remove(Connection transaction, Lease lease, List<OutboxEntry> entries)
      throws SQLException {
    try (PreparedStatement statement = transaction.prepareStatement(ACKNOWLEDGE)) {
      Object[] rows = entries.stream().flatMap(entry -> entry.rows().stream()).toArray();
      statement.setArray(1, transaction.createArrayOf("bigint", rows));
      statement.setObject(2, lease.connection().value());
      return statement.executeUpdate();
    }
  }

  /** How many versions wait. */
  long pending(ConnectionId connection) {
    return database.inTransaction(
        transaction -> {
          try (PreparedStatement statement = transaction.prepareStatement(PENDING)) {
            statement.setObject(1, connection.value());
            try (ResultSet count = statement.executeQuery()) {
              count.next();
              return count.getLong(1);
            }
          }
        });
  }
}
