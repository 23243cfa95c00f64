package org.healthsync.connect.token;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.healthsync.platform.Audit;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.FailureTrace;
import org.healthsync.platform.ProviderId;
import org.healthsync.platform.Sealer.BrokenSealException;
import org.healthsync.platform.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code connection_token}. Every method works in the caller's transaction. Whoever
 * changes tokens locks the row of the connection first, so that refresh, authorization and
 * disconnection take turns.
 */
public final class TokenRows {

  private static final System.Logger LOG = System.getLogger(TokenRows.class.getName());

  private static final String READ =
      "select c.tenant_id, c.provider, c.region, t.sealed, t.rotation, t.refreshing_since,"
          + " t.refreshing_by from connection c join connection_token t on t.connection_id = c.id"
          + " where c.id = ? and c.status = 'ACTIVE'";
  // not "for update": that would stop the writes of a running sync, which refer to the connection
  private static final String LOCK = "select 1 from connection where id = ? for no key update";
  // the greater of the two: a replica of the version before counts in the row of the tokens alone
  private static final String STORE =
      "with next as (update connection c set token_rotation = greatest(c.token_rotation,"
          + " coalesce((select t.rotation from connection_token t where t.connection_id = c.id),"
          + " 0)) + 1 where c.id = ? returning c.id, c.token_rotation)"
          + " insert into connection_token (connection_id, sealed, expires_at, rotation,"
          + " updated_at) select id, ?, ?, token_rotation, ? from next"
          + " on conflict (connection_id) do update set sealed = excluded.sealed,"
          + " expires_at = excluded.expires_at, rotation = excluded.rotation,"
          + " refreshing_since = null, refreshing_by = null, updated_at = excluded.updated_at"
          + " returning rotation";
  private static final String ANSWERED =
      "update connection_token set refreshing_by = null,"
          + " refreshing_since = case when ? then null else refreshing_since end"
          + " where connection_id = ?";

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
   * @param askedAt when a refresh was begun whose outcome is not stored, or null
   * @param askedBy who has that request out, or null when its end was seen
   */
  record Row(
      ConnectionId connection,
      TenantId tenant,
      ProviderId provider,
      String region,
      Tokens tokens,
      long rotation,
      @Nullable Instant askedAt,
      @Nullable UUID askedBy) {

    boolean outcomeUnknown() {
      return askedAt != null;
    }

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
        return Optional.of(row(connection, row));
      }
    }
  }

  private Row row(ConnectionId connection, ResultSet row) throws SQLException {
    Timestamp asked = row.getTimestamp("refreshing_since");
    return new Row(
        connection,
        new TenantId(row.getString("tenant_id")),
        new ProviderId(row.getString("provider")),
        row.getString("region"),
        vault.open(connection, row.getBytes("sealed")),
        row.getLong("rotation"),
        asked == null ? null : asked.toInstant(),
        row.getObject("refreshing_by", UUID.class));
  }

  /** The access token as it is stored, for its last use; empty also when it cannot be opened. */
  public Optional<AccessToken> last(Connection database, ConnectionId connection)
      throws SQLException {
    try {
      return read(database, connection).map(Row::accessToken);
    } catch (RuntimeException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          () -> "the last token of connection %s: %s".formatted(connection, FailureTrace.of(e)));
      return Optional.empty();
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

  /** Notes that {@code asker} is about to send a refresh. */
  void intend(Connection database, ConnectionId connection, UUID asker) throws SQLException {
    try (PreparedStatement statement =
        database.prepareStatement(
            "update connection_token set refreshing_since = ?, refreshing_by = ?"
                + " where connection_id = ?")) {
      statement.setTimestamp(1, now());
      statement.setObject(2, asker);
      statement.setObject(3, connection.value());
      statement.executeUpdate();
    }
  }

  /**
   * Notes that no refresh is out any more.
   *
   * @param known whether it is certain that the stored tokens are still the provider's
   */
  void answered(Connection database, ConnectionId connection, boolean known) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(ANSWERED)) {
      statement.setBoolean(1, known);
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
  void lose(Connection database, TenantId tenant, ConnectionId connection, String reason)
      throws SQLException {
    erase(database, connection);
    try (PreparedStatement statement =
        database.prepareStatement(
            "update connection set status = 'REAUTHORIZE', updated_at = ?, version = version + 1"
                + " where id = ? and status = 'ACTIVE'")) {
      statement.setTimestamp(1, now());
      statement.setObject(2, connection.value());
      statement.executeUpdate();
    }
    audit.write(database, tenant, "connect", "grant-lost", connection.toString(), reason);
  }

  /**
   * Does so with tokens that are damaged for good. Tokens that open are left alone, and also those
   * whose key is missing: an operator can bring it back.
   *
   * @return whether they were damaged
   */
  boolean loseDamaged(Connection database, ConnectionId connection) throws SQLException {
    try {
      lock(database, connection);
      return false;
    } catch (BrokenSealException e) {
      if (e.keyIsMissing()) {
        throw e;
      }
    }
    lose(database, tenant(database, connection), connection, "tokens-damaged");
    return true;
  }

  private static TenantId tenant(Connection database, ConnectionId connection) throws SQLException {
    try (PreparedStatement statement =
        database.prepareStatement("select tenant_id from connection where id = ?")) {
      statement.setObject(1, connection.value());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return new TenantId(row.getString(1));
      }
    }
  }

  private Timestamp now() {
    Instant now = clock.instant();
    return Timestamp.from(now);
  }
}
