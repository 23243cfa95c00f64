package org.healthsync.sync;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsync.connect.ConnectionListener;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Database;
import org.healthsync.platform.Lane;
import org.healthsync.spi.stream.StreamDescriptor;
import org.healthsync.spi.stream.StreamDescriptor.Movement;

/** Begins to read an account as soon as it is connected and stops when it no longer is. */
final class FirstSyncs implements ConnectionListener {

  private static final Duration EXPECTED = Duration.ofMinutes(15);

  private final Database database;
  private final SyncTargets targets;
  private final SyncService syncs;
  private final DueStreams due;

  FirstSyncs(Database database, SyncTargets targets, SyncService syncs, DueStreams due) {
    this.database = database;
    this.targets = targets;
    this.syncs = syncs;
    this.due = due;
  }

  @Override
  public void activated(ConnectionId connection) {
    targets.find(connection).ifPresent(target -> begin(target, Set.of()));
  }

  /** Begins streams that nobody has asked for yet, such as those of a plugin's new version. */
  void beginMissing(ConnectionId connection) {
    Optional<SyncTarget> target = targets.find(connection);
    if (target.isPresent()) {
      Set<String> known = database.inTransaction(transaction -> due.known(transaction, connection));
      begin(target.get(), known);
    }
  }

  private void begin(SyncTarget target, Set<String> known) {
    List<String> streams =
        target.plugin().descriptor().streams().stream()
            .filter(stream -> stream.movement() != Movement.PUSHED)
            .filter(target::permits)
            .map(StreamDescriptor::name)
            .filter(name -> !known.contains(name))
            .toList();
    if (streams.isEmpty()) {
      return;
    }
    List<SyncService.Part> parts =
        streams.stream().map(name -> new SyncService.Part(name, null)).toList();
    SyncService.Order order =
        new SyncService.Order(
            target.tenant(), target.connection(), Lane.BACKFILL, "connected", parts);
    database.inTransaction(
        transaction -> {
          syncs.begin(transaction, order);
          due.expect(transaction, target.connection(), streams, EXPECTED);
          return streams;
        });
    syncs.committed();
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
