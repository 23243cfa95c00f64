package org.healthsync.deliver;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Database;
import org.healthsync.platform.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * Who delivers for a connection and when it is tried again. Leases run by the database's clock, so
 * that a wrong clock of a replica cannot break into another's. Safe for many threads; blocks on the
 * database.
 */
public final class DeliveryStates {

  private static final String TAKE =
      "insert into delivery_state (connection_id, tenant_id, fence, lease_until)"
          + " select o.connection_id, o.tenant_id, 1, now() + ? * interval '1 millisecond'"
          + " from outbox o where o.connection_id = ? limit 1"
          + " on conflict (connection_id) do update set fence = delivery_state.fence + 1,"
          + " lease_until = excluded.lease_until, admitted = false"
          + " where (delivery_state.lease_until is null or delivery_state.lease_until < now())"
          + " and (delivery_state.not_before is null or delivery_state.not_before <= ?)"
          + " returning tenant_id, fence, attempts, (select c.provider from connection c"
          + " where c.id = delivery_state.connection_id), conflicts, suspect_row, suspect_times,"
          + " suspect_at, sent_from, sent_to";

  private static final String RELEASE =
      "update delivery_state set lease_until = null, sent_from = null, sent_to = null,"
          + " admitted = false,"
          + " attempts = ?, conflicts = ?, suspect_row = ?, suspect_times = ?, suspect_at = ?,"
          + " not_before = ?, last_error = ? where connection_id = ? and fence = ?";

  private static final String WAITS_UNTIL =
      "select greatest(lease_until, not_before) from delivery_state where connection_id = ?";

  private static final String HOLD =
      "select last_error, not_before from delivery_state"
          + " where connection_id = ? and last_error is not null";

  // a loose index scan: as many steps as there are connections with something to deliver
  private static final String DUE =
      "with recursive waiting as ("
          + "(select connection_id from outbox order by connection_id limit 1)"
          + " union all select (select o.connection_id from outbox o"
          + "  where o.connection_id > w.connection_id order by o.connection_id limit 1)"
          + " from waiting w where w.connection_id is not null)"
          + " select w.connection_id from waiting w left join delivery_state d"
          + " on d.connection_id = w.connection_id where w.connection_id is not null"
          + " and (d.lease_until is null or d.lease_until < now())"
          + " and (d.not_before is null or d.not_before <= ?) limit ?";

  private final Database database;

  /** Works on {@code database}. */
  public DeliveryStates(Database database) {
    this.database = database;
  }

  /** Connections with something to deliver that nobody delivers and that need not wait. */
  public List<ConnectionId> due(Instant now, int limit) {
    return database.inTransaction(
        transaction -> {
          try (PreparedStatement statement = transaction.prepareStatement(DUE)) {
            statement.setObject(1, utc(now));
            statement.setInt(2, limit);
            return connections(statement);
          }
        });
  }

  /**
   * Why a connection's delivery waits; empty when it does not. The caller has checked the tenant.
   */
  public Optional<DeliveryHold> hold(ConnectionId connection) {
    return database.inTransaction(
        transaction -> {
          try (PreparedStatement statement = transaction.prepareStatement(HOLD)) {
            statement.setObject(1, connection.value());
            try (ResultSet row = statement.executeQuery()) {
              return row.next()
                  ? Optional.of(new DeliveryHold(row.getString(1), instant(row, 2)))
                  : Optional.empty();
            }
          }
        });
  }

  /** The right to deliver; empty when another has it, nothing waits or it is too early. */
  Optional<Lease> take(ConnectionId connection, Duration duration, Instant now) {
    return database.inTransaction(
        transaction -> {
          try (PreparedStatement statement = transaction.prepareStatement(TAKE)) {
            statement.setLong(1, duration.toMillis());
            statement.setObject(2, connection.value());
            statement.setObject(3, utc(now));
            return lease(statement, connection);
          }
        });
  }

  private static Optional<Lease> lease(PreparedStatement statement, ConnectionId connection)
      throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      if (!row.next()) {
        return Optional.empty();
      }
      String provider = row.getString(4);
      return Optional.of(
          new Lease(
              connection,
              new TenantId(row.getString(1)),
              provider == null ? "unknown" : provider,
              row.getLong(2),
              new Troubles(row.getInt(3), row.getInt(5), suspect(row)),
              left(row)));
    }
  }

  private static @Nullable Suspect suspect(ResultSet row) throws SQLException {
    Instant at = instant(row, 8);
    return at == null ? null : new Suspect(row.getLong(6), row.getInt(7), at);
  }

  private static Lease.@Nullable Rows left(ResultSet row) throws SQLException {
    long from = row.getLong(9);
    return row.wasNull() ? null : new Lease.Rows(from, row.getLong(10));
  }

  /** When a connection that could not be taken may be tried again. */
  Optional<Instant> waitsUntil(ConnectionId connection) {
    return database.inTransaction(
        transaction -> {
          try (PreparedStatement statement = transaction.prepareStatement(WAITS_UNTIL)) {
            statement.setObject(1, connection.value());
            try (ResultSet row = statement.executeQuery()) {
              return row.next() ? Optional.ofNullable(instant(row, 1)) : Optional.empty();
            }
          }
        });
  }

  /** Gives the lease back; nothing happens when it was lost. */
  void release(
      Lease lease, Troubles troubles, @Nullable Instant notBefore, @Nullable String error) {
    database.inTransaction(transaction -> release(transaction, lease, troubles, notBefore, error));
  }

  private static int release(
      Connection transaction,
      Lease lease,
      Troubles troubles,
      @Nullable Instant notBefore,
      @Nullable String error)
      throws SQLException {
    try (PreparedStatement statement = transaction.prepareStatement(RELEASE)) {
      Suspect suspect = troubles.suspect();
      statement.setInt(1, troubles.attempts());
      statement.setInt(2, troubles.conflicts());
      statement.setObject(3, suspect == null ? null : suspect.row());
      statement.setInt(4, suspect == null ? 0 : suspect.times());
      statement.setObject(5, suspect == null ? null : utc(suspect.at()));
      statement.setObject(6, notBefore == null ? null : utc(notBefore));
      statement.setString(7, error);
      statement.setObject(8, lease.connection().value());
      statement.setLong(9, lease.fence());
      return statement.executeUpdate();
    }
  }

  private static List<ConnectionId> connections(PreparedStatement statement) throws SQLException {
    List<ConnectionId> connections = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        connections.add(new ConnectionId(row.getObject(1, UUID.class)));
      }
    }
    return connections;
  }

  private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
