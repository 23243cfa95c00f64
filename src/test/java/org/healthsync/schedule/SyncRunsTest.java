package org.healthsync.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import org.healthsync.ledger.LedgerDatabase;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Database;
import org.healthsync.platform.Lane;
import org.healthsync.platform.RequestId;
import org.healthsync.platform.RunId;
import org.healthsync.platform.TenantId;
import org.healthsync.schedule.SyncRuns.Outcome;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SyncRunsTest {

  private static final LedgerDatabase DATABASE = LedgerDatabase.create();
  private static final Instant NOW = Instant.parse("2026-03-10T08:00:00Z");
  private static final Instant END = NOW.plusSeconds(30);

  private final SyncRequests requests = new SyncRequests();
  private final SyncRuns runs = new SyncRuns();
  private final ConnectionId connection = DATABASE.connection();
  private final Rival rival = new Rival(DATABASE);

  @AfterEach
  void end() {
    rival.close();
  }

  @Test
  void runIsQueuedUntilItsFirstPageIsAskedFor() {
    RunId run = run();
    RequestId request = add(run, "measures");
    assertThat(view(run).status()).isEqualTo(RunStatus.QUEUED);

    running(request);

    assertThat(view(run).status()).isEqualTo(RunStatus.RUNNING);
    assertThat(view(run).finishedAt()).isNull();
  }

  @Test
  void runSucceedsWhenAllItsRequestsDid() {
    RunId run = run();
    RequestId measures = add(run, "measures");
    RequestId sleep = add(run, "sleep");
    running(measures);

    ended(measures, Outcome.SUCCEEDED, null);
    assertThat(view(run).status()).isEqualTo(RunStatus.RUNNING);

    ended(sleep, Outcome.SUCCEEDED, null);
    assertThat(view(run).status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(view(run).finishedAt()).isEqualTo(END);
  }

  @Test
  void runIsPartialWhenSomeRequestsFailedOrWereNotPermitted() {
    RunId run = run();
    RequestId measures = add(run, "measures");
    RequestId sleep = add(run, "sleep");

    ended(measures, Outcome.SKIPPED, "FORBIDDEN");
    ended(sleep, Outcome.SUCCEEDED, null);

    assertThat(view(run).status()).isEqualTo(RunStatus.PARTIAL);
    assertThat(view(run).error()).isEqualTo("FORBIDDEN");
  }

  @Test
  void runFailsWhenNoRequestSucceeded() {
    RunId run = run();
    RequestId measures = add(run, "measures");
    RequestId sleep = add(run, "sleep");

    ended(measures, Outcome.SKIPPED, "FORBIDDEN");
    ended(sleep, Outcome.FAILED, "API_GONE");

    assertThat(view(run).status()).isEqualTo(RunStatus.FAILED);
  }

  @Test
  void sharedRequestEndsEachRunThatWaitsForNothingElse() {
    RunId one = run();
    RunId both = run();
    RequestId measures = add(one, "measures");
    assertThat(add(both, "measures")).isEqualTo(measures);
    add(both, "sleep");

    ended(measures, Outcome.SUCCEEDED, null);

    assertThat(view(one).status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(view(both).finishedAt()).isNull();
  }

  @Test
  void cancelledRunTakesItsOwnRequestsAlongAndLeavesSharedOnes() {
    RunId cancelled = run();
    RunId other = run();
    RequestId shared = add(cancelled, "measures");
    add(other, "measures");
    RequestId own = add(cancelled, "sleep");

    cancel(cancelled);

    assertThat(view(cancelled).status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(view(cancelled).finishedAt()).isEqualTo(END);
    assertThat(open()).containsExactly(shared).doesNotContain(own);
    ended(shared, Outcome.SUCCEEDED, null);
    assertThat(view(other).status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(view(cancelled).status()).isEqualTo(RunStatus.CANCELLED);
  }

  @Test
  void requestIsDroppedWithTheLastRunThatWaitsForIt() {
    RunId first = run();
    RunId second = run();
    add(first, "measures");
    add(second, "measures");

    cancel(first);
    assertThat(open()).hasSize(1);

    cancel(second);
    assertThat(open()).isEmpty();
  }

  @Test
  void runThatJoinsInTheMomentOfACancellationKeepsTheRequest() throws Exception {
    RunId leaving = run();
    RequestId request = add(leaving, "measures");
    RunId joining = run();

    Future<Boolean> cancelling =
        inTransaction(
            transaction -> {
              assertThat(add(transaction, joining, "measures")).isEqualTo(request);
              return rival.blocked(other -> cancel(other, leaving));
            });

    assertThat(Rival.result(cancelling)).isTrue();
    assertThat(open()).as("the joining run waits for it").containsExactly(request);
  }

  @Test
  void runThatJoinsAfterACancellationGetsARequestOfItsOwn() throws Exception {
    RunId leaving = run();
    RequestId request = add(leaving, "measures");
    RunId joining = run();

    Future<RequestId> joined =
        inTransaction(
            transaction -> {
              cancel(transaction, leaving);
              return rival.blocked(other -> add(other, joining, "measures"));
            });

    assertThat(Rival.result(joined)).isNotEqualTo(request);
    assertThat(open()).containsExactly(joined.get());
  }

  @Test
  void cancellationAndTheEndOfARequestDoNotBlockEachOtherForEver() throws Exception {
    RunId run = run();
    RequestId request = add(run, "measures");

    Future<Boolean> cancelling =
        inTransaction(
            transaction -> {
              requests.remove(transaction, request);
              Future<Boolean> waiting = rival.blocked(other -> cancel(other, run));
              runs.ended(transaction, request, Outcome.SUCCEEDED, null, END);
              return waiting;
            });

    assertThat(Rival.result(cancelling)).isTrue();
    assertThat(view(run).status()).as("it was over already").isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void requestThatGoesBackWhileItIsCalledOffIsGone() throws Exception {
    RunId run = run();
    RequestId request = begun(add(run, "measures"));

    Future<Optional<RequestId>> goesBack =
        inTransaction(
            transaction -> {
              cancel(transaction, run);
              return rival.blocked(other -> requests.notBegun(other, request));
            });

    assertThat(Rival.result(goesBack)).isEmpty();
    assertThat(open()).isEmpty();
  }

  @Test
  void requestThatIsCalledOffWhileItGoesBackIsGone() throws Exception {
    RunId run = run();
    RequestId request = begun(add(run, "measures"));

    Future<Boolean> cancelling =
        inTransaction(
            transaction -> {
              requests.notBegun(transaction, request);
              return rival.blocked(other -> cancel(other, run));
            });

    assertThat(Rival.result(cancelling)).isTrue();
    assertThat(open()).isEmpty();
    assertThat(view(run).status()).isEqualTo(RunStatus.CANCELLED);
  }

  @Test
  void finishedRunCannotBeCancelled() {
    RunId run = run();
    ended(add(run, "measures"), Outcome.SUCCEEDED, null);

    cancel(run);

    assertThat(view(run).status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void runOfAnotherTenantIsNotFound() {
    RunId run = run();
    TenantId stranger = new TenantId("other");

    Optional<SyncRun> found = inTransaction(transaction -> runs.find(transaction, stranger, run));
    List<SyncRun> recent =
        inTransaction(
            transaction -> runs.recent(transaction, stranger, connection, RunPlace.START, 10));
    assertThat(found).isEmpty();
    assertThat(recent).isEmpty();
  }

  @Test
  void recentRunsComeNewestFirstFromBeforeTheGivenTime() {
    RunId oldest = runAt(NOW);
    RunId middle = runAt(NOW.plusSeconds(1));
    RunId newest = runAt(NOW.plusSeconds(2));

    assertThat(recent(RunPlace.START, 2)).containsExactly(newest, middle);
    assertThat(recent(new RunPlace(NOW.plusSeconds(1), middle), 2)).containsExactly(oldest);
  }

  @Test
  void runsOfOneMomentAreAllShownPageByPage() {
    List<RunId> made = List.of(runAt(NOW), runAt(NOW), runAt(NOW));
    List<RunId> shown = new ArrayList<>();
    RunPlace place = RunPlace.START;
    for (List<RunId> page = recent(place, 1); !page.isEmpty(); page = recent(place, 1)) {
      shown.addAll(page);
      place = new RunPlace(NOW, page.get(0));
    }

    assertThat(shown).containsExactlyInAnyOrderElementsOf(made);
  }

  @Test
  void versionsThatWaitForDeliveryAreCountedForEachRunTheyWereFetchedFor() {
    RunId first = run();
    RunId second = run();
    RunId stranger = run();
    RequestId shared = add(first, "measures");
    add(second, "measures");
    add(stranger, "sleep");

    DATABASE.update(
        "insert into outbox (tenant_id, connection_id, request_id, resource_type, resource_id,"
            + " reading_type, version, body, fetched_at, created_at) values ('ward', ?, ?,"
            + " 'Observation', gen_random_uuid(), 'body-weight', 1, '', now(), now())",
        connection.value(),
        shared.value());

    assertThat(view(first).pendingDelivery()).isEqualTo(1);
    assertThat(view(second).pendingDelivery()).isEqualTo(1);
    assertThat(view(stranger).pendingDelivery()).isZero();
  }

  private RunId run() {
    return runAt(NOW);
  }

  private RunId runAt(Instant at) {
    return inTransaction(
        transaction ->
            runs.create(
                transaction, LedgerDatabase.TENANT, connection, Lane.SCHEDULED, "test", at));
  }

  private RequestId add(RunId run, String stream) {
    return inTransaction(transaction -> add(transaction, run, stream));
  }

  private RequestId add(Connection transaction, RunId run, String stream) throws SQLException {
    return requests.add(
        transaction,
        new SyncRequests.Wanted(LedgerDatabase.TENANT, connection, stream, null, Lane.SCHEDULED),
        run,
        NOW);
  }

  private RequestId begun(RequestId request) {
    inTransaction(
        transaction -> {
          requests.start(transaction, request, NOW);
          return true;
        });
    return request;
  }

  private void running(RequestId request) {
    inTransaction(
        transaction -> {
          runs.running(transaction, request, NOW);
          return true;
        });
  }

  private void ended(RequestId request, Outcome outcome, @Nullable String error) {
    inTransaction(
        transaction -> {
          requests.remove(transaction, request);
          runs.ended(transaction, request, outcome, error, END);
          return true;
        });
  }

  private void cancel(RunId run) {
    inTransaction(transaction -> cancel(transaction, run));
  }

  private boolean cancel(Connection transaction, RunId run) throws SQLException {
    runs.cancel(transaction, run, END);
    return true;
  }

  private SyncRun view(RunId run) {
    return inTransaction(transaction -> runs.find(transaction, LedgerDatabase.TENANT, run))
        .orElseThrow();
  }

  private List<RunId> recent(RunPlace before, int limit) {
    return inTransaction(
            transaction ->
                runs.recent(transaction, LedgerDatabase.TENANT, connection, before, limit))
        .stream()
        .map(SyncRun::id)
        .toList();
  }

  private List<RequestId> open() {
    return inTransaction(transaction -> requests.all(transaction, connection)).stream()
        .map(SyncRequest::id)
        .toList();
  }

  private static <T> T inTransaction(Database.Work<T> work) {
    return DATABASE.database().inTransaction(work);
  }
}
