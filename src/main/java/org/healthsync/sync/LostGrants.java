package org.healthsync.sync;

import org.healthsync.platform.ConnectionId;

/** Told when a provider no longer accepts a connection's grant. */
@FunctionalInterface
public interface LostGrants {

  /** Marks the connection so that the person is asked to authorize again; idempotent. */
  void lost(ConnectionId connection, String code);
}
