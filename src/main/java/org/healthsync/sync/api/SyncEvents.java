package org.healthsync.sync.api;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Clock;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.healthsync.platform.ProblemException;
import org.healthsync.platform.RunId;
import org.healthsync.platform.TenantId;
import org.healthsync.platform.api.ApiSettings;
import org.healthsync.sync.AskedSyncs;

/**
 * Streams of progress. A timer looks at the stored run, which any replica may be working on, and
 * sends what changed; no thread waits in between. The timers are of their own: a client that reads
 * slowly must not keep a heartbeat waiting.
 */
@ApplicationScoped
public class SyncEvents {

  private static final long LOOK_AGAIN_MILLIS = 400;

  @Resource(lookup = "concurrent/followers")
  @SuppressWarnings("NullAway") // injected
  ManagedScheduledExecutorService looks;

  @Inject AskedSyncs syncs;
  @Inject Clock clock;
  @Inject ApiSettings settings;

  private final Followers followers = new Followers();

  /**
   * Sends events until the run is over, the client is gone or a quarter of an hour has passed.
   *
   * @throws ProblemException {@code overloaded} when the tenant follows too many at this replica
   */
  public void follow(TenantId tenant, RunId run, SseEventSink sink, Sse sse) {
    Runnable leave = followers.enter(tenant, settings.followers());
    new SyncFollower(() -> syncs.require(tenant, run), sink, sse, this::later, clock, leave).look();
  }

  private void later(Runnable look) {
    Future<?> unused = looks.schedule(look, LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
  }
}
