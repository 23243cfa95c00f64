package org.healthsync.schedule;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Lane;
import org.healthsync.platform.RequestId;
import org.healthsync.platform.RunId;
import org.healthsync.platform.TenantId;
import org.jspecify.annotations.Nullable;

/** Runs and how they end. Every method works inside the caller's transaction. */
public final class SyncRuns {

  /** How a request of a run ended. */
  public enum Outcome {
    /** Read to its end. */
    SUCCEEDED,
    /** Given up. */
    FAILED,
    /** Not permitted. */
    SKIPPED,
    /** Called off. */
    CANCELLED
  }

  private static final String CREATE =
      "insert into sync_run (id, tenant_id, connection_id, status, lane, reason, created_at)"
          + " values (?, ?, ?, 'QUEUED', ?, ?, ?)";

  private static final String RUNNING =
      "update sync_run set status = 'RUNNING', started_at = coalesce(started_at, ?)"
          + " where status = 'QUEUED'"
          + " and id in (select run_id from sync_run_request where request_id = ?)";

  private static final String END_REQUEST =
      "update sync_run_request set outcome = ?, error = ? where request_id = ? and outcome is null";

  private static final String END_RUNS =
      "update sync_run r set finished_at = ?, status = s.status, error = s.error from ("
          + " select q.run_id, max(q.error) as error, case"
          + " when bool_or(q.outcome is null) then null"
          + " when bool_or(q.outcome = 'CANCELLED') then 'CANCELLED'"
          + " when bool_and(q.outcome = 'SUCCEEDED') then 'SUCCEEDED'"
          + " when bool_or(q.outcome = 'SUCCEEDED') then 'PARTIAL' else 'FAILED' end as status"
          + " from sync_run_request q where q.run_id in"
          + " (select run_id from sync_run_request where request_id = ?) group by q.run_id) s"
          + " where r.id = s.run_id and s.status is not null and r.finished_at is null";

  private static final String SELECT =
      "select r.*, (select count(*) from outbox o where o.request_id in"
          + " (select q.request_id from sync_run_request q where q.run_id = r.id)) as pending"
          + " from sync_run r";

  private static final String VIEW = SELECT + " where r.id = ? and r.tenant_id = ?";

  private static final String RECENT =
      SELECT
          + " where r.tenant_id = ? and r.connection_id = ? and (r.created_at, r.id) < (?, ?)"
          + " order by r.created_at desc, r.id desc limit ?";

  // requests first and links after, as everybody does: no deadlock, and who joins a request at this
  // moment is seen by the statements that follow
  private static final String LOCK_REQUESTS =
      "select 1 from sync_request where id in (select request_id from sync_run_request"
          + " where run_id = ?) order by created_at, id for update";

  private static final String CANCEL_LINKS =
      "update sync_run_request set outcome = 'CANCELLED' where run_id = ? and outcome is null";

  private static final String DROP_ORPHANS =
      "delete from sync_request where id in (select request_id from sync_run_request"
          + " where run_id = ?) and not exists (select 1 from sync_run_request other"
          + " where other.request_id = sync_request.id and other.outcome is null)";

  private static final String CANCEL_RUN =
      "update sync_run set status = 'CANCELLED', finished_at = ?"
          + " where id = ? and finished_at is null";

  private static final String RUNS_OF =
      "select run_id from sync_run_request where request_id = ? order by run_id";

  /** Notes a new run without requests. */
  public RunId create(
      Connection database,
      TenantId tenant,
      ConnectionId connection,
      Lane lane,
      String reason,
      Instant now)
      throws SQLException {
    RunId run = RunId.random();
    try (PreparedStatement statement = database.prepareStatement(CREATE)) {
      statement.setObject(1, run.value());
      statement.setString(2, tenant.value());
      statement.setObject(3, connection.value());
      statement.setString(4, lane.name());
      statement.setString(5, reason);
      statement.setTimestamp(6, Timestamp.from(now));
      statement.executeUpdate();
    }
    return run;
  }

