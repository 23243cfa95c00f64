package org.healthsync.deliver;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Database;

/**
 * Moves what the server refused for good from the outbox to quarantine. The body stays in the
 * ledger, from where it can be replayed.
 */
final class RefusedEntries {

  private static final String ADD =
      "insert into quarantine (id, tenant_id, connection_id, stage, reason, stream, reading_type,"
          + " source_key, pointer, message, first_at, last_at)"
          + " select ?, l.tenant_id, ?, 'DELIVER', ?, l.stream, l.reading_type, l.source_key, ?, ?,"
          + " ?, ? from ledger l where l.tenant_id = ? and l.resource_type = ?"
          + " and l.resource_id = ?"
          + " on conflict (connection_id, stage, reason, stream, coalesce(source_key, ''),"
          + " coalesce(pointer, ''), of_page) do update set occurrences = quarantine.occurrences + 1,"
          + " last_at = excluded.last_at, message = excluded.message";

  private static final String AMONG =
      "select pointer from quarantine"
          + " where connection_id = ? and stage = 'DELIVER' and pointer = any(?)";

  private final Database database;
  private final Clock clock;

  RefusedEntries(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Moves one, in one transaction; false when nothing of it waits any more as it was sent. */
  boolean move(Lease lease, OutboxEntry entry, String reason, String message) {
    return database.inTransaction(
        transaction -> {
          boolean waits = OutboxQueue.remove(transaction, lease, List.of(entry)) > 0;
          if (waits) {
            add(transaction, lease, entry, reason, message);
          }
          return waits;
        });
  }

  private void add(
      Connection transaction, Lease lease, OutboxEntry entry, String reason, String message)
      throws SQLException {
    OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
    try (PreparedStatement statement = transaction.prepareStatement(ADD)) {
      statement.setObject(1, UUID.randomUUID());
      statement.setObject(2, lease.connection().value());
      statement.setString(3, reason);
      statement.setString(4, entry.reference());
      statement.setString(5, message);
      statement.setObject(6, now);
      statement.setObject(7, now);
      statement.setString(8, lease.tenant().value());
      statement.setString(9, entry.resourceType());
      statement.setObject(10, entry.id());
      statement.executeUpdate();
    }
  }

  /** Which of these literal references were refused. */
  Set<String> among(ConnectionId connection, List<String> references) {
    return database.inTransaction(
        transaction -> {
          try (PreparedStatement statement = transaction.prepareStatement(AMONG)) {
            statement.setObject(1, connection.value());
            statement.setArray(2, transaction.createArrayOf("text", references.toArray()));
            Set<String> refused = new HashSet<>();
            try (ResultSet row = statement.executeQuery()) {
              while (row.next()) {
                refused.add(row.getString(1));
              }
            }
            return refused;
          }
        });
  }
}
