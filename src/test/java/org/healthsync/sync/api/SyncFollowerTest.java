package org.healthsync.sync.api;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.healthsync.ledger.SettableClock;
import org.healthsync.platform.ProblemCode;
import org.healthsync.platform.ProblemException;
import org.healthsync.sync.SyncView;
import org.jboss.resteasy.plugins.providers.sse.SseImpl;
import org.junit.jupiter.api.Test;

class SyncFollowerTest {

  private static final Instant NOW = Instant.parse("2026-03-10T08:00:00Z");

  private final SettableClock clock = new SettableClock(NOW);
  private final Deque<Runnable> later = new ArrayDeque<>();
  private final AtomicInteger left = new AtomicInteger();
  private final Client client = new Client();
  private SyncView sync = view("RUNNING", 1);
  private boolean gone;

  private SyncFollower follower() {
    return new SyncFollower(
        this::sync, client, new SseImpl(), later::add, clock, left::incrementAndGet);
  }

  private SyncView sync() {
    if (gone) {
      throw new ProblemException(ProblemCode.NOT_FOUND, "There is no such sync");
    }
    return sync;
  }

  @Test
  void changesAreSentUntilTheSyncIsOver() {
    follower().look();
    lookAgain();
    sync = view("RUNNING", 2);
    lookAgain();
    sync = view("SUCCEEDED", 2);
    lookAgain();

    assertThat(client.events).extracting(OutboundSseEvent::getName).containsOnly("sync");
    assertThat(client.events)
        .extracting(event -> ((SyncView) event.getData()).status())
        .containsExactly("RUNNING", "RUNNING", "SUCCEEDED");
    assertThat(client.isClosed()).isTrue();
    assertThat(left).hasValue(1);
    assertThat(later).isEmpty();
  }

  @Test
  void nobodyWaitsForAClientThatReadsSlowly() {
    client.slow = new CompletableFuture<>();

    follower().look();

    assertThat(client.events).as("the look has returned").hasSize(1);
    assertThat(later).as("and nothing is done until the client has it").isEmpty();
    client.slow.complete(null);
    assertThat(later).hasSize(1);
  }

  @Test
  void clientThatIsGoneIsForgotten() {
    client.slow = new CompletableFuture<>();
    follower().look();

    client.slow.completeExceptionally(new IllegalStateException("broken pipe"));

    assertThat(later).isEmpty();
    assertThat(left).hasValue(1);
  }

  @Test
  void clientIsWrittenToWhileNothingChangesSoThatItIsMissedWhenItIsGone() {
    follower().look();
    clock.advance(Duration.ofSeconds(16));
    lookAgain();

    assertThat(client.events.get(1).getComment()).isNotBlank();
    assertThat(client.events.get(1).getData()).isNull();
    lookAgain();
    assertThat(client.events).hasSize(2);
  }

  @Test
  void streamEndsAfterAQuarterOfAnHour() {
    follower().look();
    clock.advance(Duration.ofMinutes(15).plusSeconds(1));
    lookAgain();

    assertThat(client.isClosed()).isTrue();
    assertThat(left).hasValue(1);
    assertThat(later).isEmpty();
  }

  @Test
  void syncThatIsGoneAndServerThatEndsCloseTheStream() {
    follower().look();
    gone = true;
    lookAgain();
    assertThat(client.isClosed()).isTrue();

    gone = false;
    Client another = new Client();
    new SyncFollower(
            this::sync,
            another,
            new SseImpl(),
            look -> {
              throw new RejectedExecutionException();
            },
            clock,
            left::incrementAndGet)
        .look();
    assertThat(another.isClosed()).isTrue();
    assertThat(left).hasValue(2);
  }

  private void lookAgain() {
    later.remove().run();
  }

  private static SyncView view(String status, long pages) {
    return new SyncView(
        "run",
        "connection",
        status,
        "INTERACTIVE",
        pages,
        0,
        new SyncView.Resources(0, 0, 0, 0, 0),
        0,
        0,
        null,
        null,
        null,
        NOW,
        null);
  }

  private static final class Client implements SseEventSink {
    private final List<OutboundSseEvent> events = new ArrayList<>();
    private CompletableFuture<Object> slow = CompletableFuture.completedFuture(null);
    private boolean closed;

    @Override
    public boolean isClosed() {
      return closed;
    }

    @Override
    public CompletionStage<?> send(OutboundSseEvent event) {
      events.add(event);
      return slow;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
