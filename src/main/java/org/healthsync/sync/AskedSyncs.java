package org.healthsync.sync;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import org.healthsync.connect.Connections;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Lane;
import org.healthsync.platform.ProblemCode;
import org.healthsync.platform.ProblemException;
import org.healthsync.platform.RunId;
import org.healthsync.platform.TenantId;
import org.healthsync.schedule.RunPlace;
import org.healthsync.schedule.SyncRun;

/** Syncs as apps ask for them and look at them; everything within the caller's tenant. */
@Dependent
public class AskedSyncs {

  private final Connections connections;
  private final SyncTargets targets;
  private final SyncService syncs;
  private final Clock clock;

  /** Works with the given stages. */
  @Inject
  public AskedSyncs(Connections connections, SyncTargets targets, SyncService syncs, Clock clock) {
    this.connections = connections;
    this.targets = targets;
    this.syncs = syncs;
    this.clock = clock;
  }

  /**
   * Begins an interactive sync.
   *
   * @throws ProblemException {@code not-found}, {@code conflict} when the connection is not active,
   *     and whatever is wrong with the body
   */
  public RunId begin(TenantId tenant, ConnectionId connection, SyncRequestBody body) {
    connections.require(tenant, connection);
    SyncTarget target =
        targets
            .find(connection)
            .orElseThrow(
                () ->
                    new ProblemException(
                        ProblemCode.CONFLICT,
                        "The connection is not active; look at its status, authorize it again"));
    List<SyncService.Part> parts = body.parts(target, clock);
    if (parts.isEmpty()) {
      throw new ProblemException(
          ProblemCode.CONFLICT, "The person granted no scope that any stream needs");
    }
    return syncs.begin(new SyncService.Order(tenant, connection, Lane.INTERACTIVE, "asked", parts));
  }

  /** The tenant's run, or {@code not-found}. */
  public SyncView require(TenantId tenant, RunId run) {
    return syncs.find(tenant, run).map(this::view).orElseThrow(AskedSyncs::notFound);
  }

  /** The tenant's run after it was called off, or {@code not-found}. */
  public SyncView cancel(TenantId tenant, RunId run) {
    return syncs.cancel(tenant, run).map(this::view).orElseThrow(AskedSyncs::notFound);
  }

  /** Runs of a connection behind {@code before}, newest first. */
  public List<SyncView> list(TenantId tenant, ConnectionId connection, RunPlace before, int limit) {
    connections.require(tenant, connection);
    return syncs.recent(tenant, connection, before, limit).stream().map(this::view).toList();
  }

  private SyncView view(SyncRun run) {
    return SyncView.of(run, syncs.waiting(run));
  }

  private static ProblemException notFound() {
    return new ProblemException(ProblemCode.NOT_FOUND, "There is no such sync");
  }
}
