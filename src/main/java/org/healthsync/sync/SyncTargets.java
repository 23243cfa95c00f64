package org.healthsync.sync;

import java.util.Optional;
import org.healthsync.platform.ConnectionId;

/** Finds what is needed to sync a connection. */
@FunctionalInterface
public interface SyncTargets {

  /** The target; empty when the connection is not active or its provider's plugin is not. */
  Optional<SyncTarget> find(ConnectionId connection);
}
