package org.healthsync.sync.api;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.healthsync.schedule.RunStatus;
import org.healthsync.sync.SyncView;
import org.jspecify.annotations.Nullable;

/**
 * One stream of progress: looks, sends what changed, and looks again when the client has it. No
 * thread waits for a client. One look follows the other, so nothing here is shared by threads.
 */
final class SyncFollower {

  private static final Duration LONGEST = Duration.ofMinutes(15);

  // only who is written to is found to be gone
  private static final Duration QUIET = Duration.ofSeconds(15);

  private final Supplier<SyncView> sync;
  private final SseEventSink sink;
  private final Sse sse;
  private final Executor later;
  private final Clock clock;
  private final Runnable leave;
  private final Instant end;
  private @Nullable SyncView sent;
  private Instant lastSent;

  /**
   * Begins with {@link #look}.
   *
   * @param sync what is followed, as it is now
   * @param later runs the next look in a moment
   * @param leave to be run at the end
   */
  SyncFollower(
      Supplier<SyncView> sync,
      SseEventSink sink,
      Sse sse,
      Executor later,
      Clock clock,
      Runnable leave) {
    this.sync = sync;
    this.sink = sink;
    this.sse = sse;
    this.later = later;
    this.clock = clock;
    this.leave = leave;
    this.lastSent = clock.instant();
    this.end = lastSent.plus(LONGEST);
  }

  void look() {
    try {
      SyncView now = sync.get();
      Instant moment = clock.instant();
      Optional<OutboundSseEvent> news = news(now, moment);
      boolean over = isOver(now) || moment.isAfter(end) || sink.isClosed();
      if (news.isEmpty() || sink.isClosed()) {
        goOn(over);
        return;
      }
      CompletionStage<?> unused =
          sink.send(news.get()).whenComplete((done, failure) -> goOn(over || failure != null));
    } catch (RuntimeException e) {
      // the client is gone, or the run is: either way there is nobody or nothing to tell
      goOn(true);
    }
  }

  private static boolean isOver(SyncView now) {
    return RunStatus.valueOf(now.status()).ended() && now.pendingDelivery() == 0;
  }

  private Optional<OutboundSseEvent> news(SyncView now, Instant moment) {
    if (!now.equals(sent)) {
      sent = now;
      lastSent = moment;
      return Optional.of(
          sse.newEventBuilder()
              .name("sync")
              .mediaType(MediaType.APPLICATION_JSON_TYPE)
              .data(SyncView.class, now)
              .build());
    }
    if (moment.isAfter(lastSent.plus(QUIET))) {
      lastSent = moment;
      return Optional.of(sse.newEventBuilder().comment("no change").build());
    }
    return Optional.empty();
  }

  private void goOn(boolean over) {
    if (!over) {
      try {
        later.execute(this::look);
        return;
      } catch (RuntimeException e) {
        // the server ends, or has no place for one more look: the client follows again
      }
    }
    leave.run();
    sink.close();
  }
}
