package org.healthsync.connect.oauth;

import java.util.Optional;
import org.healthsync.connect.AccountConnection;
import org.healthsync.connect.Connections;
import org.healthsync.connect.leave.Farewells;
import org.healthsync.connect.token.AccessToken;
import org.healthsync.connect.token.Tokens;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.FailureTrace;
import org.healthsync.spi.Capability;
import org.healthsync.spi.auth.Account;

/**
 * Grants that a person gave and no connection took: they are withdrawn at the provider, so that
 * nobody who was refused leaves a right behind.
 */
public final class UnusedGrants {

  private static final System.Logger LOG = System.getLogger(UnusedGrants.class.getName());

  private final ProviderCatalog catalog;
  private final Farewells farewells;
  private final Connections connections;

  /** Withdraws them by {@code farewells}. */
  public UnusedGrants(ProviderCatalog catalog, Farewells farewells, Connections connections) {
    this.catalog = catalog;
    this.farewells = farewells;
    this.connections = connections;
  }

  /**
   * Gives back what came for {@code asked}. An account that nobody named is left alone: a live
   * connection might be its. What fails here is logged, since there is a failure to tell already.
   */
  void giveBack(AccountConnection asked, Optional<Account> account, Tokens tokens) {
    if (account.isEmpty() || !revokes(asked)) {
      return;
    }
    try {
      AccessToken last = new AccessToken(tokens.access(), tokens.expiresAt(), 0);
      ConnectionId name = farewells.giveBack(asked.tenant(), asked.provider(), account.get(), last);
      connections.note(asked, "connect", "grant-given-back", name.toString());
    } catch (RuntimeException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          () ->
              "connection %s: an unused grant stays at the provider, %s"
                  .formatted(asked.id(), FailureTrace.of(e)));
    }
  }

  private boolean revokes(AccountConnection asked) {
    return catalog
        .descriptor(asked.provider())
        .map(descriptor -> descriptor.capabilities().contains(Capability.REVOKE))
        .orElse(true);
  }
}
