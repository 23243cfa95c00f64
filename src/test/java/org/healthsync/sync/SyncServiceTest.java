package org.healthsync.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.healthsync.ledger.LedgerDatabase;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Lane;
import org.healthsync.platform.RunId;
import org.healthsync.platform.TenantId;
import org.healthsync.schedule.Rival;
import org.healthsync.schedule.RunStatus;
import org.healthsync.schedule.SyncRequest;
import org.healthsync.schedule.SyncRequests;
import org.healthsync.schedule.SyncRuns;
import org.healthsync.schedule.WaitingRequests;
import org.healthsync.schedule.WorkQueue;
import org.healthsync.spi.stream.Window;
import org.junit.jupiter.api.Test;

class SyncServiceTest {

  private static final LedgerDatabase DATABASE = LedgerDatabase.create();
  private static final Instant NOW = Instant.parse("2026-03-10T08:00:00Z");

  private final AtomicInteger looks = new AtomicInteger();
  private final WorkQueue queue = new WorkQueue();
  private final SyncRequests requests = new SyncRequests();
  private final SyncService syncs =
      new SyncService(
          DATABASE.database(),
          Clock.fixed(NOW, ZoneOffset.UTC),
          requests,
          new SyncRuns(),
          queue,
          looks::incrementAndGet);
  private final ConnectionId connection = DATABASE.connection();

  @Test
  void orderQueuesTheConnectionAndMakesThisReplicaLook() {
    syncs.begin(order("measures", "activity"));

    assertThat(count("sync_request", "connection_id = '" + connection + "'")).isEqualTo("2");
    assertThat(count("scheduled_tasks", "task_instance = '" + connection + "'")).isEqualTo("1");
    assertThat(looks).hasValue(1);
  }

  @Test
  void windowsOfAnOrderAreReadInItsOrderEachOnce() {
    Instant from = Instant.parse("2010-01-01T00:00:00Z");
    List<SyncService.Part> parts =
        IntStream.range(0, 4_000)
            .mapToObj(day -> from.plus(Duration.ofDays(4_000 - day)))
            .map(day -> new SyncService.Part("measures", new Window(day, day.plusSeconds(86_400))))
            .toList();
    List<SyncService.Part> twice = Stream.concat(parts.stream(), parts.stream()).toList();

    RunId run =
        syncs.begin(
            new SyncService.Order(LedgerDatabase.TENANT, connection, Lane.BACKFILL, "test", twice));

    assertThat(
            DATABASE.column(
                "select window_from at time zone 'UTC' from sync_request where connection_id = '"
                    + connection
                    + "' order by created_at"))
        .hasSize(4_000)
        .startsWith("2020-12-14 00:00:00", "2020-12-13 00:00:00")
        .endsWith("2010-01-02 00:00:00");
    assertThat(count("sync_run_request", "run_id = '" + run + "'")).isEqualTo("4000");
  }

  @Test
  void orderOfAnUnknownConnectionLeavesNothing() {
    ConnectionId unknown = ConnectionId.random();

    assertThatThrownBy(
            () ->
                syncs.begin(
                    new SyncService.Order(
                        LedgerDatabase.TENANT,
                        unknown,
                        Lane.SCHEDULED,
                        "test",
                        List.of(new SyncService.Part("measures", null)))))
        .hasMessageContaining("23503");

    assertThat(count("scheduled_tasks", "task_instance = '" + unknown + "'")).isEqualTo("0");
    assertThat(looks).hasValue(0);
  }

  @Test
  void ordersOfOneConnectionTakeTurnsInWhateverOrderTheyNameStreams() throws Exception {
    try (Rival rival = new Rival(DATABASE)) {
      Future<RunId> second =
          DATABASE
              .database()
              .inTransaction(
                  transaction -> {
                    RunId first = syncs.begin(transaction, order("measures"));
                    Future<RunId> waiting =
                        rival.blocked(other -> syncs.begin(other, order("activity", "measures")));
                    requests.add(
                        transaction,
                        new SyncRequests.Wanted(
                            LedgerDatabase.TENANT, connection, "activity", null, Lane.SCHEDULED),
                        first,
                        NOW);
                    return waiting;
                  });

      assertThat(syncs.find(LedgerDatabase.TENANT, Rival.result(second))).isPresent();
    }
  }

  @Test
  void strangersRunCanNeitherBeSeenNorCancelled() {
    RunId run = syncs.begin(order("measures"));
    TenantId stranger = new TenantId("stranger");

    assertThat(syncs.find(stranger, run)).isEmpty();
    assertThat(syncs.cancel(stranger, run)).isEmpty();
    assertThat(syncs.find(LedgerDatabase.TENANT, run).orElseThrow().status())
        .isEqualTo(RunStatus.QUEUED);
  }

  @Test
  void cancelledRunLeavesNothingToDo() {
    RunId run = syncs.begin(order("measures"));

    assertThat(syncs.cancel(LedgerDatabase.TENANT, run).orElseThrow().status())
        .isEqualTo(RunStatus.CANCELLED);

    Optional<WorkQueue.Turn> turn =
        DATABASE
            .database()
            .inTransaction(
                transaction -> new WaitingRequests().nextTurn(transaction, connection, NOW));
    assertThat(turn).isEmpty();
  }

  @Test
  void partsAreWorkedOnInTheOrderOfTheirOrder() {
    List<String> streams = List.of("sleep", "activity", "measures", "ecg");
    syncs.begin(order(streams.toArray(String[]::new)));

    List<String> worked = new ArrayList<>();
    while (worked.size() < streams.size()) {
      worked.add(DATABASE.database().inTransaction(this::takeNext));
    }

    assertThat(worked).isEqualTo(streams);
  }

  private String takeNext(Connection transaction) throws SQLException {
    SyncRequest next = new WaitingRequests().next(transaction, connection, NOW).orElseThrow();
    requests.remove(transaction, next.id());
    return next.stream();
  }

  private SyncService.Order order(String... streams) {
    return new SyncService.Order(
        LedgerDatabase.TENANT,
        connection,
        Lane.SCHEDULED,
        "test",
        Stream.of(streams).map(stream -> new SyncService.Part(stream, null)).toList());
  }

  private static String count(String table, String condition) {
    return DATABASE.column("select count(*) from " + table + " where " + condition).get(0);
  }
}
