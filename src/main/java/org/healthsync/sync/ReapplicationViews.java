package org.healthsync.sync;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.healthsync.platform.Database;
import org.healthsync.platform.TenantId;

/** Tells how re-applications go, from the runs of their connections. */
public final class ReapplicationViews {

  private static final String SELECT =
      "select r.id, r.provider, r.stream, r.fetched_from, r.fetched_to, r.created_by,"
          + " r.created_at, r.spread_at is not null and count(s.id) = count(s.finished_at) as ended,"
          + " count(s.id) as connections, count(s.finished_at) as finished,"
          + " count(s.id) filter (where s.status = 'SUCCEEDED') as succeeded,"
          + " coalesce(sum(s.pages), 0) as pages, coalesce(sum(s.readings), 0) as readings,"
          + " coalesce(sum(s.res_new), 0) as added, coalesce(sum(s.res_changed), 0) as changed,"
          + " coalesce(sum(s.res_unchanged), 0) as unchanged,"
          + " coalesce(sum(s.res_deleted), 0) as deleted,"
          + " coalesce(sum(s.res_quarantined), 0) as quarantined,"
          + " (select count(*) from outbox o join sync_run_request q on q.request_id = o.request_id"
          + " join sync_run p on p.id = q.run_id where p.reapplication_id = r.id) as pending"
          + " from reapplication r left join sync_run s on s.reapplication_id = r.id"
          + " where r.tenant_id = ?";

  private static final String GROUP = " group by r.id";

  private static final String ONE = SELECT + " and r.id = ?" + GROUP;

  private static final String LIST =
      SELECT
          + " and (r.created_at, r.id) < (?, ?)"
          + GROUP
          + " order by r.created_at desc, r.id desc"
          + " limit ?";

  private final Database database;

  /** Reads from {@code database}. */
  public ReapplicationViews(Database database) {
    this.database = database;
  }

  /** A tenant's re-application. */
  public Optional<ReapplicationView> find(TenantId tenant, UUID id) {
    return database.inTransaction(
        transaction -> {
          try (PreparedStatement statement = transaction.prepareStatement(ONE)) {
            statement.setString(1, tenant.value());
            statement.setObject(2, id);
            return read(statement).stream().findFirst();
          }
        });
  }

  /** A tenant's re-applications before the given one, newest first. */
  public List<ReapplicationView> list(
      TenantId tenant, Instant beforeTime, UUID beforeId, int limit) {
    return database.inTransaction(
        transaction -> {
          try (PreparedStatement statement = transaction.prepareStatement(LIST)) {
            statement.setString(1, tenant.value());
            statement.setTimestamp(2, Timestamp.from(beforeTime));
            statement.setObject(3, beforeId);
            statement.setInt(4, limit);
            return read(statement);
          }
        });
  }

  private static List<ReapplicationView> read(PreparedStatement statement) throws SQLException {
    List<ReapplicationView> views = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        views.add(view(row));
      }
    }
    return views;
  }

  private static ReapplicationView view(ResultSet row) throws SQLException {
    return new ReapplicationView(
        row.getObject("id", UUID.class).toString(),
        row.getString("provider"),
        row.getString("stream"),
        row.getTimestamp("fetched_from").toInstant(),
        row.getTimestamp("fetched_to").toInstant(),
        status(row),
        row.getLong("connections"),
        row.getLong("finished"),
        row.getLong("pages"),
        row.getLong("readings"),
        new SyncView.Resources(
            row.getLong("added"),
            row.getLong("changed"),
            row.getLong("unchanged"),
            row.getLong("deleted"),
            row.getLong("quarantined")),
        row.getLong("pending"),
        row.getString("created_by"),
        row.getTimestamp("created_at").toInstant());
  }

  private static String status(ResultSet row) throws SQLException {
    if (!row.getBoolean("ended")) {
      return "RUNNING";
    }
    long succeeded = row.getLong("succeeded");
    long all = row.getLong("connections");
    return succeeded == all ? "SUCCEEDED" : succeeded == 0 ? "FAILED" : "PARTIAL";
  }
}
