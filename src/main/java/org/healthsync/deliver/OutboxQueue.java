package org.healthsync.deliver;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Database;

/**
 * A connection's outbox as its deliverer sees it. Safe for many threads; blocks on the database.
 */
final class OutboxQueue {

  // a bundle that a server still takes in one piece; a single larger resource goes alone
  private static final int LARGEST_BUNDLE_BYTES = 4 * 1024 * 1024;

  private static final String RENEW =
      "update delivery_state set lease_until = now() + ? * interval '1 millisecond',"
          + " sent_from = ?, sent_to = ? where connection_id = ? and fence = ?";

  private static final String HEAD =
      "select seq, resource_type, resource_id, reading_type, version, body, source_at from outbox"
          + " where connection_id = ? order by seq limit ?";

  // what the server has taken may be forgotten by whoever knows it, also after the lease was lost;
  // what another connection has replaced meanwhile stays and is sent after what was under way.
  // Locked in the order in which replacements are
  private static final String ACKNOWLEDGE =
      "with settled as (select o.seq from outbox o"
          + " join unnest(?::bigint[], ?::int[]) as sent (seq, version) on o.seq = sent.seq"
          + " where o.connection_id = ? and o.version <= sent.version order by o.seq for update of o)"
          + " delete from outbox o using settled s where o.seq = s.seq";

  private static final String HELD =
      "select 1 from delivery_state where connection_id = ? and fence = ?";

  // what was refused once and is taken now has nothing more to do in quarantine
  private static final String CLEAR =
      "delete from quarantine where exists (select 1 from quarantine x where x.connection_id = ?"
          + " and x.stage = 'DELIVER') and connection_id = ? and stage = 'DELIVER'"
          + " and pointer = any(?)";

  private static final String PENDING = "select count(*) from outbox where connection_id = ?";

  private final Database database;
  private final CurrentVersions current;
  private final Clock clock;

  OutboxQueue(Database database, CurrentVersions current, Clock clock) {
    this.database = database;
    this.current = current;
    this.clock = clock;
  }

  /**
   * Keeps the lease for another {@code duration}, and notes what is under way now: whoever takes
   * over finds it when this deliverer dies.
   *
   * @throws LeaseLostException when another has it
   */
  void renew(Lease lease, Duration duration, List<OutboxEntry> sent) {
    LongSummaryStatistics rows =
        sent.stream()
            .flatMap(entry -> entry.rows().stream())
            .mapToLong(row -> row)
            .summaryStatistics();
    int kept =
        database.inTransaction(
            transaction -> {
              try (PreparedStatement statement = transaction.prepareStatement(RENEW)) {
                statement.setLong(1, duration.toMillis());
                statement.setLong(2, rows.getMin());
                statement.setLong(3, rows.getMax());
                statement.setObject(4, lease.connection().value());
                statement.setLong(5, lease.fence());
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
        byte[] body = row.getBytes(6);
        bytes += body.length;
        if (bytes > LARGEST_BUNDLE_BYTES && !entries.isEmpty()) {
          break;
        }
        OffsetDateTime sourceAt = row.getObject(7, OffsetDateTime.class);
        entries.add(
            new OutboxEntry(
                List.of(row.getLong(1)),
                row.getString(2),
                row.getObject(3, UUID.class),
                row.getString(4),
                row.getInt(5),
                body,
                sourceAt == null ? null : sourceAt.toInstant()));
      }
    }
    return entries;
  }

  /**
   * Forgets what the server has taken, all superseded versions included. What came after another
   * deliverer had taken over may have come last, and is sent again as it is now.
   *
   * @param open sent together with it: the server may have taken them as well
   */
  void acknowledge(Lease lease, List<OutboxEntry> taken, List<OutboxEntry> open) {
    List<OutboxEntry> came = Stream.concat(taken.stream(), open.stream()).toList();
    database.inTransaction(
        transaction -> {
          // as pages do: the ledger, the outbox, then quarantine
          mend(transaction, lease, came);
          remove(transaction, lease, taken);
          return clear(transaction, lease, taken);
        });
  }

  private boolean mend(Connection transaction, Lease lease, List<OutboxEntry> sent)
      throws SQLException {
    if (isHeld(transaction, lease)) {
      return false;
    }
    List<String> references = sent.stream().map(OutboxEntry::reference).toList();
    current.queue(transaction, lease.tenant(), lease.connection(), references, clock.instant());
    return true;
  }

  private static boolean isHeld(Connection transaction, Lease lease) throws SQLException {
    try (PreparedStatement statement = transaction.prepareStatement(HELD)) {
      statement.setObject(1, lease.connection().value());
      statement.setLong(2, lease.fence());
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    }
  }

  private static int clear(Connection transaction, Lease lease, List<OutboxEntry> taken)
      throws SQLException {
    try (PreparedStatement statement = transaction.prepareStatement(CLEAR)) {
      statement.setObject(1, lease.connection().value());
      statement.setObject(2, lease.connection().value());
      Object[] references = taken.stream().map(OutboxEntry::reference).toArray();
      statement.setArray(3, transaction.createArrayOf("text", references));
      return statement.executeUpdate();
    }
  }

  /** Removes rows inside a transaction, unless they hold a newer version by now. */
  static int remove(Connection transaction, Lease lease, List<OutboxEntry> entries)
      throws SQLException {
    List<Long> rows = new ArrayList<>();
    List<Integer> versions = new ArrayList<>();
    for (OutboxEntry entry : entries) {
      rows.addAll(entry.rows());
      versions.addAll(Collections.nCopies(entry.rows().size(), entry.version()));
    }
    try (PreparedStatement statement = transaction.prepareStatement(ACKNOWLEDGE)) {
      statement.setArray(1, transaction.createArrayOf("bigint", rows.toArray()));
      statement.setArray(2, transaction.createArrayOf("int4", versions.toArray()));
      statement.setObject(3, lease.connection().value());
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
