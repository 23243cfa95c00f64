package org.healthsync.connect.token;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.healthsync.platform.CrashPoint;
import org.healthsync.platform.Database;
import org.healthsync.platform.Database.DatabaseException;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;
import org.jspecify.annotations.Nullable;

/**
 * One request for new tokens and the transactions around it. The first notes who is about to ask;
 * the second holds the row lock of the connection over the request and stores the answer. A
 * connection whose lock is free although somebody's request may still be out is left alone until
 * that request must have ended: the two would use up one refresh token.
 */
final class Renewal {

  private static final String LOCK_NOT_AVAILABLE = "55P03";

  /** Whoever notes that it asks has the lock a moment later, or its session died. */
  private static final int LOOKS = 10;

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
  private static final Duration BETWEEN_STORES = Duration.ofMillis(500);

  /** After any other failure the provider may have taken the request. */
  private static final Set<String> NOTHING_KNOWN =
      Set.of(StandardError.PROVIDER_UNAVAILABLE.name(), StandardError.BAD_PAYLOAD.name());

  private final Database database;
  private final TokenRows rows;
  private final TokenRefresh refresh;
  private final AccessTokens.Settings settings;
  private final Clock clock;

  Renewal(
      Database database,
      TokenRows rows,
      TokenRefresh refresh,
      AccessTokens.Settings settings,
      Clock clock) {
    this.database = database;
    this.rows = rows;
    this.refresh = refresh;
    this.settings = settings;
    this.clock = clock;
  }

  /** What comes of it: a token, or a failure that must not roll anything back. */
  record Result(@Nullable AccessToken access, @Nullable ProviderException failure, boolean lost) {

    static Result of(AccessToken token) {
      return new Result(token, null, false);
    }

    static Result failed(ProviderException failure, boolean lost) {
      return new Result(null, failure, lost);
    }

    AccessToken token() throws ProviderException {
      if (access == null) {
        throw failure == null ? notActive() : failure;
      }
      return access;
    }
  }

  /** One caller's attempt. For one thread. */
  private static final class Attempt {
    private final TokenRows.Row seen;
    private final String reason;
    private final UUID asker = UUID.randomUUID();
    private final long begun = System.nanoTime();
    private Duration wait = Duration.ZERO;
    private @Nullable Tokens received;

    Attempt(TokenRows.Row seen, String reason) {
      this.seen = seen;
      this.reason = reason;
    }

    boolean stillHas(TokenRows.Row row) {
      return row.rotation() == seen.rotation();
    }
  }

  /**
   * Renews the tokens in {@code seen}, or finds those that somebody else has put in their place.
   *
   * @param reason for the audit when the grant is lost
   */
  Result renew(TokenRows.Row seen, String reason) {
    Attempt attempt = new Attempt(seen, reason);
    try {
      for (int look = 0; look < LOOKS; look++) {
        database.inTransaction(jdbc -> intend(jdbc, attempt));
        Optional<Result> result = asked(attempt);
        if (result.isPresent()) {
          return result.get();
        }
        LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
      }
      return Result.failed(busy(attempt.wait), false);
    } catch (DatabaseException e) {
      if (e.sqlState().equals(LOCK_NOT_AVAILABLE)) {
        return Result.failed(busy(Duration.ZERO), false);
      }
      throw e;
    }
  }

  /** Committed by itself, so that a later failure knows that a request may have been answered. */
  private boolean intend(Connection jdbc, Attempt attempt) throws SQLException {
    waitAtMost(jdbc);
    Optional<TokenRows.Row> wanted =
        rows.lock(jdbc, attempt.seen.connection())
            .filter(attempt::stillHas)
            .filter(row -> !othersRequestIsOut(row, attempt));
    if (wanted.isPresent()) {
      rows.intend(jdbc, attempt.seen.connection(), attempt.asker);
    }
    return wanted.isPresent();
  }

  private boolean othersRequestIsOut(TokenRows.Row row, Attempt attempt) {
    if (row.askedBy() == null || row.askedAt() == null || row.askedBy().equals(attempt.asker)) {
      return false;
    }
    attempt.wait = Duration.between(clock.instant(), row.askedAt().plus(settings.answer()));
    return !attempt.wait.isNegative() && !attempt.wait.isZero();
  }

