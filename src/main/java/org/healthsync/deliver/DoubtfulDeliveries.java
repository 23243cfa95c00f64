package org.healthsync.deliver;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Database;
import org.healthsync.platform.TenantId;

/**
 * Sends resources again of which a FHIR server may have worked an older version last: what was sent
 * without an answer, and has a newer version that was delivered meanwhile. Once for each doubt. Any
 * number of replicas may do it. Safe for many threads; blocks on the database.
 */
public final class DoubtfulDeliveries {

  private static final int AT_ONCE = 200;

  // what still waits may be under way and is looked at when it has gone; what has no newer version
  // may come last
  private static final String DUE =
      " from delivery_doubt d left join ledger l on l.tenant_id = d.tenant_id"
          + " and l.resource_type = d.resource_type and l.resource_id = d.resource_id"
          + " where d.due_at <= ? and (l.version is null or l.version <= d.version"
          + " or not exists (select 1 from outbox o where o.tenant_id = d.tenant_id"
          + "  and o.resource_type = d.resource_type and o.resource_id = d.resource_id"
          + "  and o.connection_id = d.connection_id))";

  private static final String CONNECTIONS =
      "select distinct d.connection_id, d.tenant_id" + DUE + " limit ?";

  private static final String TAKE =
      "with due as (select d.resource_type, d.resource_id, l.version > d.version as newer"
          + DUE
          + " and d.connection_id = ? for update of d skip locked)"
          + " delete from delivery_doubt d using due where d.connection_id = ?"
          + " and d.resource_type = due.resource_type and d.resource_id = due.resource_id"
          + " returning d.resource_type || '/' || d.resource_id, due.newer";

  private final Database database;
  private final CurrentVersions current;
  private final Clock clock;

  /** Queues what {@code current} knows. */
  public DoubtfulDeliveries(Database database, CurrentVersions current, Clock clock) {
    this.database = database;
    this.current = current;
    this.clock = clock;
  }

  /**
   * Queues what is due behind what waits; the caller sees to it that it is delivered.
   *
   * @return how many resources
   */
  public int repeat() {
    Instant now = clock.instant();
    int queued = 0;
    for (Doubtful doubtful : database.inTransaction(transaction -> due(transaction, now))) {
      queued += database.inTransaction(transaction -> repeat(transaction, doubtful, now));
    }
    return queued;
  }

  private static List<Doubtful> due(Connection transaction, Instant now) throws SQLException {
    try (PreparedStatement statement = transaction.prepareStatement(CONNECTIONS)) {
      statement.setObject(1, utc(now));
      statement.setInt(2, AT_ONCE);
      List<Doubtful> due = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          due.add(
              new Doubtful(
                  new ConnectionId(row.getObject(1, UUID.class)), new TenantId(row.getString(2))));
        }
      }
      return due;
    }
  }

  private int repeat(Connection transaction, Doubtful doubtful, Instant now) throws SQLException {
    List<String> newer = take(transaction, doubtful.connection(), now);
    if (!newer.isEmpty()) {
      current.queue(transaction, doubtful.tenant(), doubtful.connection(), newer, now);
    }
    return newer.size();
  }

  private static List<String> take(Connection transaction, ConnectionId connection, Instant now)
      throws SQLException {
    try (PreparedStatement statement = transaction.prepareStatement(TAKE)) {
      statement.setObject(1, utc(now));
      statement.setObject(2, connection.value());
      statement.setObject(3, connection.value());
      List<String> newer = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          if (row.getBoolean(2)) {
            newer.add(row.getString(1));
          }
        }
      }
      return newer;
    }
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private record Doubtful(ConnectionId connection, TenantId tenant) {}
}
