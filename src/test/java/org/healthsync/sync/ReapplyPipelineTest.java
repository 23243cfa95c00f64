package org.healthsync.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.healthsync.sync.Replica.MEASURES;
import static org.healthsync.sync.Replica.weights;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.healthsync.ledger.LedgerDatabase;
import org.healthsync.ledger.SettableClock;
import org.healthsync.override.MappingName;
import org.healthsync.platform.Claim;
import org.healthsync.platform.ClaimLostException;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Lane;
import org.healthsync.platform.RequestId;
import org.healthsync.platform.RunId;
import org.healthsync.platform.Sealer;
import org.healthsync.schedule.SyncRequest;
import org.healthsync.schedule.SyncRequests;
import org.healthsync.schedule.Trail;
import org.healthsync.schedule.WaitingRequests;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.stream.Window;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReapplyPipelineTest {

  private static final LedgerDatabase DATABASE = LedgerDatabase.create();
  private static final ExecutorService THREADS = Executors.newCachedThreadPool();
  private static final Instant START = Instant.parse("2026-03-10T08:00:00Z");
  private static final String FAT =
      "{ scalar: body-fat-mass, key: \"{item.id}/f\", value: item.fat, unit: kg }";

  private final SettableClock clock = new SettableClock(START);
  private final Sealer sealer = Sealer.of(Sealer.newKeyset());
  private final Replica replica = new Replica(DATABASE, clock, sealer, THREADS);
  private final SyncRequests requests = new SyncRequests();
  private ConnectionId connection;
  private SyncTarget target;

  @BeforeEach
  void begin() throws ProviderException {
    for (String table :
        List.of(
            "ledger",
            "outbox",
            "raw_page",
            "quarantine",
            "reapplication",
            "mapping_activation",
            "mapping_version",
            "sync_request",
            "sync_run")) {
      DATABASE.update("delete from " + table);
    }
    DATABASE.update("update connection set status = 'REVOKED'");
    connection = DATABASE.connection();
    DATABASE.update("update connection set provider = 'sample' where id = ?", connection.value());
    target = OneTarget.of(connection, ZoneOffset.UTC);
    replica.activate(MEASURES, weights(1));
    for (int day = 0; day < 4; day++) {
      fetch(
          "{\"items\":[{\"id\":%1$d,\"at\":177235200%1$d,\"kg\":7%1$d.5,\"fat\":1%1$d.25}]}"
              .formatted(day));
    }
  }

  @AfterAll
  static void stop() {
    THREADS.shutdownNow();
  }

  @Test
  void pageIsArchivedWithItsResults() {
    assertThat(DATABASE.column("select mapping_version from raw_page"))
        .hasSize(4)
        .allMatch(name -> name.matches("sample/measures@1\\+[0-9a-f]{8} fhir@\\S+"));
    assertThat(
            DATABASE.column(
                "select count(*) from ledger l join raw_page p on p.id = l.page_id"
                    + " and p.fetched_at = l.page_at where l.resource_type = 'Observation'"))
        .containsExactly("4");
  }

  @Test
  void fieldThatTheMappingNowReadsBecomesNewResourcesAndNothingElseChanges()
      throws ProviderException {
    replica.activate(MEASURES, weights(2, FAT));

    RunId run = reapplyAll();

    assertThat(rows("body-fat-mass")).containsExactly("FINAL 1", "FINAL 1", "FINAL 1", "FINAL 1");
    assertThat(rows("body-weight")).containsExactly("FINAL 1", "FINAL 1", "FINAL 1", "FINAL 1");
    assertThat(counts(run)).isEqualTo("4 pages 4 new 0 changed 4 unchanged 0 deleted");
    assertThat(
            DATABASE.column(
                "select distinct source_at::text from outbox where reading_type = 'body-fat-mass'"))
        .as("what comes from the archive has no lag")
        .containsExactly((String) null);
  }

  @Test
  void replicaThatLookedAtTheMappingsAMomentBeforeUsesWhatWasActivatedSince()
      throws ProviderException {
    Replica other = new Replica(DATABASE, clock, sealer, THREADS);
    order();
    other.reapply.nextPage(target, DATABASE.claim(connection), request());
    replica.activate(MEASURES, weights(2, FAT));

    other.reapply.nextPage(target, DATABASE.claim(connection), request());

    assertThat(keys("body-fat-mass")).containsExactly("2/f");
  }

  @Test
  void rollBackWithdrawsWhatOnlyTheOtherMappingMade() throws ProviderException {
    replica.activate(MEASURES, weights(2, FAT));
    reapplyAll();
    replica.rollBack(MEASURES);

    RunId run = reapplyAll();

    assertThat(rows("body-fat-mass"))
        .containsExactly("DELETED 2", "DELETED 2", "DELETED 2", "DELETED 2");
    assertThat(counts(run)).isEqualTo("4 pages 0 new 0 changed 4 unchanged 4 deleted");
  }

  @Test
  void droppedTypeIsWithdrawnAndComesBackAsAmended() throws ProviderException {
    replica.activate(MappingName.TABLE, "version: 2\ndrop: [body-weight]\n");
    reapplyAll();
    assertThat(rows("body-weight")).containsOnly("DELETED 2");

    replica.rollBack(MappingName.TABLE);
    reapplyAll();
    assertThat(rows("body-weight")).containsOnly("AMENDED 3");
  }

  @Test
  void provenanceOfWhatChangedNamesTheNewMappingAndTable() throws ProviderException {
    replica.activate(
        MappingName.TABLE,
        "version: 2\ntypes:\n  body-weight:\n    code: [{loinc: 29463-7, display: Body weight}]\n");
    DATABASE.update("delete from outbox");

    reapplyAll();

    assertThat(rows("body-weight")).containsOnly("AMENDED 2");
    assertThat(
            DATABASE.column(
                "select convert_from(body, 'UTF8') from outbox where reading_type = 'provenance'"))
        .hasSize(4)
        .allMatch(
            text -> text.matches(".*sample/measures@1\\+\\w{8} fhir@\\w+\\+\\w{8}\\+\\w{8}.*"));
  }

  @Test
  void pagesComeNewestFirstAndAWorkerThatTakesOverGoesOnWhereTheOtherStopped()
      throws ProviderException {
    replica.activate(MEASURES, weights(2, FAT));
    order();
    SyncRequest request = request();
    Claim killed = DATABASE.claim(connection);
    replica.reapply.nextPage(target, killed, request);
    assertThat(keys("body-fat-mass")).containsExactly("3/f");
    replica.reapply.nextPage(target, killed, request());

    Claim successor = DATABASE.claim(connection);
    assertThatThrownBy(() -> replica.reapply.nextPage(target, killed, request()))
        .isInstanceOf(ClaimLostException.class);
    int pages = 2;
    while (replica.reapply.nextPage(target, successor, request())) {
      pages++;
    }

    assertThat(pages).isEqualTo(4);
    assertThat(rows("body-fat-mass")).containsExactly("FINAL 1", "FINAL 1", "FINAL 1", "FINAL 1");
    assertThat(counts(run())).startsWith("4 pages 4 new");
  }

  @Test
  void pageThatIsMappedTwiceBecauseItsProgressWasLostChangesNothingMore() throws ProviderException {
    replica.activate(MEASURES, weights(2, FAT));
    order();
    Claim claim = DATABASE.claim(connection);
    SyncRequest before = request();
    replica.reapply.nextPage(target, claim, before);
    int queued = DATABASE.column("select seq from outbox").size();

    replica.reapply.nextPage(target, claim, before);

    assertThat(DATABASE.column("select seq from outbox")).hasSize(queued);
    assertThat(rows("body-fat-mass")).containsExactly("FINAL 1");
  }

  @Test
  void pageThatCannotBeOpenedGoesToQuarantineAndTheOthersGoOn() throws ProviderException {
    DATABASE.update(
        "update raw_page set sealed = '\\x00' where id = (select id from raw_page"
            + " order by fetched_at limit 1)");
    replica.activate(MEASURES, weights(2, FAT));

    RunId run = reapplyAll();

    assertThat(counts(run)).isEqualTo("4 pages 3 new 0 changed 3 unchanged 0 deleted");
    assertThat(DATABASE.column("select reason from quarantine")).containsExactly("broken-seal");
    assertThat(rows("body-weight")).containsOnly("FINAL 1");
  }

  @Test
  void onlyPagesOfTheSpanAreMappedAgain() throws ProviderException {
    replica.activate(MEASURES, weights(2, FAT));
    Instant second = START.plus(Duration.ofDays(1));

    order(new Window(second, second.plus(Duration.ofDays(2))));
    finish();

    assertThat(keys("body-fat-mass")).containsExactly("1/f", "2/f");
  }

  @Test
  void orderIsSpreadOverActiveConnectionsWithPagesAndTellsHowItGoes() throws ProviderException {
    ConnectionId empty = DATABASE.connection();
    DATABASE.update("update connection set provider = 'sample' where id = ?", empty.value());
    ReapplicationViews views = new ReapplicationViews(DATABASE.database());

    UUID id = order();
    ReapplicationView open = views.find(LedgerDatabase.TENANT, id).orElseThrow();
    finish();
    ReapplicationView done = views.find(LedgerDatabase.TENANT, id).orElseThrow();

    assertThat(open.status()).isEqualTo("RUNNING");
    assertThat(open.connections()).isEqualTo(1);
    assertThat(done.status()).isEqualTo("SUCCEEDED");
    assertThat(done.pages()).isEqualTo(4);
    assertThat(done.resources().unchanged()).isEqualTo(4);
    assertThat(views.find(new org.healthsync.platform.TenantId("stranger"), id)).isEmpty();
    assertThat(DATABASE.column("select actor from audit where action = 'mappings-reapplied'"))
        .contains("ann");
  }

  private void fetch(String json) throws ProviderException {
    replica.answers(json, clock.instant());
    RequestId id = RequestId.random();
    SyncRequest request =
        new SyncRequest(
            id,
            LedgerDatabase.TENANT,
            connection,
            "measures",
            null,
            Lane.SCHEDULED,
            null,
            0,
            clock.instant(),
            SyncRequest.Kind.FETCH,
            Trail.START);
    replica.pipeline.nextPage(target, DATABASE.claim(connection), request);
    clock.advance(Duration.ofDays(1));
  }

  private RunId reapplyAll() throws ProviderException {
    order();
    return finish();
  }

  private UUID order() {
    return order(new Window(START.minus(Duration.ofDays(1)), clock.instant()));
  }

  private UUID order(Window fetched) {
    DATABASE.update("delete from sync_run");
    UUID id =
        replica.reapplications.begin(
            new Reapplications.Order(LedgerDatabase.TENANT, "sample", null, fetched), "ann");
    replica.reapplications.spread();
    return id;
  }

  private RunId finish() throws ProviderException {
    Claim claim = DATABASE.claim(connection);
    while (replica.reapply.nextPage(target, claim, request())) {
      assertThat(request().progress()).isNotNull();
    }
    RunId run = run();
    RequestId request = request().id();
    DATABASE
        .database()
        .inTransaction(
            transaction -> {
              requests.remove(transaction, request);
              replica.runs.ended(
                  transaction,
                  request,
                  org.healthsync.schedule.SyncRuns.Outcome.SUCCEEDED,
                  null,
                  clock.instant());
              return request;
            });
    return run;
  }

  private SyncRequest request() {
    return DATABASE
        .database()
        .inTransaction(
            transaction -> new WaitingRequests().next(transaction, connection, clock.instant()))
        .orElseThrow();
  }

  private static RunId run() {
    return RunId.parse(DATABASE.column("select id from sync_run").get(0));
  }

  private static String counts(RunId run) {
    return DATABASE
        .column(
            "select pages || ' pages ' || res_new || ' new ' || res_changed || ' changed '"
                + " || res_unchanged || ' unchanged ' || res_deleted || ' deleted'"
                + " from sync_run where id = ?",
            run.value())
        .get(0);
  }

  private static List<String> rows(String type) {
    return DATABASE.column(
        "select state || ' ' || version from ledger where reading_type = ? order by source_key",
        type);
  }

  private static List<String> keys(String type) {
    return DATABASE.column(
        "select source_key from ledger where reading_type = ? order by source_key", type);
  }
}
