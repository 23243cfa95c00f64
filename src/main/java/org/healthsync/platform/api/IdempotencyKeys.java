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
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.healthsync.platform.Database;
import org.healthsync.platform.ProblemCode;
import org.healthsync.platform.ProblemException;
import org.healthsync.platform.Sealer;
import org.healthsync.platform.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what was answered to a key, so that a repeated call gets the same answer and does
 * nothing again. Bodies are sealed, since they may hold authorization URLs. What became of a call
 * that never ended (the replica died, or the answer could not be stored) is unknown: its key is
 * refused until it is forgotten, since doing the work again may be worse than not doing it.
 */
public final class IdempotencyKeys {

  static final Duration ABANDONED = Duration.ofMinutes(2);

  private static final String RESERVE =
      "insert into idempotency_key (tenant_id, key, request_hash, created_at) values (?, ?, ?, ?)"
          + " on conflict (tenant_id, key) do nothing";
  private static final String FIND =
      "select request_hash, status, location, body, created_at from idempotency_key"
          + " where tenant_id = ? and key = ?";
  private static final String STORE =
      "update idempotency_key set status = ?, location = ?, body = ?"
          + " where tenant_id = ? and key = ? and request_hash = ? and created_at = ?"
          + " and status is null";
  private static final String RELEASE =
      "delete from idempotency_key where tenant_id = ? and key = ? and request_hash = ?"
          + " and created_at = ? and status is null";

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

  /** A call that is under way under its key. */
  public static final class Reservation {
    private final TenantId tenant;
    private final String key;
    private final byte[] hash;
    private final Instant at;

    private Reservation(TenantId tenant, String key, byte[] hash, Instant at) {
      this.tenant = tenant;
      this.key = key;
      this.hash = hash.clone();
      this.at = at;
    }

    private void bind(PreparedStatement statement, int first) throws SQLException {
      statement.setString(first, tenant.value());
      statement.setString(first + 1, key);
      statement.setBytes(first + 2, hash);
      statement.setTimestamp(first + 3, Timestamp.from(at));
    }
  }

  /**
   * What is known of a key.
   *
   * @param earlier the answer of the earlier call; null when this is the first
   * @param reservation of this call; null when it is not the first
   */
  public record Found(@Nullable Answer earlier, @Nullable Reservation reservation) {}

  /**
   * Reserves a key for this call.
   *
   * @throws ProblemException {@code idempotency-key-reused} when the earlier call was another one,
   *     {@code conflict} when it has not ended yet or when its outcome is unknown
   */
  public Found reserve(TenantId tenant, String key, byte[] requestHash) {
    // as exactly as the database keeps it
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Reservation wanted = new Reservation(tenant, key, requestHash, now);
    return database.inTransaction(
        connection ->
            insert(connection, wanted)
                ? new Found(null, wanted)
                : new Found(earlier(connection, wanted), null));
  }

  private static boolean insert(Connection connection, Reservation wanted) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(RESERVE)) {
      wanted.bind(statement, 1);
      return statement.executeUpdate() == 1;
    }
  }

  private Answer earlier(Connection connection, Reservation wanted) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FIND)) {
      TenantId tenant = wanted.tenant;
      String key = wanted.key;
      statement.setString(1, tenant.value());
      statement.setString(2, key);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          throw notEnded();
        }
        if (!Arrays.equals(row.getBytes("request_hash"), wanted.hash)) {
          throw new ProblemException(
              ProblemCode.IDEMPOTENCY_KEY_REUSED, "Use a new key for a new request");
        }
        int status = row.getInt("status");
        if (row.wasNull()) {
          Instant since = row.getTimestamp("created_at").toInstant();
          throw since.plus(ABANDONED).isBefore(wanted.at) ? unknownOutcome() : notEnded();
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

  private static ProblemException unknownOutcome() {
    return new ProblemException(
        ProblemCode.CONFLICT,
        "The outcome of the first request of this Idempotency-Key is unknown; look what became of"
            + " it, then use a new key");
  }

  /** Remembers the answer of the call that reserved the key. */
  public void store(Reservation reservation, Answer answer) {
    String plain = answer.body();
    byte[] sealed =
        plain == null
            ? null
            : sealer.seal(
                plain.getBytes(StandardCharsets.UTF_8), place(reservation.tenant, reservation.key));
    database.inTransaction(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(STORE)) {
            statement.setInt(1, answer.status());
            statement.setString(2, answer.location());
            statement.setBytes(3, sealed);
            reservation.bind(statement, 4);
            return statement.executeUpdate();
          }
        });
  }

  /** Frees a key whose call failed, so that it can be tried again. */
  public void release(Reservation reservation) {
    database.inTransaction(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(RELEASE)) {
            reservation.bind(statement, 1);
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
