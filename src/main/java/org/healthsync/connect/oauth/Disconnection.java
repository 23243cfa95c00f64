package org.healthsync.connect.oauth;

import java.util.Optional;
import org.healthsync.connect.AccountConnection;
import org.healthsync.connect.ConnectionListener;
import org.healthsync.connect.ConnectionStatus;
import org.healthsync.connect.Connections;
import org.healthsync.connect.Connections.TokenWork;
import org.healthsync.connect.leave.Farewells;
import org.healthsync.connect.token.AccessToken;
import org.healthsync.connect.token.AccessTokens;
import org.healthsync.connect.token.TokenRows;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.TenantId;
import org.healthsync.spi.Capability;
import org.healthsync.spi.ProviderException;

/**
 * Ends a connection. Our side comes first and is final: the status is REVOKED and the tokens are
 * erased in one transaction, whatever the provider says. Then leave is taken of the provider, by
 * {@link Farewells}, which keeps at it when that fails.
 */
public final class Disconnection {

  private final Connections connections;
  private final AccessTokens tokens;
  private final TokenRows tokenRows;
  private final ProviderCatalog catalog;
  private final Farewells farewells;
  private final ConnectionListener listener;

  /** Puts the parts together. */
  public Disconnection(
      Connections connections,
      AccessTokens tokens,
      TokenRows tokenRows,
      ProviderCatalog catalog,
      Farewells farewells,
      ConnectionListener listener) {
    this.connections = connections;
    this.tokens = tokens;
    this.tokenRows = tokenRows;
    this.catalog = catalog;
    this.farewells = farewells;
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
    boolean leaves = leaves(connection);
    TokenWork end =
        leaves
            ? farewells.noting(connection, lastToken(connection)).then(tokenRows::erase)
            : tokenRows::erase;
    if (connections.revoke(tenant, id, actor, end)) {
      listener.revoked(id);
      if (leaves) {
        farewells.attempt(id);
      }
    }
  }

  private boolean leaves(AccountConnection connection) {
    return connection.status().isLive()
        && connection.accountId().isPresent()
        && catalog
            .descriptor(connection.provider())
            .filter(
                descriptor ->
                    descriptor.capabilities().contains(Capability.REVOKE)
                        || descriptor.capabilities().contains(Capability.SUBSCRIBE_PER_ACCOUNT))
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
}
