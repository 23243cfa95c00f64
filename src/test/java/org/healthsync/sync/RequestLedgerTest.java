package org.healthsync.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsync.connect.token.Loss;
import org.healthsync.ledger.LedgerDatabase;
import org.healthsync.ledger.SettableClock;
import org.healthsync.ledger.StreamStates;
import org.healthsync.platform.Claim;
import org.healthsync.platform.ClaimLostException;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Lane;
import org.healthsync.platform.RunId;
import org.healthsync.schedule.ReapplyRequests;
import org.healthsync.schedule.RunStatus;
import org.healthsync.schedule.SyncRequest;
import org.healthsync.schedule.SyncRequests;
import org.healthsync.schedule.SyncRun;
import org.healthsync.schedule.SyncRuns;
import org.healthsync.schedule.Trail;
import org.healthsync.schedule.WorkQueue;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;
import org.healthsync.spi.stream.Cursor;
import org.healthsync.spi.stream.Window;
import org.junit.jupiter.api.Test;

class RequestLedgerTest {

  private static final LedgerDatabase DATABASE = LedgerDatabase.create();
  private static final Instant START = Instant.parse("2026-03-10T08:00:00Z");
  private static final Window JANUARY =
      new Window(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-02-01T00:00:00Z"));

  private final SettableClock clock = new SettableClock(START);
  private final StreamStates streams = new StreamStates(DATABASE.database(), clock);
  private final List<String> lost = new ArrayList<>();
  private Loss loss = Loss.NOW;
  private final Set<ConnectionId> notified = new HashSet<>();
  private final SyncRequests requests = new SyncRequests();
  private final SyncRuns runs = new SyncRuns();
  private final SyncService syncs =
      new SyncService(DATABASE.database(), clock, requests, runs, new WorkQueue(), () -> {});
  private final RequestLedger ledger =
      new RequestLedger(
          DATABASE.database(),
          clock,
          requests,
          runs,
          streams,
          new DueStreams(clock),
          (transaction, connection, rotation, code) -> lost(rotation, code),
          Fixed.middle(),
          new PollIntervals(notified::contains, 4),
          3);
  private final ConnectionId connection = DATABASE.connection();
  private final SyncTarget target = OneTarget.of(connection, ZoneOffset.UTC);
  private final Claim claim = DATABASE.claim(connection);

  @Test
  void beginningTakesTheMostUrgentRequestAndStartsItsRun() {
    ask(Lane.BACKFILL, "activity");
    RunId run = ask(Lane.INTERACTIVE, "measures");

    SyncRequest begun = begin();

    assertThat(begun.stream()).isEqualTo("measures");
    assertThat(begun.startedAt()).isEqualTo(START);
    assertThat(view(run).status()).isEqualTo(RunStatus.RUNNING);
  }

  @Test
  void successEndsTheRunAndMakesTheStreamDueAfterItsInterval() {
    RunId run = ask(Lane.SCHEDULED, "measures");

    ledger.succeeded(target, claim, begin());

    assertThat(view(run).status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(dueIn("measures")).isEqualTo(Duration.ofHours(6));
    assertThat(ledger.begin(claim)).isEmpty();
  }

  @Test
  void streamThatTheProviderNotifiesOfIsLookedAtLessOften() {
    notified.add(connection);
    ask(Lane.SCHEDULED, "measures");

    ledger.succeeded(target, claim, begin());

    assertThat(dueIn("measures")).isEqualTo(Duration.ofHours(24));
  }

  @Test
  void windowThatTheProviderToldOfLetsTheIntervalBeginAnew() {
    notified.add(connection);
    syncs.begin(order(Lane.WEBHOOK, new SyncService.Part("measures", JANUARY)));

    ledger.succeeded(target, claim, begin());

    assertThat(dueIn("measures")).isEqualTo(Duration.ofHours(24));
  }

  @Test
  void windowThatWasReadDoesNotMoveTheTimeOfTheNextLook() {
    syncs.begin(order(Lane.BACKFILL, new SyncService.Part("measures", JANUARY)));

    ledger.succeeded(target, claim, begin());

    assertThat(due("measures")).containsOnlyNulls();
  }

  @Test
  void throttledRequestWaitsAtLeastAsLongAsTheProviderDemandsWithoutCountingAsFailure() {
    RunId run = ask(Lane.SCHEDULED, "measures");
    ask(Lane.BACKFILL, "activity");

    fail(begin(), throttled(Duration.ofSeconds(40)));

    clock.advance(Duration.ofSeconds(40));
    assertThat(ledger.begin(claim)).as("the less urgent lane is held as well").isEmpty();
    clock.advance(Duration.ofSeconds(4));
    assertThat(begin().attempts()).isZero();
    assertThat(streams.of(connection, "measures")).isEmpty();
    assertThat(view(run).finishedAt()).isNull();
  }

  @Test
  void requestOfWhichNothingCouldBeReadIsJoinedByEqualOnes() {
    List<RunId> asked = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      asked.add(ask(Lane.SCHEDULED, "measures"));
      fail(begin().untouched(), throttled(Duration.ofSeconds(10)));
      assertThat(open()).hasSize(1);
      clock.advance(Duration.ofSeconds(11));
    }
    ledger.succeeded(target, claim, begin());

    assertThat(asked)
        .allSatisfy(run -> assertThat(view(run).status()).isEqualTo(RunStatus.SUCCEEDED));
  }

  @Test
  void requestOfWhichNothingCouldBeReadJoinsOneThatCameMeanwhileAndKeepsItsPlace() {
    RunId first = ask(Lane.SCHEDULED, "measures");
    SyncRequest begun = begin();
    RunId second = ask(Lane.INTERACTIVE, "measures");
    fail(begun.untouched(), new ProviderException(StandardError.PROVIDER_UNAVAILABLE, "x"));

    assertThat(open()).hasSize(1);
    assertThat(open().get(0).lane()).isEqualTo(Lane.INTERACTIVE);
    assertThat(open().get(0).attempts()).isEqualTo(1);
    clock.advance(Duration.ofHours(1));
    ledger.succeeded(target, claim, begin());
    assertThat(view(first).status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(view(second).status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void cancelledRunStaysCancelledWhenItsRequestGoesBack() {
    RunId first = ask(Lane.SCHEDULED, "measures");
    RunId second = ask(Lane.SCHEDULED, "measures");
    SyncRequest begun = begin();
    syncs.cancel(LedgerDatabase.TENANT, first);
    fail(begun.untouched(), throttled(Duration.ofSeconds(10)));
    assertThat(open()).hasSize(1);
    syncs.cancel(LedgerDatabase.TENANT, second);

    assertThat(open()).as("nobody wants it any more").isEmpty();
  }

  @Test
  void requestOfWhichAPageWasReadIsNotJoined() {
    ask(Lane.SCHEDULED, "measures");
    fail(begin(), throttled(Duration.ofSeconds(10)));
    ask(Lane.SCHEDULED, "measures");

    assertThat(open()).hasSize(2);
  }

  @Test
  void throttledLaneDoesNotHoldAMoreUrgentOne() {
    ask(Lane.SCHEDULED, "measures");
    fail(begin(), throttled(Duration.ofHours(1)));

    ask(Lane.INTERACTIVE, "activity");

    assertThat(begin().stream()).isEqualTo("activity");
  }

  @Test
  void passingFailureIsTriedAgainAfterGrowingDelays() {
    ask(Lane.SCHEDULED, "measures");

    fail(begin(), unavailable());
    assertThat(ledger.begin(claim)).isEmpty();
    clock.advance(Duration.ofSeconds(5));
    fail(begin(), unavailable());
    clock.advance(Duration.ofSeconds(9));
    assertThat(ledger.begin(claim)).isEmpty();
    clock.advance(Duration.ofSeconds(1));

    assertThat(begin().attempts()).isEqualTo(2);
    assertThat(streams.of(connection, "measures").orElseThrow().lastError())
        .isEqualTo("PROVIDER_UNAVAILABLE");
  }

  @Test
  void requestOverWhichWorkersDieIsReadAgainAtOnceAndAtLastGivenUp() {
    RunId run = ask(Lane.SCHEDULED, "measures");

    begin();
    ledger.lost(claim);
    assertThat(begin().attempts()).isEqualTo(1);
    ledger.lost(claim);
    assertThat(begin().attempts()).isEqualTo(2);
    ledger.lost(claim);

    assertThat(view(run).status()).isEqualTo(RunStatus.FAILED);
    assertThat(view(run).error()).isEqualTo("WORKER_LOST");
    assertThat(streams.of(connection, "measures").orElseThrow().lastError())
        .isEqualTo("WORKER_LOST");
    assertThat(dueIn("measures")).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void requestThatNobodyHadBegunDoesNotSufferForALostWorker() {
    ask(Lane.SCHEDULED, "measures");

    ledger.lost(claim);

    assertThat(begin().attempts()).isZero();
  }

  @Test
  void retryAfterOfTheProviderIsObeyedInsteadOfTheOwnDelay() {
    ask(Lane.SCHEDULED, "measures");

    fail(
        begin(),
        new ProviderException(
            StandardError.PROVIDER_UNAVAILABLE, "down", Duration.ofMinutes(2), null));

    clock.advance(Duration.ofSeconds(119));
    assertThat(ledger.begin(claim)).isEmpty();
    clock.advance(Duration.ofSeconds(8));
    assertThat(ledger.begin(claim)).isPresent();
  }

  @Test
  void requestIsGivenUpAfterTheLastAttemptAndTheStreamComesBackInAnHour() {
    RunId run = ask(Lane.SCHEDULED, "measures");
    for (int i = 0; i < 3; i++) {
      fail(begin(), unavailable());
      clock.advance(Duration.ofMinutes(1));
    }

    assertThat(ledger.begin(claim)).isEmpty();
    assertThat(view(run).status()).isEqualTo(RunStatus.FAILED);
    assertThat(view(run).error()).isEqualTo("PROVIDER_UNAVAILABLE");
    assertThat(dueIn("measures")).isEqualTo(Duration.ofMinutes(59));
  }

  @Test
  void pageThatWasStoredEndsARowOfFailures() {
    ask(Lane.SCHEDULED, "measures");
    fail(begin(), unavailable());
    clock.advance(Duration.ofMinutes(1));

    SyncRequest afterPage = ledger.reread(begin()).orElseThrow();
    fail(afterPage, unavailable());

    clock.advance(Duration.ofSeconds(5));
    assertThat(begin().attempts()).isEqualTo(1);
  }

  @Test
  void cancelledRequestIsGoneAtTheNextPage() {
    RunId run = ask(Lane.INTERACTIVE, "measures");
    SyncRequest begun = begin();

    syncs.cancel(LedgerDatabase.TENANT, run);

    assertThat(ledger.reread(begun)).isEmpty();
  }

  @Test
  void lostGrantEndsAllRequestsAndAsksForReauthorization() {
    RunId measures = ask(Lane.SCHEDULED, "measures");
    RunId activity = ask(Lane.BACKFILL, "activity");

    fail(begin(), new ProviderException(StandardError.CONSENT_LOST, "revoked"));

    assertThat(lost).containsExactly("CONSENT_LOST 0");
    assertThat(List.of(view(measures).status(), view(activity).status()))
        .containsOnly(RunStatus.FAILED);
    assertThat(ledger.begin(claim)).isEmpty();
  }

  @Test
  void lateRefusalOfEarlierTokensEndsNothing() {
    RunId measures = ask(Lane.SCHEDULED, "measures");
    RunId activity = ask(Lane.BACKFILL, "activity");
    loss = Loss.RENEWED;

    fail(begin(), RefusedToken.in(new ProviderException(StandardError.CONSENT_LOST, "revoked"), 7));

    assertThat(lost).containsExactly("CONSENT_LOST 7");
    assertThat(view(measures).finishedAt()).isNull();
    assertThat(view(activity).finishedAt()).isNull();
    clock.advance(Duration.ofMinutes(1));
    assertThat(begin().attempts()).isEqualTo(1);
  }

  @Test
  void missingRightSkipsTheStreamForADay() {
    RunId run = ask(Lane.SCHEDULED, "measures");

    fail(begin(), new ProviderException(StandardError.FORBIDDEN, "no scope"));

    assertThat(view(run).status()).isEqualTo(RunStatus.FAILED);
    assertThat(view(run).error()).isEqualTo("FORBIDDEN");
    assertThat(dueIn("measures")).isEqualTo(Duration.ofDays(1));
  }

  @Test
  void failureThatStaysEndsTheRequestAndLooksAgainInAnHour() {
    RunId run = ask(Lane.SCHEDULED, "measures");

    fail(begin(), new ProviderException(StandardError.API_GONE, "410"));

    assertThat(view(run).status()).isEqualTo(RunStatus.FAILED);
    assertThat(dueIn("measures")).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void windowThatIsRefusedInTheMiddleIsBegunAnewOnce() {
    RunId run = syncs.begin(order(Lane.BACKFILL, new SyncService.Part("measures", JANUARY)));
    fail(inTheMiddleOfTheWindow(begin()), refused());

    Instant refusedAt = clock.instant();
    clock.advance(Duration.ofMinutes(1));
    SyncRequest anew = begin();
    assertThat(anew.progress()).isNull();
    assertThat(anew.trail()).isEqualTo(Trail.START);
    assertThat(anew.startedAt()).as("what is seen before is not seen").isEqualTo(refusedAt);
    assertThat(view(run).status()).isEqualTo(RunStatus.RUNNING);

    fail(inTheMiddleOfTheWindow(anew), refused());
    assertThat(view(run).status()).isEqualTo(RunStatus.FAILED);
    assertThat(view(run).error()).isEqualTo("REQUEST_REFUSED");
  }

  @Test
  void streamThatIsRefusedInTheMiddleIsBegunAnewWhereItWasComplete() {
    ask(Lane.SCHEDULED, "measures");
    cursor("complete");
    ledger.succeeded(target, claim, begin());
    RunId run = ask(Lane.SCHEDULED, "measures");
    SyncRequest begun = begin();
    cursor("page 7");
    syncs.begin(order(Lane.INTERACTIVE, new SyncService.Part("measures", JANUARY)));
    ledger.succeeded(target, claim, begin());

    fail(begun, refused());
    assertThat(streams.of(connection, "measures").orElseThrow().cursor())
        .as("a window says nothing of it")
        .isEqualTo(new Cursor(1, "complete"));
    clock.advance(Duration.ofMinutes(1));
    fail(begin(), refused());
    assertThat(view(run).status()).as("it was at its beginning").isEqualTo(RunStatus.FAILED);
  }

  @Test
  void streamThatWasNeverCompleteIsBegunAnewFromItsBeginning() {
    RunId run = ask(Lane.SCHEDULED, "measures");
    cursor("page 7");

    fail(begin(), refused());

    assertThat(streams.of(connection, "measures").orElseThrow().cursor()).isNull();
    assertThat(view(run).status()).isEqualTo(RunStatus.RUNNING);

    clock.advance(Duration.ofMinutes(1));
    SyncRequest anew = begin();
    cursor("page 7");
    fail(anew, refused());
    assertThat(view(run).status()).isEqualTo(RunStatus.FAILED);
    assertThat(streams.of(connection, "measures").orElseThrow().cursor())
        .as("not read twice by each request")
        .isEqualTo(new Cursor(1, "page 7"));
  }

  @Test
  void whatAnOperatorHasToMendIsNotBegunAnew() {
    RunId run = syncs.begin(order(Lane.BACKFILL, new SyncService.Part("measures", JANUARY)));

    fail(
        inTheMiddleOfTheWindow(begin()),
        new ProviderException(StandardError.CLIENT_REFUSED, "unknown client"));

    assertThat(view(run).status()).isEqualTo(RunStatus.FAILED);
  }

  private static ProviderException refused() {
    return new ProviderException(StandardError.REQUEST_REFUSED, "no such page token");
  }

  private SyncRequest inTheMiddleOfTheWindow(SyncRequest request) {
    DATABASE.update(
        "update sync_request set progress_version = 1, progress_value = 'token', pages = 3,"
            + " landmark = '1:token' where id = ?",
        request.id().value());
    clock.advance(Duration.ofHours(1));
    return ledger.reread(request).orElseThrow();
  }

  private void cursor(String value) {
    DATABASE.update(
        "insert into stream_state (connection_id, stream, cursor_version, cursor_value)"
            + " values (?, 'measures', 1, ?) on conflict (connection_id, stream)"
            + " do update set cursor_version = 1, cursor_value = excluded.cursor_value",
        connection.value(),
        value);
  }

  @Test
  void streamWithABrokenMappingWaitsWithoutFailingAndOthersGoOn() {
    RunId run = ask(Lane.INTERACTIVE, "measures");
    ask(Lane.SCHEDULED, "activity");

    fail(begin(), new ProviderException(MappingError.MAPPING_BROKEN, "broken"));

    assertThat(begin().stream()).isEqualTo("activity");
    assertThat(streams.of(connection, "measures").orElseThrow().lastError())
        .isEqualTo("MAPPING_BROKEN");
    assertThat(view(run).finishedAt()).isNull();
    clock.advance(Duration.ofMinutes(1));
    assertThat(begin().stream()).isEqualTo("measures");
    assertThat(begin().attempts()).isZero();
  }

  @Test
  void reapplicationLeavesTheStreamsStateAndTimesAlone() {
    RunId done = reapply();
    ledger.succeeded(target, claim, begin());
    RunId failed = reapply();
    fail(begin(), new ProviderException(StandardError.PLUGIN_DEFECT, "no such stream"));

    assertThat(view(done).status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(view(failed).status()).isEqualTo(RunStatus.FAILED);
    assertThat(streams.of(connection)).isEmpty();
  }

  @Test
  void workerThatWasReplacedChangesNothing() {
    RunId run = ask(Lane.SCHEDULED, "measures");
    SyncRequest begun = begin();
    DATABASE.claim(connection);

    assertThatThrownBy(() -> ledger.succeeded(target, claim, begun))
        .isInstanceOf(ClaimLostException.class);
    assertThatThrownBy(() -> fail(begun, unavailable())).isInstanceOf(ClaimLostException.class);
    assertThatThrownBy(() -> ledger.begin(claim)).isInstanceOf(ClaimLostException.class);

    assertThat(view(run).status()).isEqualTo(RunStatus.RUNNING);
  }

  @Test
  void nextTurnIsNeverInThePastSoThatOthersGoFirst() {
    ask(Lane.SCHEDULED, "measures");
    clock.advance(Duration.ofMinutes(10));

    assertThat(turn(ledger.next(connection)))
        .contains(new WorkQueue.Turn(clock.instant(), Lane.SCHEDULED));
    assertThat(turn(ledger.later(connection, clock.instant().plusSeconds(30))))
        .contains(new WorkQueue.Turn(clock.instant().plusSeconds(30), Lane.SCHEDULED));
  }

  private Loss lost(long rotation, String code) {
    lost.add(code + " " + rotation);
    return loss;
  }

  private RunId reapply() {
    return DATABASE
        .database()
        .inTransaction(
            transaction -> {
              RunId run =
                  runs.create(
                      transaction, LedgerDatabase.TENANT, connection, Lane.BACKFILL, "t", START);
              new ReapplyRequests()
                  .add(
                      transaction,
                      LedgerDatabase.TENANT,
                      connection,
                      "measures",
                      JANUARY,
                      run,
                      START);
              return run;
            });
  }

  private RunId ask(Lane lane, String stream) {
    return syncs.begin(order(lane, new SyncService.Part(stream, null)));
  }

  private SyncService.Order order(Lane lane, SyncService.Part part) {
    return new SyncService.Order(LedgerDatabase.TENANT, connection, lane, "test", List.of(part));
  }

  private List<SyncRequest> open() {
    return DATABASE.database().inTransaction(transaction -> requests.all(transaction, connection));
  }

  private SyncRequest begin() {
    return ledger.begin(claim).orElseThrow().request();
  }

  private void fail(SyncRequest request, ProviderException error) {
    ledger.failed(target, claim, request, error);
  }

  private static ProviderException throttled(Duration wait) {
    return new ProviderException(StandardError.THROTTLED, "slow down", wait, null);
  }

  private static ProviderException unavailable() {
    return new ProviderException(StandardError.PROVIDER_UNAVAILABLE, "down");
  }

  private SyncRun view(RunId run) {
    return syncs.find(LedgerDatabase.TENANT, run).orElseThrow();
  }

  private Duration dueIn(String stream) {
    return Duration.between(
        clock.instant(), Instant.ofEpochSecond(Long.parseLong(due(stream).get(0))));
  }

  private List<String> due(String stream) {
    return DATABASE.column(
        "select extract(epoch from next_due_at)::bigint from stream_state"
            + " where connection_id = ? and stream = ?",
        connection.value(),
        stream);
  }

  private Optional<WorkQueue.Turn> turn(WorkQueue.NextTurn next) {
    return DATABASE.database().inTransaction(next::find);
  }
}
