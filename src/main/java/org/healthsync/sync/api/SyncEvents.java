package org.healthsync.sync.api;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.healthsync.platform.RunId;
import org.healthsync.platform.TenantId;
import org.healthsync.schedule.RunStatus;
import org.healthsync.sync.AskedSyncs;
import org.healthsync.sync.SyncView;
import org.jspecify.annotations.Nullable;

/**
 * Streams of progress. A timer looks at the stored run, which any replica may be working on, and
 * sends what changed; no thread waits in between.
 */
@ApplicationScoped
public class SyncEvents {

  private static final long LOOK_AGAIN_MILLIS = 400;
  private static final Duration LONGEST = Duration.ofMinutes(15);

  @Resource(lookup = "concurrent/timers")
  @SuppressWarnings("NullAway") // injected
  ManagedScheduledExecutorService timers;

  @Inject AskedSyncs syncs;
  @Inject Clock clock;

  /** Sends events until the run is over, the client is gone or a quarter of an hour has passed. */
  public void follow(TenantId tenant, RunId run, SseEventSink sink, Sse sse) {
    new Stream(tenant, run, sink, sse, clock.instant().plus(LONGEST)).look();
  }

  private final class Stream {
    private final TenantId tenant;
    private final RunId run;
    private final SseEventSink sink;
    private final Sse sse;
    private final Instant end;
    private @Nullable SyncView sent;

    Stream(TenantId tenant, RunId run, SseEventSink sink, Sse sse, Instant end) {
      this.tenant = tenant;
      this.run = run;
      this.sink = sink;
      this.sse = sse;
      this.end = end;
    }

    void look() {
      try {
        SyncView now = syncs.require(tenant, run);
        if (!now.equals(sent)) {
          send(now);
        }
        boolean over =
            (RunStatus.valueOf(now.status()).ended() && now.pendingDelivery() == 0)
                || clock.instant().isAfter(end);
        if (over || sink.isClosed()) {
          sink.close();
        } else {
          Future<?> unused = timers.schedule(this::look, LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        }
      } catch (RuntimeException e) {
        // the client is gone, or the run is: either way there is nobody or nothing to tell
        sink.close();
      }
    }

    private void send(SyncView now) {
      sent = now;
      sink.send(
              sse.newEventBuilder()
                  .name("sync")
                  .mediaType(MediaType.APPLICATION_JSON_TYPE)
                  .data(SyncView.class, now)
                  .build())
          .toCompletableFuture()
          .join();
    }
  }
}
