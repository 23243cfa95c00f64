package org.healthsync.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.healthsync.platform.Database;
import org.healthsync.platform.TenantId;

/**
 * Tenants for which nothing is fetched, because too much of theirs waits for delivery. All replicas
 * know the same. Safe for many threads; blocks on the database, for a time that grows with what
 * waits up to the limit and no more.
 */
public final class TenantHolds {

  private static final String HELD = "select 1 from tenant_hold where tenant_id = ?";

  private static final String LASTS = "select 1 from tenant_hold where tenant_id = ? for share";

  private static final String DEPTH =
      "select count(*) from"
          + " (select 1 from outbox where tenant_id = ? order by seq limit ?) waiting";

  private static final String HOLD =
      "insert into tenant_hold (tenant_id, since) values (?, ?) on conflict do nothing";

  private static final String RELEASE = "delete from tenant_hold where tenant_id = ?";

  private final Database database;
  private final Released released;

  /** Works on {@code database}. */
  public TenantHolds(Database database, Released released) {
    this.database = database;
    this.released = released;
  }

  /** Learns of tenants for which fetching may go on. */
  @FunctionalInterface
  public interface Released {
    /** A tenant is held no longer; called in the transaction that lets it go. */
    void released(Connection transaction, TenantId tenant) throws SQLException;
  }

  /**
   * Looks how much of a tenant waits.
   *
   * @param limit versions from which on the tenant is held
   * @param resume versions below which it is let go
   * @return how many versions more may come before the tenant is held; 0 when it is
   */
  public long look(TenantId tenant, long limit, long resume, Instant now) {
    return database.inTransaction(
        transaction -> {
          boolean held = held(transaction, tenant);
          long edge = held ? resume : limit;
          long room = edge - depth(transaction, tenant, edge);
          if (room == 0 && !held) {
            hold(transaction, tenant, now);
          } else if (room > 0 && held) {
            release(transaction, tenant);
            released.released(transaction, tenant);
          }
          return room;
        });
  }

  /**
   * Whether a tenant is held, and stays so until {@code transaction} ends: who lets it go waits for
   * that, and then finds what was put back meanwhile.
   */
  public boolean lasts(Connection transaction, TenantId tenant) throws SQLException {
    return find(transaction, LASTS, tenant);
  }

  private static boolean held(Connection transaction, TenantId tenant) throws SQLException {
    return find(transaction, HELD, tenant);
  }

  private static boolean find(Connection transaction, String query, TenantId tenant)
      throws SQLException {
    try (PreparedStatement statement = transaction.prepareStatement(query)) {
      statement.setString(1, tenant.value());
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    }
  }

  private static long depth(Connection transaction, TenantId tenant, long limit)
      throws SQLException {
    try (PreparedStatement statement = transaction.prepareStatement(DEPTH)) {
      statement.setString(1, tenant.value());
      statement.setLong(2, limit);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static void hold(Connection transaction, TenantId tenant, Instant now)
      throws SQLException {
    try (PreparedStatement statement = transaction.prepareStatement(HOLD)) {
      statement.setString(1, tenant.value());
      statement.setObject(2, Writing.utc(now));
      statement.executeUpdate();
    }
  }

  private static void release(Connection transaction, TenantId tenant) throws SQLException {
    try (PreparedStatement statement = transaction.prepareStatement(RELEASE)) {
      statement.setString(1, tenant.value());
      statement.executeUpdate();
    }
  }
}
