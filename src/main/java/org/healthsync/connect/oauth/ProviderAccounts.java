package org.healthsync.connect.oauth;

import java.util.Optional;
import org.healthsync.connect.token.AccessToken;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.ProviderId;
import org.healthsync.platform.Secret;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.auth.Account;
import org.healthsync.spi.auth.Grant;

/** What a plugin does with accounts, under the host's limits. */
public interface ProviderAccounts {

  /**
   * Who was authorized ({@code Provider.onAuthorized}).
   *
   * @param access the new access token, not stored yet
   */
  Account identify(ProviderId provider, Grant grant, Secret access) throws ProviderException;

  /**
   * Ends the connection's own subscription, where the provider has one for each connection, and
   * leaves the grant alone, since somebody else lives by it. May be repeated.
   *
   * @param connection which is over
   * @param token the last access token, empty when there is none that works
   */
  void unsubscribe(
      ConnectionId connection, ProviderId provider, Account account, Optional<AccessToken> token)
      throws ProviderException;

  /**
   * Ends the account's subscription and withdraws the grant at the provider ({@code
   * Provider.unsubscribe}, {@code Provider.revoke}), each where it is offered. May be repeated.
   *
   * @param connection which is over
   * @param token the last access token, empty when there is none that works
   */
  void leave(
      ConnectionId connection, ProviderId provider, Account account, Optional<AccessToken> token)
      throws ProviderException;
}
