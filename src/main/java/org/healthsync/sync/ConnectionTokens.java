package org.healthsync.sync;

import org.healthsync.connect.token.AccessTokens;
import org.healthsync.fetch.AccessToken;
import org.healthsync.fetch.TokenSource;
import org.healthsync.platform.ConnectionId;
import org.healthsync.spi.ProviderException;

/** Lends a connection's tokens to requests. One per page; not for several threads at once. */
final class ConnectionTokens implements TokenSource {

  private final AccessTokens tokens;
  private final ConnectionId connection;
  // a plugin asks on a thread of its own
  private volatile long lentRotation;

  ConnectionTokens(AccessTokens tokens, ConnectionId connection) {
    this.tokens = tokens;
    this.connection = connection;
  }

  @Override
  public AccessToken current() throws ProviderException {
    return lend(tokens.current(connection));
  }

  @Override
  public AccessToken renew(AccessToken refused) throws ProviderException {
    return lend(tokens.renew(connection, lentRotation));
  }

  /** Number of the token that was lent last; 0 before the first. */
  long lentRotation() {
    return lentRotation;
  }

  private AccessToken lend(org.healthsync.connect.token.AccessToken token) {
    lentRotation = token.rotation();
    return new AccessToken(token.value());
  }
}