  private Optional<Result> asked(Attempt attempt) {
    try {
      return database.inTransaction(jdbc -> underLock(jdbc, attempt));
    } catch (DatabaseException e) {
      Tokens received = attempt.received;
      if (received == null) {
        throw e;
      }
      return Optional.of(storedLater(attempt, received, e));
    }
  }

  /** Empty when somebody else may be asking. */
  private Optional<Result> underLock(Connection jdbc, Attempt attempt) throws SQLException {
    waitAtMost(jdbc);
    Optional<TokenRows.Row> now = rows.lock(jdbc, attempt.seen.connection());
    if (now.isEmpty()) {
      return Optional.of(Result.failed(notActive(), false));
    }
    if (!attempt.stillHas(now.get())) {
      return Optional.of(Result.of(now.get().accessToken()));
    }
    if (!attempt.asker.equals(now.get().askedBy())) {
      return Optional.empty();
    }
    try {
      Tokens tokens =
          refresh.refresh(attempt.seen.provider(), attempt.seen.region(), now.get().tokens());
      attempt.received = tokens;
      CrashPoint.AFTER_TOKEN_RESPONSE.pass();
      return Optional.of(stored(jdbc, attempt, tokens));
    } catch (ProviderException e) {
      return Optional.of(failed(jdbc, attempt, e));
    }
  }

  private Result stored(Connection jdbc, Attempt attempt, Tokens tokens) throws SQLException {
    long rotation = rows.store(jdbc, attempt.seen.connection(), tokens);
    return Result.of(new AccessToken(tokens.access(), tokens.expiresAt(), rotation));
  }

  /**
   * The provider has replaced the tokens and the transaction is gone. What came is stored by
   * another one, as long as everybody else takes the request for one that is out.
   */
  private Result storedLater(Attempt attempt, Tokens tokens, DatabaseException first) {
    DatabaseException last = first;
    do {
      try {
        return database.inTransaction(jdbc -> storedIfWanted(jdbc, attempt, tokens));
      } catch (DatabaseException e) {
        last = e;
        LockSupport.parkNanos(BETWEEN_STORES.toNanos());
      }
    } while (System.nanoTime() - attempt.begun < settings.answer().toNanos());
    throw last;
  }

  private Result storedIfWanted(Connection jdbc, Attempt attempt, Tokens tokens)
      throws SQLException {
    waitAtMost(jdbc);
    Optional<TokenRows.Row> now = rows.lock(jdbc, attempt.seen.connection());
    if (now.isEmpty()) {
      return Result.failed(notActive(), false);
    }
    return attempt.stillHas(now.get())
        ? stored(jdbc, attempt, tokens)
        : Result.of(now.get().accessToken());
  }

  private Result failed(Connection jdbc, Attempt attempt, ProviderException failure)
      throws SQLException {
    TokenRows.Row seen = attempt.seen;
    boolean lost = isLost(failure);
    if (lost) {
      // an outcome that was never stored explains a refused refresh token better than the person
      String reason = seen.outcomeUnknown() ? "refresh-outcome-unknown" : attempt.reason;
      rows.lose(jdbc, seen.tenant(), seen.connection(), reason);
    } else {
      boolean known = !seen.outcomeUnknown() && !NOTHING_KNOWN.contains(failure.code().name());
      rows.answered(jdbc, seen.connection(), known);
    }
    return Result.failed(failure, lost);
  }

  static boolean isLost(ProviderException failure) {
    return failure.code().name().equals(StandardError.CONSENT_LOST.name());
  }

  private void waitAtMost(Connection jdbc) throws SQLException {
    try (Statement statement = jdbc.createStatement()) {
      statement.execute("set local lock_timeout = " + settings.patience().toMillis());
      // a holder that hangs must not keep the lock for ever
      statement.execute(
          "set local idle_in_transaction_session_timeout = "
              + settings.patience().multipliedBy(2).toMillis());
    }
  }

  static ProviderException busy(Duration wait) {
    return new ProviderException(
        StandardError.PROVIDER_UNAVAILABLE,
        "another token refresh takes too long",
        wait.isZero() || wait.isNegative() ? null : wait,
        null);
  }

  static ProviderException notActive() {
    return new ProviderException(
        StandardError.CONSENT_LOST, "the connection has no tokens; authorize again");
  }
}
