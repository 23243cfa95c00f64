package org.healthsync.connect.token;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.healthsync.connect.ConnectionListener;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Database;
import org.healthsync.platform.ProviderId;
import org.healthsync.platform.Sealer.BrokenSealException;
import org.healthsync.spi.ProviderException;

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

  private static final String REFUSED = "refused";

  private final Database database;
  private final TokenRows rows;
  private final TokenRefresh refresh;
  private final Renewal renewal;
  private final ConnectionListener listener;
  private final Executor executor;
  private final Settings settings;
  private final Clock clock;
  private final Map<ProviderId, Semaphore> permits = new ConcurrentHashMap<>();

  /**
   * How refreshes share the database.
   *
   * @param parallel refreshes of one provider at a time, per replica
   * @param patience how long a caller waits for another's refresh; longer than the transport's
   *     deadline
   * @param answer the transport's deadline: for as long a request may be out of which nobody knows
   */
  public record Settings(int parallel, Duration patience, Duration answer) {

    /** Demands positive values. */
    public Settings {
      if (parallel < 1 || patience.toMillis() < 1 || answer.isNegative()) {
        throw new IllegalArgumentException("parallel, patience and answer must be positive");
      }
    }
  }

  /**
   * Refreshes by {@code refresh} and tells {@code listener} of lost grants.
   *
   * @param executor the server's threads: whoever wants a token may be a plugin's call, which can
   *     be interrupted, and the provider's answer must not be lost with it
   */
  public AccessTokens(
      Database database,
      TokenRows rows,
      TokenRefresh refresh,
      ConnectionListener listener,
      Executor executor,
      Settings settings,
      Clock clock) {
    this.database = database;
    this.rows = rows;
    this.refresh = refresh;
    this.renewal = new Renewal(database, rows, refresh, settings, clock);
    this.listener = listener;
    this.executor = executor;
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
    return isFresh(row) ? row.accessToken() : renewed(row, REFUSED);
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
    return row.rotation() == refusedRotation ? renewed(row, REFUSED) : row.accessToken();
  }

  /**
   * Notes in the caller's transaction that the provider refuses even a new access token: the
   * connection asks for authorization again. Afterwards {@link #abandoned} is called.
   *
   * @param rotation of the token that was refused; 0 when there was none
   * @param reason stable code for the audit
   * @return {@link Loss#RENEWED} when the stored tokens are others, which stay then
   */
  public Loss abandon(Connection jdbc, ConnectionId connection, long rotation, String reason)
      throws SQLException {
    Optional<TokenRows.Row> row = rows.lock(jdbc, connection);
    if (row.isEmpty()) {
      return Loss.BEFORE;
    }
    if (row.get().rotation() != rotation) {
      return Loss.RENEWED;
    }
    rows.lose(jdbc, row.get().tenant(), connection, reason);
    return Loss.NOW;
  }

  /** Tells of a grant that was lost, once that is committed. */
  public void abandoned(ConnectionId connection) {
    listener.reauthorizationNeeded(connection);
  }

  /**
   * Finds out whether the grant is gone, as somebody says: by a renewal, which the provider refuses
   * then. Without refresh tokens the word is taken. Blocks.
   *
   * @param reason stable code for the audit
   * @return whether it is gone; false when the provider gave new tokens
   * @throws ProviderException when the provider gives no clear answer, and nothing is changed
   */
  public boolean isGone(ConnectionId connection, String reason) throws ProviderException {
    try {
      renewed(stored(connection), reason);
      return false;
    } catch (ProviderException e) {
      if (Renewal.isLost(e)) {
        return true;
      }
      throw e;
    }
  }

  private TokenRows.Row stored(ConnectionId connection) throws ProviderException {
    try {
      return database
          .inTransaction(jdbc -> rows.read(jdbc, connection))
          .orElseThrow(Renewal::notActive);
    } catch (BrokenSealException e) {
      // nothing that is tried again opens it; the person can
      if (database.inTransaction(jdbc -> rows.loseDamaged(jdbc, connection))) {
        listener.reauthorizationNeeded(connection);
      }
      throw Renewal.notActive();
    }
  }

  private boolean isFresh(TokenRows.Row row) {
    return clock.instant().plus(refresh.early(row.provider())).isBefore(row.tokens().expiresAt());
  }

  private AccessToken renewed(TokenRows.Row seen, String reason) throws ProviderException {
    Semaphore permit =
        permits.computeIfAbsent(seen.provider(), provider -> new Semaphore(settings.parallel()));
    acquire(permit);
    CompletableFuture<Renewal.Result> outcome = new CompletableFuture<>();
    Runnable work =
        () -> {
          try {
            outcome.complete(told(seen, renewal.renew(seen, reason)));
          } catch (Throwable t) {
            outcome.completeExceptionally(t);
          } finally {
            permit.release();
          }
        };
    try {
      executor.execute(work);
    } catch (RejectedExecutionException e) {
      work.run();
    }
    return awaited(outcome).token();
  }

  private Renewal.Result told(TokenRows.Row seen, Renewal.Result result) {
    if (result.lost()) {
      listener.reauthorizationNeeded(seen.connection());
    }
    return result;
  }

  private static Renewal.Result awaited(CompletableFuture<Renewal.Result> outcome)
      throws ProviderException {
    try {
      return outcome.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Renewal.busy(Duration.ZERO);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException ours) {
        throw ours;
      }
      throw new IllegalStateException("a token refresh failed", e);
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
    throw Renewal.busy(Duration.ZERO);
  }
}
