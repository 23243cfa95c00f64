package org.healthsync.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Database;
import org.healthsync.platform.Stage;
import org.healthsync.platform.TenantId;

/** Reads what could not go on. Safe for many threads; blocks on the database. */
public final class Quarantine {

  private static final String LIST =
      "select id, connection_id, stage, reason, stream, reading_type, source_key, pointer, message,"
          + " occurrences, first_at, last_at from quarantine where tenant_id = ?"
          + " and (?::uuid is null or connection_id = ?::uuid)"
          + " and (?::text is null or stage = ?::text)"
          + " and (?::text is null or reason = ?::text)"
          + " and (last_at < ? or (last_at = ? and id > ?)) order by last_at desc, id limit ?";

  private final Database database;

  /** Reads from {@code database}. */
  public Quarantine(Database database) {
    this.database = database;
  }

  /**
   * A tenant's items, latest first.
   *
   * @param from {@link QuarantineCursor#START} or the previous page's end
   * @param size at most so many, from 1 on
   */
  public QuarantinePage list(
      TenantId tenant, QuarantineFilter filter, QuarantineCursor from, int size) {
    List<QuarantineItem> found =
        database.inTransaction(transaction -> read(transaction, tenant, filter, from, size + 1));
    if (found.size() <= size) {
      return new QuarantinePage(found, null);
    }
    QuarantineItem last = found.get(size - 1);
    return new QuarantinePage(
        List.copyOf(found.subList(0, size)), new QuarantineCursor(last.lastAt(), last.id()));
  }

  private static List<QuarantineItem> read(
      Connection transaction,
      TenantId tenant,
      QuarantineFilter filter,
      QuarantineCursor from,
      int limit)
      throws SQLException {
    try (PreparedStatement statement = transaction.prepareStatement(LIST)) {
      statement.setString(1, tenant.value());
      ConnectionId connection = filter.connection();
      Stage stage = filter.stage();
      for (int twice = 0; twice < 2; twice++) {
        statement.setObject(2 + twice, connection == null ? null : connection.value(), Types.OTHER);
        statement.setString(4 + twice, stage == null ? null : stage.name());
        statement.setString(6 + twice, filter.reason());
        statement.setObject(8 + twice, Writing.utc(from.lastAt()));
      }
      statement.setObject(10, from.id());
      statement.setInt(11, limit);
      return items(statement);
    }
  }

  private static List<QuarantineItem> items(PreparedStatement statement) throws SQLException {
    List<QuarantineItem> items = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        items.add(QuarantineItem.of(row));
      }
    }
    return items;
  }
}
