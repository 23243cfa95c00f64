package org.healthsync.deliver;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import org.healthsync.platform.Database;

/**
 * Notes what was sent without an answer in the table {@code delivery_doubt}: the server may work it
 * later than what is sent after it. Safe for many threads; blocks on the database.
 */
final class DeliveryDoubts {

  private static final String ONCE =
      " on conflict (connection_id, resource_type, resource_id) do update set"
          + " version = least(delivery_doubt.version, excluded.version),"
          + " due_at = greatest(delivery_doubt.due_at, excluded.due_at)";

  private static final String NOTE =
      "insert into delivery_doubt (connection_id, tenant_id, resource_type, resource_id, version,"
          + " due_at) select ?, ?, s.type, s.id, s.version, ?"
          + " from unnest(?::text[], ?::uuid[], ?::int[]) as s (type, id, version)"
          + ONCE;

  // rows may have been replaced since, so nobody knows which version it was
  private static final String NOTE_ROWS =
      "insert into delivery_doubt (connection_id, tenant_id, resource_type, resource_id, version,"
          + " due_at) select distinct o.connection_id, o.tenant_id, o.resource_type, o.resource_id,"
          + " 0, ?::timestamptz from outbox o where o.connection_id = ? and o.seq between ? and ?"
          + " order by o.resource_type, o.resource_id"
          + ONCE;

  private final Database database;

  DeliveryDoubts(Database database) {
    this.database = database;
  }

  /** Nobody knows what became of these; nothing of it is under way any more when {@code due}. */
  void note(Lease lease, List<OutboxEntry> sent, Instant due) {
    // in one order, so that two deliverers of a connection do not wait for each other
    List<OutboxEntry> ordered =
        sent.stream().sorted(Comparator.comparing(OutboxEntry::reference)).toList();
    database.inTransaction(transaction -> note(transaction, lease, ordered, due));
  }

  private static int note(Connection transaction, Lease lease, List<OutboxEntry> sent, Instant due)
      throws SQLException {
    try (PreparedStatement statement = transaction.prepareStatement(NOTE)) {
      statement.setObject(1, lease.connection().value());
      statement.setString(2, lease.tenant().value());
      statement.setObject(3, utc(due));
      Object[] types = sent.stream().map(OutboxEntry::resourceType).toArray();
      statement.setArray(4, transaction.createArrayOf("text", types));
      Object[] ids = sent.stream().map(OutboxEntry::id).toArray();
      statement.setArray(5, transaction.createArrayOf("uuid", ids));
      Object[] versions = sent.stream().map(OutboxEntry::version).toArray();
      statement.setArray(6, transaction.createArrayOf("int4", versions));
      return statement.executeUpdate();
    }
  }

  /** Nobody knows what became of outbox rows that another deliverer had under way. */
  void note(Lease lease, Lease.Rows left, Instant due) {
    database.inTransaction(
        transaction -> {
          try (PreparedStatement statement = transaction.prepareStatement(NOTE_ROWS)) {
            statement.setObject(1, utc(due));
            statement.setObject(2, lease.connection().value());
            statement.setLong(3, left.from());
            statement.setLong(4, left.to());
            return statement.executeUpdate();
          }
        });
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
