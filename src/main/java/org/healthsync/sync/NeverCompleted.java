package org.healthsync.sync;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.healthsync.platform.Audit;
import org.healthsync.platform.Database;
import org.healthsync.platform.TenantId;

/** Removes connections that were begun and never consented to. */
final class NeverCompleted {

  private static final String REMOVE =
      "delete from connection where id in (select id from connection where status = 'PENDING'"
          + " and created_at < ? order by created_at limit ? for update skip locked)"
          + " and status = 'PENDING' returning tenant_id, id";

  private static final int AT_ONCE = 1000;

  private final Database database;
  private final Audit audit;
  private final Clock clock;

  NeverCompleted(Database database, Audit audit, Clock clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
  }

  /** Removes those that were begun longer ago than {@code age}; they hold no token and no data. */
  void remove(Duration age) {
    Instant before = clock.instant().minus(age);
    int removed;
    do {
      removed = removeSome(before);
    } while (removed == AT_ONCE);
  }

  private int removeSome(Instant before) {
    return database.inTransaction(
        transaction -> {
          int removed = 0;
          try (PreparedStatement statement = transaction.prepareStatement(REMOVE)) {
            statement.setTimestamp(1, Timestamp.from(before));
            statement.setInt(2, AT_ONCE);
            try (ResultSet row = statement.executeQuery()) {
              while (row.next()) {
                removed++;
                audit.write(
                    transaction,
                    new TenantId(row.getString(1)),
                    "connect",
                    "connection-never-completed",
                    row.getString(2),
                    "");
              }
            }
            return removed;
          }
        });
  }
}
