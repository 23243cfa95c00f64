package org.healthsync.ledger;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import org.healthsync.platform.Database;
import org.healthsync.platform.RunId;

/**
 * How much waits for delivery. Counts read an index, in time proportional to what waits: ask at
 * page boundaries, not for every reading. Safe for many threads; blocks on the database.
 */
public final class Outbox {

  private static final String ALL = "select count(*) from outbox";
  private static final String OF_RUN =
      "select count(*) from outbox where request_id in"
          + " (select request_id from sync_run_request where run_id = ?)";

  private final Database database;

  /** Reads from {@code database}. */
  public Outbox(Database database) {
    this.database = database;
  }

  /** Versions that wait, of all tenants; for back-pressure. */
  public long depth() {
    return database.inTransaction(
        transaction -> {
          try (PreparedStatement statement = transaction.prepareStatement(ALL);
              ResultSet count = statement.executeQuery()) {
            count.next();
            return count.getLong(1);
          }
        });
  }

  /**
   * Versions that wait of what was fetched for a run, also when the same requests served other
   * runs.
   */
  public long pendingDelivery(RunId run) {
    return count(OF_RUN, run.value());
  }

  private long count(String sql, Object parameter) {
    return database.inTransaction(
        transaction -> {
          try (PreparedStatement statement = transaction.prepareStatement(sql)) {
            statement.setObject(1, parameter);
            try (ResultSet count = statement.executeQuery()) {
              count.next();
              return count.getLong(1);
            }
          }
        });
  }
}
