package org.healthsync.connect.oauth;

import java.util.concurrent.atomic.AtomicBoolean;
import org.healthsync.connect.AccountConnection;
import org.healthsync.connect.ConnectionListener;
import org.healthsync.connect.ConnectionStatus;
import org.healthsync.connect.Connections;
import org.healthsync.connect.leave.Farewells;
import org.healthsync.connect.token.AccessTokens;
import org.healthsync.connect.token.TokenRows;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Database;
import org.healthsync.platform.FailureTrace;
import org.healthsync.platform.TenantId;
import org.healthsync.spi.Capability;
import org.healthsync.spi.ProviderException;

/**
 * Ends a connection. Our side comes first and is final: the status is REVOKED and the tokens are
 * erased in one transaction, whatever the provider says. Then leave is taken of the provider, by
 * {@link Farewells}, which keeps at it when that fails.
 */
public final class Disconnection {

  private static final System.Logger LOG = System.getLogger(Disconnection.class.getName());

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
    if (connections.require(tenant, id).status() == ConnectionStatus.ACTIVE) {
      freshen(id);
    }
    AtomicBoolean leaves = new AtomicBoolean();
    boolean ended =
        connections.revoke(
            tenant,
            id,
            actor,
            (database, connection) -> {
              leaves.set(leaves(connection));
              if (leaves.get()) {
                // as it is stored now, under the lock; some providers revoke without one
                farewells.note(database, connection, tokenRows.last(database, id));
              }
              tokenRows.erase(database, id);
            });
    if (ended) {
      listener.revoked(id);
      if (leaves.get()) {
        farewells.attempt(id);
      }
    }
  }

  /** A plugin that is not here may be so elsewhere or later: leave is to be taken then. */
  private boolean leaves(AccountConnection connection) {
    return connection.status().isLive()
        && connection.accountId().isPresent()
        && catalog
            .descriptor(connection.provider())
            .map(
                descriptor ->
                    descriptor.capabilities().contains(Capability.REVOKE)
                        || descriptor.capabilities().contains(Capability.SUBSCRIBE_PER_ACCOUNT))
            .orElse(true);
  }

  /** So that the last token is one that the provider takes; what fails here changes nothing. */
  private void freshen(ConnectionId id) {
    try {
      tokens.current(id);
    } catch (Database.DatabaseException e) {
      throw e;
    } catch (ProviderException | RuntimeException e) {
      LOG.log(
          System.Logger.Level.INFO,
          () -> "connection %s ends without a new token: %s".formatted(id, FailureTrace.of(e)));
    }
  }
}
