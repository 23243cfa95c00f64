package org.healthsync.sync;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.healthsync.platform.Audit;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Database;
import org.healthsync.platform.Lane;
import org.healthsync.platform.RunId;
import org.healthsync.platform.TenantId;
import org.healthsync.schedule.ReapplyRequests;
import org.healthsync.schedule.SyncRuns;
import org.healthsync.schedule.WorkKind;
import org.healthsync.schedule.WorkQueue;
import org.healthsync.spi.stream.Window;
import org.jspecify.annotations.Nullable;

/**
 * Mappings applied again to what was fetched in a span. An order is one row; {@link #spread} gives
 * each connection its run bit by bit, so that an order over many connections blocks nobody and
 * survives a crash.
 */
public final class Reapplications {

  private static final UUID FIRST = new UUID(0, 0);
  private static final int AT_ONCE = 500;

  private static final String ADD =
      "insert into reapplication (id, tenant_id, provider, stream, fetched_from, fetched_to,"
          + " created_by, created_at) values (?, ?, ?, ?, ?, ?, ?, ?)";

  private static final String OPEN =
      "select id, tenant_id, provider, stream, fetched_from, fetched_to, last_connection"
          + " from reapplication where spread_at is null order by created_at limit 1"
          + " for update skip locked";

  private static final String NEXT_CONNECTION =
      "select id from connection where tenant_id = ? and provider = ? and status = 'ACTIVE'"
          + " and id > ? order by id limit 1";

  private static final String STREAMS =
      "select distinct stream from raw_page where tenant_id = ? and connection_id = ?"
          + " and fetched_at >= ? and fetched_at < ? and (?::text is null or stream = ?::text)"
          + " order by stream";

  private static final String MOVE = "update reapplication set last_connection = ? where id = ?";

  private static final String DONE = "update reapplication set spread_at = ? where id = ?";

  private static final String LINK = "update sync_run set reapplication_id = ? where id = ?";

  private final Database database;
  private final Clock clock;
  private final Audit audit;
  private final SyncRuns runs;
  private final ReapplyRequests requests = new ReapplyRequests();
  private final WorkQueue queue;
  private final Runnable lookNow;

  /**
   * Works on {@code database}.
   *
   * @param lookNow makes this replica look for due work at once
   */
  public Reapplications(
      Database database,
      Clock clock,
      Audit audit,
      SyncRuns runs,
      WorkQueue queue,
      Runnable lookNow) {
    this.database = database;
    this.clock = clock;
    this.audit = audit;
    this.runs = runs;
    this.queue = queue;
    this.lookNow = lookNow;
  }

  /** Orders that the mappings at work are applied again. */
  public UUID begin(Order order, String actor) {
    UUID id = UUID.randomUUID();
    return database.inTransaction(
        transaction -> {
          try (PreparedStatement statement = transaction.prepareStatement(ADD)) {
            statement.setObject(1, id);
            statement.setString(2, order.tenant().value());
            statement.setString(3, order.provider());
            statement.setString(4, order.stream());
            statement.setTimestamp(5, Timestamp.from(order.fetched().from()));
            statement.setTimestamp(6, Timestamp.from(order.fetched().to()));
            statement.setString(7, actor);
            statement.setTimestamp(8, Timestamp.from(clock.instant()));
            statement.executeUpdate();
          }
          audit.write(
              transaction,
              order.tenant(),
              actor,
              "mappings-reapplied",
              order.provider() + (order.stream() == null ? "" : "/" + order.stream()),
              id.toString());
          return id;
        });
  }

  /** Gives the next connections of open orders their runs; some of them in one call. */
  public void spread() {
    int spread = 0;
    while (spread < AT_ONCE && spreadOne()) {
      spread++;
    }
    if (spread > 0) {
      lookNow.run();
    }
  }

  private boolean spreadOne() {
    return database.inTransaction(
        transaction -> {
          Optional<Open> open = open(transaction);
          if (open.isPresent()) {
            spread(transaction, open.get());
          }
          return open.isPresent();
        });
  }

  private void spread(Connection transaction, Open open) throws SQLException {
    Optional<ConnectionId> next = nextConnection(transaction, open);
    if (next.isEmpty()) {
      update(transaction, DONE, Timestamp.from(clock.instant()), open.id());
      return;
    }
    List<String> streams = streams(transaction, open.order(), next.get());
    if (!streams.isEmpty()) {
      beginRun(transaction, open, next.get(), streams);
    }
    update(transaction, MOVE, next.get().value(), open.id());
  }

  private void beginRun(
      Connection transaction, Open open, ConnectionId connection, List<String> streams)
      throws SQLException {
    Instant now = clock.instant();
    TenantId tenant = open.order().tenant();
    // first, since it locks, as whoever orders a sync
    queue.wake(transaction, WorkKind.SYNC, connection, now, Lane.BACKFILL);
    RunId run = runs.create(transaction, tenant, connection, Lane.BACKFILL, "reapply", now);
    update(transaction, LINK, open.id(), run.value());
    for (String stream : streams) {
      requests.add(transaction, tenant, connection, stream, open.order().fetched(), run, now);
    }
  }

  private static Optional<Open> open(Connection transaction) throws SQLException {
    try (PreparedStatement statement = transaction.prepareStatement(OPEN);
        ResultSet row = statement.executeQuery()) {
      if (!row.next()) {
        return Optional.empty();
      }
      UUID last = row.getObject(7, UUID.class);
      return Optional.of(
          new Open(
              row.getObject(1, UUID.class),
              new Order(
                  new TenantId(row.getString(2)),
                  row.getString(3),
                  row.getString(4),
                  new Window(row.getTimestamp(5).toInstant(), row.getTimestamp(6).toInstant())),
              last == null ? FIRST : last));
    }
  }

  private static Optional<ConnectionId> nextConnection(Connection transaction, Open open)
      throws SQLException {
    try (PreparedStatement statement = transaction.prepareStatement(NEXT_CONNECTION)) {
      statement.setString(1, open.order().tenant().value());
      statement.setString(2, open.order().provider());
      statement.setObject(3, open.lastConnection());
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? Optional.of(new ConnectionId(row.getObject(1, UUID.class)))
            : Optional.empty();
      }
    }
  }

  private static List<String> streams(Connection transaction, Order order, ConnectionId connection)
      throws SQLException {
    List<String> streams = new ArrayList<>();
    try (PreparedStatement statement = transaction.prepareStatement(STREAMS)) {
      statement.setString(1, order.tenant().value());
      statement.setObject(2, connection.value());
      statement.setTimestamp(3, Timestamp.from(order.fetched().from()));
      statement.setTimestamp(4, Timestamp.from(order.fetched().to()));
      statement.setString(5, order.stream());
      statement.setString(6, order.stream());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          streams.add(row.getString(1));
        }
      }
    }
    return streams;
  }

  private static void update(Connection transaction, String sql, Object value, Object key)
      throws SQLException {
    try (PreparedStatement statement = transaction.prepareStatement(sql)) {
      statement.setObject(1, value);
      statement.setObject(2, key);
      statement.executeUpdate();
    }
  }

  /**
   * What is to be mapped again.
   *
   * @param tenant whose pages
   * @param provider from which provider
   * @param stream which stream; null for all
   * @param fetched when they were fetched
   */
  public record Order(TenantId tenant, String provider, @Nullable String stream, Window fetched) {}

  private record Open(UUID id, Order order, UUID lastConnection) {}
}
