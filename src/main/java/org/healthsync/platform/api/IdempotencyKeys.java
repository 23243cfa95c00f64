package org.healthsync.platform.api;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.healthsync.platform.Database;
import org.healthsync.platform.ProblemCode;
import org.healthsync.platform.ProblemException;
import org.healthsync.platform.Sealer;
import org.healthsync.platform.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what was answered to a key, so that a repeated call gets the same answer and does
 * nothing again. Bodies are sealed, since they may hold authorization URLs. A key whose first call
 * never ended (the replica died) is free again after {@link #ABANDONED}.
 */
public final class IdempotencyKeys {

  static final Duration ABANDONED = Duration.ofMinutes(2);

  private static final String RESERVE =
      "insert into idempotency_key (tenant_id, key, request_hash, created_at) values (?, ?, ?, ?)"
          + " on conflict (tenant_id, key) do update set request_hash = excluded.request_hash,"
          + " created_at = excluded.created_at"
          + " where idempotency_key.status is null and idempotency_key.created_at < ?";
  private static final String FIND =
      "select request_hash, status, location, body from idempotency_key"
          + " where tenant_id = ? and key = ?";
  private static final String STORE =
      "update idempotency_key set status = ?, location = ?, body = ?"
          + " where tenant_id = ? and key = ?";

  private final Database database;
  private final Sealer sealer;
  private final Clock clock;

  /** Keeps them in {@code database}. */
  public IdempotencyKeys(Database database, Sealer sealer, Clock clock) {
    this.database = database;
    this.sealer = sealer;
    this.clock = clock;
  }

  /**
   * What was answered.
   *
   * @param location value of the Location header, or null
   * @param body the JSON, or null
   */
  public record Answer(int status, @Nullable String location, @Nullable String body) {}

  /**
   * Reserves a key for this call.
   *
   * @return the answer of the earlier call, empty when this is the first
   * @throws ProblemException {@code idempotency-key-reused} when the earlier call was another one,
   *     {@code conflict} when it has not ended yet
   */
  public Optional<Answer> reserve(TenantId tenant, String key, byte[] requestHash) {
    return database.inTransaction(
        connection ->
            insert(connection, tenant, key, requestHash)
                ? Optional.empty()
                : Optional.of(earlier(connection, tenant, key, requestHash)));
  }

  private boolean insert(Connection connection, TenantId tenant, String key, byte[] requestHash)
      throws SQLException {
    Instant now = clock.instant();
    try (PreparedStatement statement = connection.prepareStatement(RESERVE)) {
      statement.setString(1, tenant.value());
      statement.setString(2, key);
      statement.setBytes(3, requestHash);
      statement.setTimestamp(4, Timestamp.from(now));
      statement.setTimestamp(5, Timestamp.from(now.minus(ABANDONED)));
      return statement.executeUpdate() == 1;
    }
  }

  private Answer earlier(Connection connection, TenantId tenant, String key, byte[] requestHash)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FIND)) {
      statement.setString(1, tenant.value());
      statement.setString(2, key);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          throw notEnded();
        }
        if (!Arrays.equals(row.getBytes("request_hash"), requestHash)) {
          throw new ProblemException(
              ProblemCode.IDEMPOTENCY_KEY_REUSED, "Use a new key for a new request");
        }
        int status = row.getInt("status");
        if (row.wasNull()) {
          throw notEnded();
        }
        byte[] sealed = row.getBytes("body");
        return new Answer(status, row.getString("location"), open(tenant, key, sealed));
      }
    }
  }

  private @Nullable String open(TenantId tenant, String key, byte @Nullable [] sealed) {
    return sealed == null
        ? null
        : new String(sealer.open(sealed, place(tenant, key)), StandardCharsets.UTF_8);
  }

  private static ProblemException notEnded() {
    return new ProblemException(
        ProblemCode.CONFLICT, "The first request of this Idempotency-Key has not ended yet");
  }

  /** Remembers the answer of the call that reserved the key. */
  public void store(TenantId tenant, String key, Answer answer) {
    String plain = answer.body();
    byte[] sealed =
        plain == null
            ? null
            : sealer.seal(plain.getBytes(StandardCharsets.UTF_8), place(tenant, key));
    database.inTransaction(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(STORE)) {
            statement.setInt(1, answer.status());
            statement.setString(2, answer.location());
            statement.setBytes(3, sealed);
            statement.setString(4, tenant.value());
            statement.setString(5, key);
            return statement.executeUpdate();
          }
        });
  }

  /** Frees a key whose call failed, so that it can be tried again. */
  public void release(TenantId tenant, String key) {
    database.inTransaction(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "delete from idempotency_key where tenant_id = ? and key = ?"
                      + " and status is null")) {
            statement.setString(1, tenant.value());
            statement.setString(2, key);
            return statement.executeUpdate();
          }
        });
  }

  /**
   * Forgets keys older than {@code age}; for the housekeeping job.
   *
   * @return how many
   */
  public int purge(Duration age) {
    return database.inTransaction(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement("delete from idempotency_key where created_at < ?")) {
            statement.setTimestamp(1, Timestamp.from(clock.instant().minus(age)));
            return statement.executeUpdate();
          }
        });
  }

  private static String place(TenantId tenant, String key) {
    return "idempotency-key:" + tenant.value() + "/" + key;
  }
}
