package org.healthsync.connect.oauth;

import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import org.healthsync.connect.AccountConnection;
import org.healthsync.connect.ConnectionListener;
import org.healthsync.connect.ConnectionStatus;
import org.healthsync.connect.Connections;
import org.healthsync.connect.token.AccessToken;
import org.healthsync.connect.token.AccessTokens;
import org.healthsync.connect.token.TokenRows;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.TenantId;
import org.healthsync.spi.Capability;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.auth.Account;

/**
 * Ends a connection. Our side comes first and is final: the status is REVOKED and the tokens are
 * erased in one transaction, whatever the provider says. Then the grant is withdrawn at the
 * provider; when that fails, the audit says so ({@code revoke-failed}), since only the person or
 * the operator can finish it there.
 */
public final class Disconnection {

  private static final System.Logger LOG = System.getLogger(Disconnection.class.getName());

  private final Connections connections;
  private final AccessTokens tokens;
  private final TokenRows tokenRows;
  private final ProviderCatalog catalog;
  private final ProviderAccounts accounts;
  private final ConnectionListener listener;

  /** Puts the parts together. */
  public Disconnection(
      Connections connections,
      AccessTokens tokens,
      TokenRows tokenRows,
      ProviderCatalog catalog,
      ProviderAccounts accounts,
      ConnectionListener listener) {
    this.connections = connections;
    this.tokens = tokens;
    this.tokenRows = tokenRows;
    this.catalog = catalog;
    this.accounts = accounts;
    this.listener = listener;
  }

  /**
   * Ends the tenant's connection; ending it again does nothing.
   *
   * @param actor who wants it, for the audit
   * @throws org.healthsync.platform.ProblemException {@code not-found}
   */
  public void disconnect(TenantId tenant, ConnectionId id, String actor) {
    AccountConnection connection = connections.require(tenant, id);
    Optional<AccessToken> token = revocable(connection) ? lastToken(connection) : Optional.empty();
    if (connections.revoke(tenant, id, actor, tokenRows::erase)) {
      listener.revoked(id);
      if (revocable(connection)) {
        revokeAtProvider(connection, token);
      }
    }
  }

  private boolean revocable(AccountConnection connection) {
    return connection.status().isLive()
        && connection.accountId().isPresent()
        && catalog
            .descriptor(connection.provider())
            .filter(descriptor -> descriptor.capabilities().contains(Capability.REVOKE))
            .isPresent();
  }

  private Optional<AccessToken> lastToken(AccountConnection connection) {
    if (connection.status() != ConnectionStatus.ACTIVE) {
      return Optional.empty();
    }
    try {
      return Optional.of(tokens.current(connection.id()));
    } catch (ProviderException e) {
      // some providers revoke without one
      return Optional.empty();
    }
  }

  private void revokeAtProvider(AccountConnection connection, Optional<AccessToken> token) {
    String zone = connection.accountZone();
    Account account =
        new Account(
            connection.accountId().orElseThrow(),
            connection.region(),
            zone == null ? null : ZoneId.of(zone),
            Set.of());
    try {
      accounts.revoke(connection.provider(), account, token);
      connections.note(connection, "connect", "revoked-at-provider", "");
    } catch (ProviderException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          () ->
              "connection %s: the provider did not take the revocation, %s"
                  .formatted(connection.id(), e.code()));
      connections.note(connection, "connect", "revoke-failed", e.code().name());
    }
  }
}
