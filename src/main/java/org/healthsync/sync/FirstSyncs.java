package org.healthsync.sync;

import java.util.List;
import org.healthsync.connect.ConnectionListener;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Lane;
import org.healthsync.spi.stream.StreamDescriptor.Movement;

/** Begins to read an account as soon as it is connected and stops when it no longer is. */
final class FirstSyncs implements ConnectionListener {

  private final SyncTargets targets;
  private final SyncService syncs;

  FirstSyncs(SyncTargets targets, SyncService syncs) {
    this.targets = targets;
    this.syncs = syncs;
  }

  @Override
  public void activated(ConnectionId connection) {
    targets.find(connection).ifPresent(this::begin);
  }

  private void begin(SyncTarget target) {
    List<SyncService.Part> parts =
        target.plugin().descriptor().streams().stream()
            .filter(stream -> stream.movement() != Movement.PUSHED)
            .filter(target::permits)
            .map(stream -> new SyncService.Part(stream.name(), null))
            .toList();
    if (!parts.isEmpty()) {
      syncs.begin(
          new SyncService.Order(
              target.tenant(), target.connection(), Lane.BACKFILL, "connected", parts));
    }
  }

  @Override
  public void reauthorizationNeeded(ConnectionId connection) {
    // whoever met the refusal ends the requests with its reason; the next turn finds none or ends
    // them
  }

  @Override
  public void revoked(ConnectionId connection) {
    syncs.stop(connection);
  }
}
