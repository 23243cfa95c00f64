package org.healthsync.connect;

import org.healthsync.platform.ConnectionId;

/**
 * Hears of connections that changed, after the change is committed. Called on the thread that made
 * the change; must be quick. A crash between commit and call loses the call, so who needs certainty
 * looks at the stored status as well. A failure is logged and changes nothing.
 */
public interface ConnectionListener {

  /** Tokens are there: data may be fetched. Also after each new authorization. */
  void activated(ConnectionId connection);

  /** The grant was lost: stop until the person authorizes again. Once per loss. */
  void reauthorizationNeeded(ConnectionId connection);

  /** It is over: stop for good. */
  void revoked(ConnectionId connection);
}