  /** Notes that the first page of a request is asked for. */
  public void running(Connection database, RequestId request, Instant now) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(RUNNING)) {
      statement.setTimestamp(1, Timestamp.from(now));
      statement.setObject(2, request.value());
      statement.executeUpdate();
    }
  }

  /** Notes how a request ended, and with it each run that waited for nothing else. */
  public void ended(
      Connection database, RequestId request, Outcome outcome, @Nullable String error, Instant now)
      throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(END_REQUEST)) {
      statement.setString(1, outcome.name());
      statement.setString(2, error);
      statement.setObject(3, request.value());
      statement.executeUpdate();
    }
    try (PreparedStatement statement = database.prepareStatement(END_RUNS)) {
      statement.setTimestamp(1, Timestamp.from(now));
      statement.setObject(2, request.value());
      statement.executeUpdate();
    }
  }

  /** The runs that a request serves. */
  public List<RunId> of(Connection database, RequestId request) throws SQLException {
    List<RunId> runs = new ArrayList<>();
    try (PreparedStatement statement = database.prepareStatement(RUNS_OF)) {
      statement.setObject(1, request.value());
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          runs.add(new RunId(result.getObject(1, UUID.class)));
        }
      }
    }
    return runs;
  }

  /** A run of this tenant, or empty. */
  public Optional<SyncRun> find(Connection database, TenantId tenant, RunId run)
      throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(VIEW)) {
      statement.setObject(1, run.value());
      statement.setString(2, tenant.value());
      try (ResultSet result = statement.executeQuery()) {
        return result.next() ? Optional.of(read(result)) : Optional.empty();
      }
    }
  }

  /** Runs of a connection of this tenant behind {@code before}, newest first. */
  public List<SyncRun> recent(
      Connection database, TenantId tenant, ConnectionId connection, RunPlace before, int limit)
      throws SQLException {
    List<SyncRun> recent = new ArrayList<>();
    try (PreparedStatement statement = database.prepareStatement(RECENT)) {
      statement.setString(1, tenant.value());
      statement.setObject(2, connection.value());
      statement.setTimestamp(3, Timestamp.from(before.createdAt()));
      statement.setObject(4, before.run().value());
      statement.setInt(5, limit);
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          recent.add(read(result));
        }
      }
    }
    return recent;
  }

  /** Calls a run off and drops the requests that served nobody else. */
  public void cancel(Connection database, RunId run, Instant now) throws SQLException {
    execute(database, LOCK_REQUESTS, run);
    execute(database, CANCEL_LINKS, run);
    execute(database, DROP_ORPHANS, run);
    try (PreparedStatement statement = database.prepareStatement(CANCEL_RUN)) {
      statement.setTimestamp(1, Timestamp.from(now));
      statement.setObject(2, run.value());
      statement.executeUpdate();
    }
  }

  private static void execute(Connection database, String sql, RunId run) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(sql)) {
      statement.setObject(1, run.value());
      statement.execute();
    }
  }

  private static SyncRun read(ResultSet row) throws SQLException {
    Timestamp finished = row.getTimestamp("finished_at");
    return new SyncRun(
        new RunId(row.getObject("id", UUID.class)),
        new ConnectionId(row.getObject("connection_id", UUID.class)),
        RunStatus.valueOf(row.getString("status")),
        Lane.valueOf(row.getString("lane")),
        row.getLong("pages"),
        row.getLong("readings"),
        new SyncRun.Resources(
            row.getLong("res_new"),
            row.getLong("res_changed"),
            row.getLong("res_unchanged"),
            row.getLong("res_deleted"),
            row.getLong("res_quarantined")),
        row.getLong("skipped"),
        row.getLong("pending"),
        row.getString("error"),
        row.getTimestamp("created_at").toInstant(),
        finished == null ? null : finished.toInstant());
  }
}
