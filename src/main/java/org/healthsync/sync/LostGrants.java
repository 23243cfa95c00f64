package org.healthsync.sync;

import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.TenantId;

/** Told when a provider no longer accepts a connection's grant. */
@FunctionalInterface
public interface LostGrants {

  /** Marks the connection so that the person is asked to authorize again; idempotent. */
  void lost(TenantId tenant, ConnectionId connection, String code);
}
