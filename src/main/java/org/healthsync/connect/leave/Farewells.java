package org.healthsync.connect.leave;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.healthsync.connect.AccountConnection;
import org.healthsync.connect.oauth.ProviderAccounts;
import org.healthsync.connect.token.AccessToken;
import org.healthsync.platform.Audit;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Database;
import org.healthsync.platform.FailureTrace;
import org.healthsync.platform.ProviderId;
import org.healthsync.platform.Sealer;
import org.healthsync.platform.TenantId;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.auth.Account;

/**
 * Ends grants and subscriptions at providers after our side is over, again and again until the
 * provider takes it or the time is up. For as long the last access token is kept under seal, in a
 * row that nothing else reads; the refresh token is gone from the beginning.
 */
public final class Farewells {

  private static final System.Logger LOG = System.getLogger(Farewells.class.getName());
  private static final Duration LEASE = Duration.ofMinutes(2);
  private static final Duration FIRST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final int MOST_DOUBLINGS = 6;
  private static final int AT_ONCE = 50;

  private final FarewellTable table = new FarewellTable();
  private final Database database;
  private final Sealer sealer;
  private final ProviderAccounts accounts;
  private final Audit audit;
  private final Duration patience;
  private final Clock clock;

  /**
   * Keeps farewells in {@code database}.
   *
   * @param patience how long a provider is asked before it is given up and the token is erased
   */
  public Farewells(
      Database database,
      Sealer sealer,
      ProviderAccounts accounts,
      Audit audit,
      Duration patience,
      Clock clock) {
    this.database = database;
    this.sealer = sealer;
    this.accounts = accounts;
    this.audit = audit;
    this.patience = patience;
    this.clock = clock;
  }

  /** Notes that leave is to be taken, in the transaction that ends the connection. */
  public void note(
      java.sql.Connection transaction, AccountConnection connection, Optional<AccessToken> token)
      throws SQLException {
    note(transaction, connection.id(), connection.tenant(), Farewell.of(connection, token));
  }

  private void note(
      java.sql.Connection transaction, ConnectionId id, TenantId tenant, Farewell farewell)
      throws SQLException {
    Instant now = clock.instant();
    table.add(
        transaction,
        id,
        tenant,
        sealer.seal(farewell.write(), place(id)),
        now.plus(LEASE),
        now.plus(patience));
  }

  /**
   * Gives a grant back that was not taken into any connection, unless the account has one that
   * lives by it. Leave is taken under a name of its own: the connection for which it was asked may
   * go on.
   *
   * @return that name, which the audit has
   */
  public ConnectionId giveBack(
      TenantId tenant, ProviderId provider, Account account, AccessToken token) {
    ConnectionId name = ConnectionId.random();
    database.inTransaction(
        transaction -> {
          note(transaction, name, tenant, new Farewell(provider, account, token));
          return name;
        });
    attempt(name);
    return name;
  }

  /** Takes leave right away; what fails is tried again later. */
  public void attempt(ConnectionId connection) {
    Instant lease = clock.instant().plus(LEASE);
    run(database.inTransaction(transaction -> table.take(transaction, connection, lease)));
  }

  /** Takes leave where it is due. */
  public void attemptDue() {
    Instant now = clock.instant();
    run(
        database.inTransaction(
            transaction -> table.take(transaction, now, now.plus(LEASE), AT_ONCE)));
  }

  private void run(List<FarewellTable.Due> due) {
    for (FarewellTable.Due one : due) {
      try {
        take(one);
      } catch (RuntimeException e) {
        LOG.log(
            System.Logger.Level.WARNING,
            () ->
                "connection %s: leave is taken later, %s"
                    .formatted(one.connection(), FailureTrace.of(e)));
      }
    }
  }

  private void take(FarewellTable.Due due) {
    Instant now = clock.instant();
    if (!now.isBefore(due.giveUpAt())) {
      end(due, "revoke-given-up");
      return;
    }
    Farewell farewell = Farewell.read(sealer.open(due.sealed(), place(due.connection())));
    ProviderId provider = farewell.provider();
    Account account = farewell.account();
    try {
      // providers know one grant of an account, not one of each of its connections
      if (isConnected(provider, account)) {
        accounts.unsubscribe(due.connection(), provider, account, farewell.token(now));
        end(due, "revoke-not-needed");
      } else {
        accounts.leave(due.connection(), provider, account, farewell.token(now));
        end(due, "revoked-at-provider");
      }
    } catch (ProviderException e) {
      failed(due, e);
    }
  }

  private boolean isConnected(ProviderId provider, Account account) {
    return database.inTransaction(
        transaction -> table.isConnected(transaction, provider, account.id()));
  }

  private void end(FarewellTable.Due due, String how) {
    database.inTransaction(
        transaction -> {
          table.remove(transaction, due.connection());
          audit.write(transaction, due.tenant(), "connect", how, due.connection().toString(), "");
          return due;
        });
  }

  /** The audit hears of the first failure; the end, one way or the other, tells the rest. */
  private void failed(FarewellTable.Due due, ProviderException e) {
    String code = e.code().name();
    LOG.log(
        System.Logger.Level.WARNING,
        () ->
            "connection %s: the provider did not take the revocation, %s"
                .formatted(due.connection(), code));
    Duration delay =
        FIRST.multipliedBy(1L << Math.min(MOST_DOUBLINGS, Math.max(0, due.attempts() - 1)));
    Duration bounded = delay.compareTo(LONGEST) < 0 ? delay : LONGEST;
    Instant next = clock.instant().plus(e.retryAfter().orElse(bounded));
    database.inTransaction(
        transaction -> {
          table.later(transaction, due.connection(), next);
          if (due.attempts() == 1) {
            audit.write(
                transaction,
                due.tenant(),
                "connect",
                "revoke-failed",
                due.connection().toString(),
                code);
          }
          return due;
        });
  }

  private static String place(ConnectionId connection) {
    return "farewell:" + connection;
  }
}
