package org.healthsync.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsync.ledger.LedgerDatabase.TENANT;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.healthsync.ledger.LedgerDatabase;
import org.healthsync.ledger.SettableClock;
import org.healthsync.ledger.StreamState;
import org.healthsync.ledger.StreamStates;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Lane;
import org.healthsync.platform.RunId;
import org.healthsync.platform.Sealer;
import org.healthsync.schedule.RunStatus;
import org.healthsync.schedule.SyncRequest;
import org.healthsync.schedule.SyncRun;
import org.healthsync.schedule.WorkHandler;
import org.healthsync.spi.stream.Cursor;
import org.healthsync.spi.stream.Page;
import org.healthsync.spi.stream.Window;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A provider whose page tokens come round again: each page says that another one follows. */
class PagesInCirclesTest {

  private static final LedgerDatabase DATABASE = LedgerDatabase.create();
  private static final ExecutorService THREADS = Executors.newCachedThreadPool();
  private static final Instant START = Instant.parse("2026-03-10T08:00:00Z");
  private static final Window WINDOW = new Window(START.minus(Duration.ofDays(30)), START);
  private static final String PAGE =
      """
      {"items":[{"id":%d,"at":1773000000,"kg":80.5}]}""";

  private final SettableClock clock = new SettableClock(START);
  private final Replica replica =
      new Replica(DATABASE, clock, Sealer.of(Sealer.newKeyset()), THREADS);
  private final SyncService syncs = OneReader.syncs(DATABASE.database(), clock);
  private final ConnectionId connection = DATABASE.connection();
  private final ConnectionWork work =
      OneReader.of(
          DATABASE.database(),
          clock,
          id -> Optional.of(OneTarget.of(id, ZoneOffset.UTC)),
          replica.pipeline,
          1_000);
  private final StreamStates streams = new StreamStates(DATABASE.database(), clock);
  private int asked;

  @BeforeEach
  void mapWeights() {
    // the account is the same in each test
    DATABASE.update("delete from ledger");
    replica.activate(Replica.MEASURES, Replica.weights(1));
    replica.answers(this::threePagesInTurns);
  }

  @AfterAll
  static void stop() {
    THREADS.shutdownNow();
  }

  @Test
  void circleIsNoticedAndWhatItBroughtIsKept() {
    RunId run = order(null);

    work.work(connection, () -> false);

    assertThat(asked).isBetween(4, 10);
    assertThat(error()).containsExactly("ENDLESS_PAGING");
    assertThat(readings()).containsExactly("3");
    assertThat(run(run).status()).as("it is tried again").isEqualTo(RunStatus.RUNNING);
  }

  @Test
  void eachFurtherAttemptIsOneCallAndTheLastOneGivesUp() {
    RunId run = order(null);
    work.work(connection, () -> false);
    int before = asked;

    workLater();
    workLater();
    workLater();

    assertThat(asked - before).isEqualTo(2);
    assertThat(run(run).status()).isEqualTo(RunStatus.FAILED);
    assertThat(run(run).error()).isEqualTo("ENDLESS_PAGING");
  }

  @Test
  void workersThatHandAWindowOnPageByPageNoticeItToo() {
    order(WINDOW);
    for (int turn = 0; turn < 10 && asked < 20; turn++) {
      workLater(new OnePage());
    }

    assertThat(asked).isBetween(4, 10);
    assertThat(error()).containsExactly("ENDLESS_PAGING");
  }

  @Test
  void readingGoesOnWhereItWasOnceTheCircleIsBroken() {
    RunId run = order(null);
    work.work(connection, () -> false);

    replica.answers(PAGE.formatted(4), clock.instant());
    workLater();

    assertThat(run(run).status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(readings()).containsExactly("4");
  }

  private Page threePagesInTurns(SyncTarget target, SyncRequest request) {
    asked++;
    Cursor from =
        request.window().isPresent()
            ? request.progress()
            : streams.of(connection, "measures").map(StreamState::cursor).orElse(null);
    int page = from == null ? 0 : (Integer.parseInt(from.value()) + 1) % 3;
    return new Page(
        Replica.page(PAGE.formatted(page + 1), clock.instant()),
        new Cursor(1, Integer.toString(page)),
        true);
  }

  private RunId order(@Nullable Window window) {
    return syncs.begin(
        new SyncService.Order(
            TENANT,
            connection,
            Lane.BACKFILL,
            "test",
            List.of(new SyncService.Part("measures", window))));
  }

  private void workLater() {
    workLater(() -> false);
  }

  private void workLater(WorkHandler.Stopping stopping) {
    clock.advance(Duration.ofHours(1));
    work.work(connection, stopping);
  }

  private List<String> error() {
    return DATABASE.column(
        "select last_error from stream_state where connection_id = ?", connection.value());
  }

  private List<String> readings() {
    return DATABASE.column(
        "select count(*) from ledger where connection_id = ? and resource_type = 'Observation'",
        connection.value());
  }

  private SyncRun run(RunId run) {
    return syncs.find(TENANT, run).orElseThrow();
  }

  /** Somebody else always has a better right to the worker. */
  private static final class OnePage implements WorkHandler.Stopping {
    @Override
    public boolean now() {
      return false;
    }

    @Override
    public boolean othersFirst(Lane lane) {
      return true;
    }
  }
}
