package org.healthsync.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.healthsync.platform.Database;
import org.healthsync.platform.RunId;
import org.healthsync.platform.TenantId;

/** Reads what was done for a run. Safe for many threads; blocks on the database. */
public final class SyncCounters {

  private static final String READ =
      "select pages, readings, res_new, res_changed, res_unchanged, res_deleted, res_quarantined,"
          + " skipped, (select count(*) from outbox o where o.request_id in"
          + " (select request_id from sync_run_request q where q.run_id = r.id))"
          + " from sync_run r where r.id = ? and r.tenant_id = ?";

  private final Database database;

  /** Reads from {@code database}. */
  public SyncCounters(Database database) {
    this.database = database;
  }

  /** The run's counts; empty when the tenant has no such run. */
  public Optional<SyncCounts> of(TenantId tenant, RunId run) {
    return database.inTransaction(transaction -> read(transaction, tenant, run));
  }

  private static Optional<SyncCounts> read(Connection transaction, TenantId tenant, RunId run)
      throws SQLException {
    try (PreparedStatement statement = transaction.prepareStatement(READ)) {
      statement.setObject(1, run.value());
      statement.setString(2, tenant.value());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(counts(row)) : Optional.empty();
      }
    }
  }

  private static SyncCounts counts(ResultSet row) throws SQLException {
    return new SyncCounts(
        row.getLong(1),
        row.getLong(2),
        row.getLong(3),
        row.getLong(4),
        row.getLong(5),
        row.getLong(6),
        row.getLong(7),
        row.getLong(8),
        row.getLong(9));
  }
}
