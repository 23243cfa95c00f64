package org.healthsync.sync;

import java.util.Optional;
import org.healthsync.platform.ConnectionId;

/** Finds what is needed to sync a connection. */
@FunctionalInterface
public interface SyncTargets {

  /** The target; empty when the connection is not active or its provider's plugin is not. */
  Optional<SyncTarget> find(ConnectionId connection);

  /** Reason of streams whose provider has no plugin in the process that was to read them. */
  String PLUGIN_NOT_ACTIVE = "PLUGIN_NOT_ACTIVE";

  /** Reason of streams whose tenant is not among those of the settings. */
  String TENANT_NOT_CONFIGURED = "TENANT_NOT_CONFIGURED";

  /**
   * What an active connection without a target waits for. Other replicas may have it and an
   * operator can bring it, so nothing is to be given up. Empty when the connection is not active.
   */
  default Optional<String> waitsFor(ConnectionId connection) {
    return Optional.empty();
  }
}
