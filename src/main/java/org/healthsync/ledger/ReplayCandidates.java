package org.healthsync.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Database;
import org.healthsync.platform.Stage;
import org.healthsync.platform.TenantId;
import org.jspecify.annotations.Nullable;

/** Chooses what of quarantine is tried again. Safe for many threads; blocks on the database. */
public final class ReplayCandidates {

  // what was never tried or longest ago comes first: a call repeated goes on with the rest
  private static final String CHOOSE =
      "select id, connection_id, stage, stream, pointer, page_id, part_at, first_at,"
          + " source_key is not null from quarantine"
          + " where tenant_id = ? and (?::uuid is null or id = ?::uuid)"
          + " and (?::uuid is null or connection_id = ?::uuid)"
          + " and (?::text is null or stage = ?::text) and (?::text is null or reason = ?::text)"
          + " order by replayed_at nulls first, connection_id, id limit ?";

  private static final String MARK =
      "update quarantine set replayed_at = ? where id = any(?) and tenant_id = ?";

  private static final String LEAVE =
      "delete from quarantine where id = any(?) and tenant_id = ? and source_key is null";

  private final Database database;

  /** Reads from {@code database}. */
  public ReplayCandidates(Database database) {
    this.database = database;
  }

  /** The tenant's item of that id; empty when there is none. */
  public List<ReplayCandidate> one(TenantId tenant, UUID id) {
    return choose(tenant, id, QuarantineFilter.ALL, 1);
  }

  /** Items of a tenant, those that were tried longest ago first. */
  public List<ReplayCandidate> some(TenantId tenant, QuarantineFilter filter, int limit) {
    return choose(tenant, null, filter, limit);
  }

  private List<ReplayCandidate> choose(
      TenantId tenant, @Nullable UUID id, QuarantineFilter filter, int limit) {
    return database.inTransaction(
        transaction -> {
          try (PreparedStatement statement = transaction.prepareStatement(CHOOSE)) {
            ConnectionId connection = filter.connection();
            Stage stage = filter.stage();
            statement.setString(1, tenant.value());
            for (int twice = 0; twice < 2; twice++) {
              statement.setObject(2 + twice, id, Types.OTHER);
              statement.setObject(
                  4 + twice, connection == null ? null : connection.value(), Types.OTHER);
              statement.setString(6 + twice, stage == null ? null : stage.name());
              statement.setString(8 + twice, filter.reason());
            }
            statement.setInt(10, limit);
            return read(statement);
          }
        });
  }

  private static List<ReplayCandidate> read(PreparedStatement statement) throws SQLException {
    List<ReplayCandidate> chosen = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        chosen.add(
            new ReplayCandidate(
                row.getObject(1, UUID.class),
                new ConnectionId(row.getObject(2, UUID.class)),
                Stage.valueOf(row.getString(3)),
                row.getString(4),
                row.getString(5),
                row.getObject(6, UUID.class),
                QuarantineItem.instant(row, 7),
                Objects.requireNonNull(QuarantineItem.instant(row, 8)),
                row.getBoolean(9)));
      }
    }
    return chosen;
  }

  /**
   * Lets those without a key go, in the caller's transaction, which fetches again what their pages
   * held: no later page is known to hold them, and what still cannot go on becomes a new item.
   */
  public static void leave(Connection transaction, TenantId tenant, List<ReplayCandidate> items)
      throws SQLException {
    Object[] ids = items.stream().filter(item -> !item.hasKey()).map(ReplayCandidate::id).toArray();
    if (ids.length == 0) {
      return;
    }
    try (PreparedStatement statement = transaction.prepareStatement(LEAVE)) {
      statement.setArray(1, transaction.createArrayOf("uuid", ids));
      statement.setString(2, tenant.value());
      statement.executeUpdate();
    }
  }

  /** Notes, in the caller's transaction, that items are tried again now. */
  public void mark(
      Connection transaction, TenantId tenant, List<ReplayCandidate> items, Instant now)
      throws SQLException {
    try (PreparedStatement statement = transaction.prepareStatement(MARK)) {
      statement.setObject(1, Writing.utc(now));
      statement.setArray(
          2, transaction.createArrayOf("uuid", items.stream().map(ReplayCandidate::id).toArray()));
      statement.setString(3, tenant.value());
      statement.executeUpdate();
    }
  }
}
