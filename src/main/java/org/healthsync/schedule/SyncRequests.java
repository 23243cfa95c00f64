package org.healthsync.schedule;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Lane;
import org.healthsync.platform.RequestId;
import org.healthsync.platform.RunId;
import org.healthsync.platform.TenantId;
import org.healthsync.spi.stream.Window;
import org.jspecify.annotations.Nullable;

/** The open requests of connections. Every method works inside the caller's transaction. */
public final class SyncRequests {

  /** All lanes, most urgent first, as an array of SQL. */
  static final String LANES =
      Arrays.stream(Lane.values())
          .map(Lane::name)
          .collect(Collectors.joining("','", "array['", "']"));

  private static final String COLUMNS =
      "select id, tenant_id, connection_id, stream, window_from, window_to, lane, progress_version,"
          + " progress_value, attempts, started_at, kind, pages, landmark from sync_request";

  private static final String ORDER = " order by " + rank("lane") + ", created_at, id";

  private static final String RAISED = rank("excluded.lane") + " < " + rank("sync_request.lane");

  // requests of a lane are worked on in the order of their time
  private static final String ADD =
      "with asked as (insert into sync_request (id, tenant_id, connection_id, stream, window_from,"
          + " window_to, lane, created_at) select gen_random_uuid(), w.tenant, w.connection,"
          + " w.stream, w.first, w.last, w.lane,"
          + " ?::timestamptz + (w.place - 1) * interval '1 microsecond'"
          + " from unnest(?::text[], ?::uuid[], ?::text[], ?::timestamptz[], ?::timestamptz[],"
          + " ?::text[]) with ordinality as w (tenant, connection, stream, first, last, lane, place)"
          + " on conflict (connection_id, stream, coalesce(window_from, '-infinity'),"
          + " coalesce(window_to, '-infinity')) where started_at is null do update set"
          + (" lane = case when " + RAISED + " then excluded.lane else sync_request.lane end,")
          + (" not_before = case when " + RAISED + " then null else sync_request.not_before end")
          + " returning id, stream), linked as (insert into sync_run_request (run_id, request_id,"
          + " stream) select ?, id, stream from asked on conflict do nothing)"
          + " select id from asked";

  private static final String START =
      "update sync_request set started_at = coalesce(started_at, ?), not_before = null where id ="
          + " ?";

  // an upsert, since an equal request may arrive in this very moment
  private static final String AS_NOT_BEGUN =
      "insert into sync_request (id, tenant_id, connection_id, stream, window_from, window_to,"
          + " lane, attempts, not_before, created_at, kind) select ?, tenant_id, connection_id,"
          + " stream, window_from, window_to, lane, attempts, not_before, created_at, kind"
          + " from sync_request where id = ? on conflict (connection_id, stream,"
          + " coalesce(window_from, '-infinity'), coalesce(window_to, '-infinity')) where"
          + " started_at is null do update set"
          + (" lane = case when " + RAISED + " then excluded.lane else sync_request.lane end,")
          + " attempts = greatest(sync_request.attempts, excluded.attempts),"
          + " created_at = least(sync_request.created_at, excluded.created_at)"
          + " returning id";

  // requests first and links after, as whoever cancels a run does
  private static final String LOCK = "select 1 from sync_request where id = ? for update";

  private static final String LINK_INSTEAD =
      "insert into sync_run_request (run_id, request_id, stream, outcome, error)"
          + " select run_id, ?, stream, outcome, error"
          + " from sync_run_request where request_id = ? on conflict do nothing";

  private static final String UNLINK = "delete from sync_run_request where request_id = ?";

  private static final String PUT_BACK =
      "update sync_request set not_before = ?, attempts = ? where id = ?";

  private static final String PROGRESSED = "update sync_request set attempts = 0 where id = ?";

  private static final String TURNED =
      "update sync_request set pages = ?, landmark = ? where id = ?";

  private static final String ANEW =
      "update sync_request set begun_anew = true, started_at = ?, progress_version = null,"
          + " progress_value = null, pages = 0, landmark = null where id = ? and not begun_anew";

  private static final String ONE = COLUMNS + " where id = ?";

  private static final String ALL = COLUMNS + " where connection_id = ?" + ORDER;

  private static final String SINCE =
      "select min(created_at) from sync_request where connection_id = ?";

  private static final String REMOVE = "delete from sync_request where id = ?";

  private static String rank(String lane) {
    return "array_position(" + LANES + ", " + lane + ")";
  }

  /**
   * Wants a stream, or a window of it, to be read for a run. Coalesces with an equal request whose
   * work has not begun and takes the more urgent lane of both; a request that is raised no longer
   * waits for what its former lane was held for.
   */
  public RequestId add(Connection database, Wanted wanted, RunId run, Instant now)
      throws SQLException {
    return addAll(database, List.of(wanted), run, now).get(0);
  }

