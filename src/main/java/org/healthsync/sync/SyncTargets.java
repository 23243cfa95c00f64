package org.healthsync.sync;

import java.util.Optional;
import org.healthsync.platform.ConnectionId;

/** Finds what is needed to sync a connection. */
@FunctionalInterface
public interface SyncTargets {

  /** The target; empty when the connection is not active or its provider's plugin is not. */
  Optional<SyncTarget> find(ConnectionId connection);

  /**
   * Whether the connection is active, whatever becomes of its provider's plugin in this process.
   * Other replicas may have it and an operator can bring it, so nothing is to be given up.
   */
  default boolean isActive(ConnectionId connection) {
    return false;
  }
}
