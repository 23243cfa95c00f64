package org.healthsync.connect.token;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.healthsync.connect.ConnectionListener;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.CrashPoint;
import org.healthsync.platform.Database;
import org.healthsync.platform.Database.DatabaseException;
import org.healthsync.platform.ProviderId;
import org.healthsync.spi.ErrorCode;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;
import org.jspecify.annotations.Nullable;

/**
 * Access tokens that are good for use. A refresh is done by one caller, cluster-wide: it holds the
 * row lock of the connection from the second look at the stored tokens until the new ones are
 * committed; all others wait and find them there. New tokens are stored before anybody uses them.
 *
 * <p>The lock is held over one HTTP request, so a refresh keeps a database connection for at most
 * the transport's deadline. {@link Settings#parallel} bounds how many do so per provider and
 * replica; a slow provider cannot drain the pool. See {@code docs/adr/0020-token-refresh.md}.
 *
 * <p>Safe for many threads.
 */
public final class AccessTokens {

  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private final Database database;
  private final TokenRows rows;
  private final TokenRefresh refresh;
  private final ConnectionListener listener;
  private final Settings settings;
  private final Clock clock;
  private final Map<ProviderId, Semaphore> permits = new ConcurrentHashMap<>();

  /**
   * How refreshes share the database.
   *
   * @param parallel refreshes of one provider at a time, per replica
   * @param patience how long a caller waits for another's refresh; longer than the transport's
   *     deadline
   */
  public record Settings(int parallel, Duration patience) {

    /** Demands positive values. */
    public Settings {
      if (parallel < 1 || patience.toMillis() < 1) {
        throw new IllegalArgumentException("parallel and patience must be positive");
      }
    }
  }

  /** Refreshes by {@code refresh} and tells {@code listener} of lost grants. */
  public AccessTokens(
      Database database,
      TokenRows rows,
      TokenRefresh refresh,
      ConnectionListener listener,
      Settings settings,
      Clock clock) {
    this.database = database;
    this.rows = rows;
    this.refresh = refresh;
    this.listener = listener;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * A token that is not about to expire. Blocks while it is refreshed.
   *
   * @throws ProviderException {@code CONSENT_LOST} when the connection is not active (any more);
   *     {@code PROVIDER_UNAVAILABLE} and others as {@link TokenRefresh#refresh} says, the
   *     connection stays active then
   */
  public AccessToken current(ConnectionId connection) throws ProviderException {
    TokenRows.Row row = stored(connection);
    return isFresh(row) ? row.accessToken() : renewed(row);
  }

  /**
   * A token in the place of one that the provider refused. When it was replaced meanwhile, the
   * stored one is returned without a request.
   *
   * @param refusedRotation {@link AccessToken#rotation} of the refused one
   * @throws ProviderException as {@link #current}
   */
  public AccessToken renew(ConnectionId connection, long refusedRotation) throws ProviderException {
    TokenRows.Row row = stored(connection);
    return row.rotation() == refusedRotation ? renewed(row) : row.accessToken();
  }

  /**
   * Notes that the provider refuses even a new access token: the connection asks for authorization
   * again. Idempotent.
   *
   * @param reason stable code for the audit
   */
  public void abandon(ConnectionId connection, String reason) {
    boolean lost =
        database.inTransaction(
            jdbc -> {
              Optional<TokenRows.Row> row = rows.lock(jdbc, connection);
              if (row.isPresent()) {
                rows.lose(jdbc, row.get(), reason);
              }
              return row.isPresent();
            });
    if (lost) {
      listener.reauthorizationNeeded(connection);
    }
  }

  private TokenRows.Row stored(ConnectionId connection) throws ProviderException {
    return database
        .inTransaction(jdbc -> rows.read(jdbc, connection))
        .orElseThrow(AccessTokens::notActive);
  }

  private boolean isFresh(TokenRows.Row row) {
    return clock.instant().plus(refresh.early(row.provider())).isBefore(row.tokens().expiresAt());
  }

  private AccessToken renewed(TokenRows.Row seen) throws ProviderException {
    Semaphore permit =
        permits.computeIfAbsent(seen.provider(), provider -> new Semaphore(settings.parallel()));
    acquire(permit);
    try {
      database.inTransaction(jdbc -> intend(jdbc, seen));
      Result result = database.inTransaction(jdbc -> underLock(jdbc, seen));
      if (result.lost()) {
        listener.reauthorizationNeeded(seen.connection());
      }
      return result.token();
    } catch (DatabaseException e) {
      if (e.sqlState().equals(LOCK_NOT_AVAILABLE)) {
        throw busy();
      }
      throw e;
    } finally {
      permit.release();
    }
  }

  private void acquire(Semaphore permit) throws ProviderException {
    try {
      if (permit.tryAcquire(settings.patience().toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw busy();
  }

  private static ProviderException busy() {
    return new ProviderException(
        StandardError.PROVIDER_UNAVAILABLE, "another token refresh takes too long");
  }

  /** Committed by itself, so that a later failure knows that a request may have been answered. */
  private boolean intend(Connection jdbc, TokenRows.Row seen) throws SQLException {
    waitAtMost(jdbc);
    boolean wanted = rows.lock(jdbc, seen.connection()).filter(row -> same(row, seen)).isPresent();
    if (wanted && !seen.outcomeUnknown()) {
      rows.intend(jdbc, seen.connection());
    }
    return wanted;
  }

  private Result underLock(Connection jdbc, TokenRows.Row seen) throws SQLException {
    waitAtMost(jdbc);
    Optional<TokenRows.Row> now = rows.lock(jdbc, seen.connection());
    if (now.isEmpty()) {
      return Result.failed(notActive(), false);
    }
    if (!same(now.get(), seen)) {
      return Result.of(now.get().accessToken());
    }
    try {
      Tokens tokens = refresh.refresh(seen.provider(), seen.region(), now.get().tokens());
      CrashPoint.AFTER_TOKEN_RESPONSE.pass();
      long rotation = rows.store(jdbc, seen.connection(), tokens);
      return Result.of(new AccessToken(tokens.access(), tokens.expiresAt(), rotation));
    } catch (ProviderException e) {
      return failed(jdbc, seen, e);
    }
  }

  private Result failed(Connection jdbc, TokenRows.Row seen, ProviderException failure)
      throws SQLException {
    boolean lost = isLost(failure.code());
    if (lost) {
      // an outcome that was never stored explains a refused refresh token better than the person
      rows.lose(jdbc, seen, seen.outcomeUnknown() ? "refresh-outcome-unknown" : "refused");
    }
    return Result.failed(failure, lost);
  }

  private static boolean isLost(ErrorCode code) {
    return code.name().equals(StandardError.CONSENT_LOST.name());
  }

  private static boolean same(TokenRows.Row row, TokenRows.Row seen) {
    return row.rotation() == seen.rotation();
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

  private static ProviderException notActive() {
    return new ProviderException(
        StandardError.CONSENT_LOST, "the connection has no tokens; authorize again");
  }

  /** What a transaction brings: a token, or a failure that must not roll it back. */
  private record Result(
      @Nullable AccessToken access, @Nullable ProviderException failure, boolean lost) {

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
}
