package org.healthsync.sync;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Set;
import org.healthsync.platform.Database;
import org.healthsync.schedule.SyncRun;
import org.jspecify.annotations.Nullable;

/** Finds what runs wait for, from what is stored of their requests and of their FHIR server. */
final class Waits {

  // requests with the time until which they or their lane are held
  private static final String HELD_UP =
      "(select q.id, q.connection_id, q.stream, q.attempts, greatest(q.not_before, h.until) as"
          + " not_before from sync_request q left join lane_hold h"
          + " on h.connection_id = q.connection_id and h.lane = q.lane) r";

  // of the requests that wait, the one that goes on first says what for
  private static final String LOOK =
      "select c.status, h.since, d.not_before as delivery_at, t.execution_time, o.open, o.free,"
          + " f.not_before, f.attempts, f.last_error from connection c"
          + " left join tenant_hold h on h.tenant_id = c.tenant_id"
          + " left join delivery_state d on d.connection_id = c.id and d.last_error is not null"
          + " left join scheduled_tasks t on t.task_name = 'sync' and t.task_instance = c.id::text"
          + "  and not t.picked"
          + " cross join lateral (select count(*) as open, count(*) filter (where r.not_before is"
          + ("  null or r.not_before <= ?) as free from " + HELD_UP + " join sync_run_request q")
          + "  on q.request_id = r.id where q.run_id = ? and q.outcome is null) o"
          + (" left join lateral (select r.not_before, r.attempts, s.last_error from " + HELD_UP)
          + "  join sync_run_request q on q.request_id = r.id left join stream_state s"
          + "  on s.connection_id = r.connection_id and s.stream = r.stream"
          + "  where q.run_id = ? and q.outcome is null and r.not_before > ?"
          + "  order by r.not_before limit 1) f on true where c.id = ?";

  private static final Set<String> FOR_OPERATORS =
      Set.of(
          MappingError.MAPPING_BROKEN.name(),
          SyncTargets.PLUGIN_NOT_ACTIVE,
          SyncTargets.TENANT_NOT_CONFIGURED);

  private final Database database;

  Waits(Database database) {
    this.database = database;
  }

  /** What a run waits for at the moment {@code now}. */
  Waiting of(SyncRun run, Instant now) {
    if (run.status().ended() && run.pendingDelivery() == 0) {
      return Waiting.FOR_NOTHING;
    }
    return database.inTransaction(
        transaction -> {
          try (PreparedStatement statement = transaction.prepareStatement(LOOK)) {
            statement.setTimestamp(1, Timestamp.from(now));
            statement.setObject(2, run.id().value());
            statement.setObject(3, run.id().value());
            statement.setTimestamp(4, Timestamp.from(now));
            statement.setObject(5, run.connection().value());
            try (ResultSet row = statement.executeQuery()) {
              return row.next() ? waiting(row, now) : Waiting.FOR_NOTHING;
            }
          }
        });
  }

  private static Waiting waiting(ResultSet row, Instant now) throws SQLException {
    if (row.getLong("open") == 0) {
      Instant delivery = later(row, "delivery_at", now);
      return delivery == null ? Waiting.FOR_NOTHING : new Waiting("destination", delivery);
    }
    if ("REAUTHORIZE".equals(row.getString("status"))) {
      return new Waiting("consent", null);
    }
    if (row.getTimestamp("since") != null) {
      return new Waiting("destination", later(row, "execution_time", now));
    }
    return row.getLong("free") > 0
        ? Waiting.FOR_NOTHING
        : new Waiting(reason(row), later(row, "not_before", now));
  }

  private static String reason(ResultSet row) throws SQLException {
    if (FOR_OPERATORS.contains(String.valueOf(row.getString("last_error")))) {
      return "operator";
    }
    return row.getInt("attempts") > 0 ? "provider" : "budget";
  }

  private static @Nullable Instant later(ResultSet row, String column, Instant now)
      throws SQLException {
    Timestamp time = row.getTimestamp(column);
    return time == null || !time.toInstant().isAfter(now) ? null : time.toInstant();
  }
}