  /**
   * As {@link #add} for many at once, worked on in their order: thousands of windows must not keep
   * the queue's row of their connection locked for long.
   */
  public List<RequestId> addAll(Connection database, List<Wanted> all, RunId run, Instant now)
      throws SQLException {
    // a statement can meet a row only once
    List<Wanted> distinct = all.stream().distinct().toList();
    List<RequestId> requests = new ArrayList<>();
    try (PreparedStatement statement = database.prepareStatement(ADD)) {
      Columns columns = new Columns(database, distinct);
      statement.setTimestamp(1, Timestamp.from(now));
      statement.setArray(2, columns.of("text", wanted -> wanted.tenant().value()));
      statement.setArray(3, columns.of("uuid", wanted -> wanted.connection().toString()));
      statement.setArray(4, columns.of("text", Wanted::stream));
      statement.setArray(5, columns.of("timestamptz", wanted -> from(wanted.window())));
      statement.setArray(6, columns.of("timestamptz", wanted -> to(wanted.window())));
      statement.setArray(7, columns.of("text", wanted -> wanted.lane().name()));
      statement.setObject(8, run.value());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          requests.add(new RequestId(row.getObject(1, UUID.class)));
        }
      }
    }
    return requests;
  }

  /** Marks that work begins: from now on equal requests get a row of their own. */
  public void start(Connection database, RequestId request, Instant now) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(START)) {
      statement.setTimestamp(1, Timestamp.from(now));
      statement.setObject(2, request.value());
      statement.executeUpdate();
    }
  }

  /**
   * Takes {@link #start} back, as nothing of the request could be read: equal requests join it
   * again, and it joins one that came meanwhile.
   *
   * @return what it is now; empty when it was called off
   */
  public Optional<RequestId> notBegun(Connection database, RequestId request) throws SQLException {
    execute(database, LOCK, request);
    UUID id;
    try (PreparedStatement statement = database.prepareStatement(AS_NOT_BEGUN)) {
      statement.setObject(1, UUID.randomUUID());
      statement.setObject(2, request.value());
      try (ResultSet result = statement.executeQuery()) {
        if (!result.next()) {
          return Optional.empty();
        }
        id = result.getObject(1, UUID.class);
      }
    }
    try (PreparedStatement statement = database.prepareStatement(LINK_INSTEAD)) {
      statement.setObject(1, id);
      statement.setObject(2, request.value());
      statement.executeUpdate();
    }
    execute(database, UNLINK, request);
    remove(database, request);
    return Optional.of(new RequestId(id));
  }

  /** Leaves a request for later. */
  public void putBack(Connection database, RequestId request, Instant notBefore, int attempts)
      throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(PUT_BACK)) {
      statement.setTimestamp(1, Timestamp.from(notBefore));
      statement.setInt(2, attempts);
      statement.setObject(3, request.value());
      statement.executeUpdate();
    }
  }

  /** Ends a row of failures: a page was stored. */
  public void progressed(Connection database, RequestId request) throws SQLException {
    execute(database, PROGRESSED, request);
  }

  /** Notes how far the pages have come. Nothing happens when the request was ended meanwhile. */
  public void turned(Connection database, RequestId request, Trail trail) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(TURNED)) {
      statement.setInt(1, trail.pages());
      statement.setString(2, trail.landmark());
      statement.setObject(3, request.value());
      statement.executeUpdate();
    }
  }

  /**
   * Lets a request begin anew, as if none of its pages had been read. Once and no more.
   *
   * @return false when it has been before
   */
  public boolean anew(Connection database, RequestId request, Instant now) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(ANEW)) {
      statement.setTimestamp(1, Timestamp.from(now));
      statement.setObject(2, request.value());
      return statement.executeUpdate() == 1;
    }
  }

  /** A request, or empty when it was ended. */
  public Optional<SyncRequest> find(Connection database, RequestId request) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(ONE)) {
      statement.setObject(1, request.value());
      try (ResultSet result = statement.executeQuery()) {
        return result.next() ? Optional.of(SyncRequest.read(result)) : Optional.empty();
      }
    }
  }

  /** All requests of a connection, most urgent first. */
  public List<SyncRequest> all(Connection database, ConnectionId connection) throws SQLException {
    List<SyncRequest> all = new ArrayList<>();
    try (PreparedStatement statement = database.prepareStatement(ALL)) {
      statement.setObject(1, connection.value());
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          all.add(SyncRequest.read(result));
        }
      }
    }
    return all;
  }

  /** When the oldest open request of a connection was made. */
  public Optional<Instant> waitingSince(Connection database, ConnectionId connection)
      throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(SINCE)) {
      statement.setObject(1, connection.value());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return Optional.ofNullable(row.getTimestamp(1)).map(Timestamp::toInstant);
      }
    }
  }

  /** Removes a request that is done, one way or the other. */
  public void remove(Connection database, RequestId request) throws SQLException {
    execute(database, REMOVE, request);
  }

  private static void execute(Connection database, String sql, RequestId request)
      throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(sql)) {
      statement.setObject(1, request.value());
      statement.execute();
    }
  }

  private static @Nullable String from(@Nullable Window window) {
    return window == null ? null : window.from().toString();
  }

  private static @Nullable String to(@Nullable Window window) {
    return window == null ? null : window.to().toString();
  }

  private record Columns(Connection database, List<Wanted> rows) {

    Array of(String type, Function<Wanted, @Nullable String> value) throws SQLException {
      return database.createArrayOf(type, rows.stream().map(value).toArray());
    }
  }

  /**
   * What somebody wants to have read.
   *
   * @param window span, or null for "what is new"
   */
  public record Wanted(
      TenantId tenant,
      ConnectionId connection,
      String stream,
      @Nullable Window window,
      Lane lane) {}
}
