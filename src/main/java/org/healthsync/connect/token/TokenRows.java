package org.healthsync.connect.token;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.healthsync.platform.Audit;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.ProviderId;
import org.healthsync.platform.TenantId;

/**
 * The table {@code connection_token}. Every method works in the caller's transaction. Whoever
 * changes tokens locks the row of the connection first, so that refresh, authorization and
 * disconnection take turns.
 */
public final class TokenRows {

  private static final String READ =
      "select c.tenant_id, c.provider, c.region, t.sealed, t.rotation, t.refreshing_since"
          + " from connection c join connection_token t on t.connection_id = c.id"
          + " where c.id = ? and c.status = 'ACTIVE'";
  // not "for update": that would stop the writes of a running sync, which refer to the connection
  private static final String LOCK = "select 1 from connection where id = ? for no key update";
  private static final String STORE =
      "insert into connection_token (connection_id, sealed, expires_at, rotation, updated_at)"
          + " values (?, ?, ?, 1, ?) on conflict (connection_id) do update set"
          + " sealed = excluded.sealed, expires_at = excluded.expires_at,"
          + " rotation = connection_token.rotation + 1, refreshing_since = null,"
          + " updated_at = excluded.updated_at returning rotation";

  private final TokenVault vault;
  private final Audit audit;
  private final Clock clock;

  /** Seals with {@code vault}. */
  public TokenRows(TokenVault vault, Audit audit, Clock clock) {
    this.vault = vault;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Stored tokens and what is needed to renew them.
   *
   * @param outcomeUnknown whether an earlier refresh was begun and its outcome never stored
   */
  record Row(
      ConnectionId connection,
      TenantId tenant,
      ProviderId provider,
      String region,
      Tokens tokens,
      long rotation,
      boolean outcomeUnknown) {

    AccessToken accessToken() {
      return new AccessToken(tokens.access(), tokens.expiresAt(), rotation);
    }
  }

  /** Tokens of an active connection. */
  Optional<Row> read(Connection database, ConnectionId connection) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(READ)) {
      statement.setObject(1, connection.value());
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        return Optional.of(
            new Row(
                connection,
                new TenantId(row.getString("tenant_id")),
                new ProviderId(row.getString("provider")),
                row.getString("region"),
                vault.open(connection, row.getBytes("sealed")),
                row.getLong("rotation"),
                row.getTimestamp("refreshing_since") != null));
      }
    }
  }

  /** The same, and nobody else changes the connection until the transaction ends. */
  Optional<Row> lock(Connection database, ConnectionId connection) throws SQLException {
    // Two statements: one that joins and locks would return, after a wait, the tokens of the time
    // before the wait, since the locked row itself did not change.
    try (PreparedStatement statement = database.prepareStatement(LOCK)) {
      statement.setObject(1, connection.value());
      statement.execute();
    }
    return read(database, connection);
  }

  /** Notes that a refresh is about to be sent. */
  void intend(Connection database, ConnectionId connection) throws SQLException {
    try (PreparedStatement statement =
        database.prepareStatement(
            "update connection_token set refreshing_since = ? where connection_id = ?")) {
      statement.setTimestamp(1, now());
      statement.setObject(2, connection.value());
      statement.executeUpdate();
    }
  }

  /**
   * Stores tokens in the place of whatever was there. The caller holds the lock of the connection
   * and has seen that it is not revoked.
   *
   * @return the new rotation
   */
  public long store(Connection database, ConnectionId connection, Tokens tokens)
      throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(STORE)) {
      statement.setObject(1, connection.value());
      statement.setBytes(2, vault.seal(connection, tokens));
      statement.setTimestamp(3, Timestamp.from(tokens.expiresAt()));
      statement.setTimestamp(4, now());
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        return result.getLong(1);
      }
    }
  }

  /** Erases tokens. */
  public void erase(Connection database, ConnectionId connection) throws SQLException {
    try (PreparedStatement statement =
        database.prepareStatement("delete from connection_token where connection_id = ?")) {
      statement.setObject(1, connection.value());
      statement.executeUpdate();
    }
  }

  /** The grant is lost: erases the tokens and asks for authorization again. Under the lock. */
  void lose(Connection database, Row row, String reason) throws SQLException {
    erase(database, row.connection());
    try (PreparedStatement statement =
        database.prepareStatement(
            "update connection set status = 'REAUTHORIZE', updated_at = ?, version = version + 1"
                + " where id = ? and status = 'ACTIVE'")) {
      statement.setTimestamp(1, now());
      statement.setObject(2, row.connection().value());
      statement.executeUpdate();
    }
    audit.write(
        database, row.tenant(), "connect", "grant-lost", row.connection().toString(), reason);
  }

  private Timestamp now() {
    Instant now = clock.instant();
    return Timestamp.from(now);
  }
}
