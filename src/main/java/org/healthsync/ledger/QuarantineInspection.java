package org.healthsync.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Database;
import org.healthsync.platform.Stage;
import org.healthsync.platform.TenantId;
import org.jspecify.annotations.Nullable;

/** Looks closer at what could not go on. Safe for many threads; blocks on the database. */
public final class QuarantineInspection {

  private static final int MOST_KINDS = 1000;

  private static final String FIND =
      "select q.id, q.connection_id, q.stage, q.reason, q.stream, q.reading_type, q.source_key,"
          + " q.pointer, q.message, q.occurrences, q.first_at, q.last_at, q.page_id, q.part_at,"
          + " q.replayed_at, q.sealed_extract, l.body from quarantine q left join ledger l"
          + " on q.stage = 'DELIVER' and l.tenant_id = q.tenant_id"
          + " and l.resource_type = split_part(q.pointer, '/', 1)"
          + " and l.resource_id ="
          + " case when q.stage = 'DELIVER' then split_part(q.pointer, '/', 2)::uuid end"
          + " where q.tenant_id = ? and q.id = ?";

  private static final String SUMMARY =
      "select stage, reason, stream, reading_type, count(*), sum(occurrences),"
          + " count(distinct connection_id), max(last_at) from quarantine where tenant_id = ?"
          + " and (?::uuid is null or connection_id = ?::uuid)"
          + " group by stage, reason, stream, reading_type"
          + " order by count(*) desc, stage, reason, stream, reading_type limit "
          + MOST_KINDS;

  private final Database database;

  /** Reads from {@code database}. */
  public QuarantineInspection(Database database) {
    this.database = database;
  }

  /** The tenant's item of that id. */
  public Optional<QuarantinedPart> find(TenantId tenant, UUID id) {
    return database.inTransaction(transaction -> find(transaction, tenant, id));
  }

  private static Optional<QuarantinedPart> find(Connection transaction, TenantId tenant, UUID id)
      throws SQLException {
    try (PreparedStatement statement = transaction.prepareStatement(FIND)) {
      statement.setString(1, tenant.value());
      statement.setObject(2, id);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(part(row)) : Optional.empty();
      }
    }
  }

  private static QuarantinedPart part(ResultSet row) throws SQLException {
    byte[] body = row.getBytes(17);
    return new QuarantinedPart(
        QuarantineItem.of(row),
        row.getObject(13, UUID.class),
        QuarantineItem.instant(row, 14),
        QuarantineItem.instant(row, 15),
        row.getBytes(16),
        body == null ? null : StoredBody.unpack(body));
  }

  /**
   * How much of which kind a tenant has in quarantine, most first; at most a thousand kinds.
   *
   * @param connection only of this one; null for all
   */
  public List<QuarantineCount> summary(TenantId tenant, @Nullable ConnectionId connection) {
    return database.inTransaction(
        transaction -> {
          try (PreparedStatement statement = transaction.prepareStatement(SUMMARY)) {
            UUID only = connection == null ? null : connection.value();
            statement.setString(1, tenant.value());
            statement.setObject(2, only, Types.OTHER);
            statement.setObject(3, only, Types.OTHER);
            return counts(statement);
          }
        });
  }

  private static List<QuarantineCount> counts(PreparedStatement statement) throws SQLException {
    List<QuarantineCount> counts = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        counts.add(
            new QuarantineCount(
                Stage.valueOf(row.getString(1)),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                Objects.requireNonNull(row.getObject(8, OffsetDateTime.class)).toInstant()));
      }
    }
    return counts;
  }
}
