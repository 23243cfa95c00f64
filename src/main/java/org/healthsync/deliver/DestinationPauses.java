package org.healthsync.deliver;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Database;
import org.healthsync.platform.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code destination_pause}: what all replicas know of FHIR servers that do not answer.
 * Safe for many threads; blocks on the database.
 */
final class DestinationPauses {

  private static final String FIND =
      "select failures, paused_until, probe_until, width from destination_pause"
          + " where tenant_id = ?";

  // what was under way when the first one failed fails as well, and counts once
  private static final String FAILED =
      "insert into destination_pause as p (tenant_id, failures, since, paused_until)"
          + " values (?, 1, ?, ?) on conflict (tenant_id) do update set"
          + " failures = p.failures + case when p.width = 0"
          + "  and p.paused_until > excluded.paused_until then 0 else 1 end,"
          + " probe_until = null, width = 0, answers = 0 returning failures";

  private static final String PAUSE =
      "update destination_pause set paused_until = greatest(paused_until, ?) where tenant_id = ?"
          + " returning paused_until";

  private static final String PROBE =
      "update destination_pause set probe_until = ? where tenant_id = ? and width = 0"
          + " and paused_until <= ? and (probe_until is null or probe_until <= ?)";

  // one, two, four ... at a time: doubled when as many have been answered
  private static final String ANSWERED =
      "update destination_pause set failures = 0, probe_until = null,"
          + " width = case when width = 0 then 1 when answers + 1 >= width then width * 2"
          + " else width end,"
          + " answers = case when width = 0 or answers + 1 >= width then 0 else answers + 1 end"
          + " where tenant_id = ?";

  private static final String FORGET =
      "delete from destination_pause where tenant_id = ? and width > ?";

  private static final String WIDTH =
      "select width from destination_pause where tenant_id = ? for update";

  // who was admitted stays so to the end of the drain, whoever comes meanwhile
  private static final String ADMIT =
      "update delivery_state set admitted = true where connection_id = ? and (select count(*)"
          + " from delivery_state o where o.tenant_id = ? and o.lease_until > now()"
          + " and o.admitted and o.connection_id <> ?) < ?";

  private final Database database;

  DestinationPauses(Database database) {
    this.database = database;
  }

  /** What is known of a tenant's server; empty when all is well. */
  Optional<Pause> find(TenantId tenant) {
    return database.inTransaction(
        transaction -> {
          try (PreparedStatement statement = transaction.prepareStatement(FIND)) {
            statement.setString(1, tenant.value());
            try (ResultSet row = statement.executeQuery()) {
              return row.next() ? Optional.of(pause(row)) : Optional.empty();
            }
          }
        });
  }

  private static Pause pause(ResultSet row) throws SQLException {
    OffsetDateTime probe = row.getObject(3, OffsetDateTime.class);
    return new Pause(
        row.getInt(1),
        row.getObject(2, OffsetDateTime.class).toInstant(),
        probe == null ? null : probe.toInstant(),
        row.getInt(4));
  }

  /**
   * Notes a failure.
   *
   * @param until says from the failures in a row when to ask again
   * @return that time
   */
  Instant failed(TenantId tenant, Instant now, Waits until) {
    return database.inTransaction(
        transaction -> {
          try (PreparedStatement failed = transaction.prepareStatement(FAILED);
              PreparedStatement pause = transaction.prepareStatement(PAUSE)) {
            failed.setString(1, tenant.value());
            failed.setObject(2, utc(now));
            failed.setObject(3, utc(now));
            pause.setObject(1, utc(until.after(number(failed))));
            pause.setString(2, tenant.value());
            try (ResultSet row = pause.executeQuery()) {
              row.next();
              return row.getObject(1, OffsetDateTime.class).toInstant();
            }
          }
        });
  }

  private static int number(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getInt(1);
    }
  }

  /** Takes the right to be the one that tries until {@code end}. */
  boolean probe(TenantId tenant, Instant now, Instant end) {
    return database.inTransaction(
            transaction ->
                execute(transaction, PROBE, utc(end), tenant.value(), utc(now), utc(now)))
        == 1;
  }

  /** Notes an answer; a server that answers so many at a time is well again. */
  void answered(TenantId tenant, int widest) {
    database.inTransaction(
        transaction ->
            execute(transaction, ANSWERED, tenant.value())
                + execute(transaction, FORGET, tenant.value(), widest));
  }

  /**
   * Takes one of the places of a server that answers again. One after the other: two that came at
   * once would each not see the other.
   *
   * @return whether the connection's delivery may go on
   */
  boolean admit(TenantId tenant, ConnectionId connection) {
    return database.inTransaction(
        transaction -> {
          try (PreparedStatement statement = transaction.prepareStatement(WIDTH)) {
            statement.setString(1, tenant.value());
            try (ResultSet row = statement.executeQuery()) {
              // without a row all has become well meanwhile
              return !row.next() || admit(transaction, tenant, connection, row.getInt(1));
            }
          }
        });
  }

  private static boolean admit(
      Connection transaction, TenantId tenant, ConnectionId connection, int width)
      throws SQLException {
    Object of = connection.value();
    return execute(transaction, ADMIT, of, tenant.value(), of, width) == 1;
  }

  private static int execute(Connection transaction, String sql, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = transaction.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      return statement.executeUpdate();
    }
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  /** When to ask again after failures in a row. */
  @FunctionalInterface
  interface Waits {
    Instant after(int failures);
  }

  /**
   * A server that failed.
   *
   * @param failures in a row; 0 once it has answered
   * @param until nobody asks before
   * @param probeUntil somebody tries until then; null when nobody does
   * @param width deliveries at a time after it has answered; 0 before
   */
  record Pause(int failures, Instant until, @Nullable Instant probeUntil, int width) {}
}
