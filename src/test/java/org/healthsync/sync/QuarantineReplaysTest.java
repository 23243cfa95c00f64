package org.healthsync.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.healthsync.sync.Replica.MEASURES;
import static org.healthsync.sync.Replica.weights;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.healthsync.ledger.LedgerDatabase;
import org.healthsync.ledger.QuarantineFilter;
import org.healthsync.ledger.QuarantineInspection;
import org.healthsync.ledger.SettableClock;
import org.healthsync.platform.Audit;
import org.healthsync.platform.Claim;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Lane;
import org.healthsync.platform.ProblemException;
import org.healthsync.platform.RequestId;
import org.healthsync.platform.Sealer;
import org.healthsync.platform.Stage;
import org.healthsync.platform.TenantId;
import org.healthsync.schedule.SyncRequest;
import org.healthsync.schedule.SyncRequests;
import org.healthsync.schedule.Trail;
import org.healthsync.schedule.WaitingRequests;
import org.healthsync.spi.ProviderException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QuarantineReplaysTest {

  private static final LedgerDatabase DATABASE = LedgerDatabase.create();
  private static final ExecutorService THREADS = Executors.newCachedThreadPool();
  private static final Instant START = Instant.parse("2026-03-10T08:00:00Z");
  private static final TenantId WARD = LedgerDatabase.TENANT;
  private static final TenantId STRANGER = new TenantId("stranger");
  private static final String BAD = "{\"id\":7,\"at\":1772352000,\"kg\":\"none\"}";
  private static final String TYPO =
      """
      version: 1
      rules:
        - each: item in page.items
          time: { at: { epochSeconds: item.at }, zone: { const: UTC } }
          rules:
            - { scalar: body-weight, key: "{item.id}/w", value: item.mass, unit: kg }
      """;

  private final SettableClock clock = new SettableClock(START);
  private final Sealer sealer = Sealer.of(Sealer.newKeyset());
  private final Replica replica = new Replica(DATABASE, clock, sealer, THREADS);
  private final SyncRequests requests = new SyncRequests();
  private final QuarantineReplays replays =
      new QuarantineReplays(
          DATABASE.database(),
          clock,
          new Audit(clock),
          this::target,
          new ConnectionReplay.Parts(replica.replays, replica.runs, replica.queue),
          () -> {});
  private ConnectionId connection;

  @BeforeEach
  void begin() {
    for (String table :
        List.of(
            "ledger",
            "outbox",
            "raw_page",
            "quarantine",
            "mapping_activation",
            "mapping_version",
            "sync_request",
            "sync_run",
            "audit")) {
      DATABASE.update("delete from " + table);
    }
    DATABASE.update("update connection set status = 'REVOKED'");
    connection = DATABASE.connection();
    DATABASE.update("update connection set provider = 'sample' where id = ?", connection.value());
  }

  @AfterAll
  static void stop() {
    THREADS.shutdownNow();
  }

  @Test
  void itemGoesThroughOnceTheMappingIsRightAndLeavesQuarantine() throws ProviderException {
    replica.activate(MEASURES, TYPO);
    fetch("{\"items\":[{\"id\":7,\"at\":1772352000,\"kg\":72.5}]}");
    replica.activate(MEASURES, weights(2));

    ReplayView begun = replays.one(WARD, "olga", item());

    assertThat(begun).matches(view -> view.remapped() == 1 && view.syncs().size() == 1);
    assertThat(quarantined()).as("not before it is stored").hasSize(1);
    finish();
    assertThat(quarantined()).isEmpty();
    assertThat(
            DATABASE.column(
                "select source_key || ' ' || state from ledger where measured_at" + " is not null"))
        .containsExactly("7/w FINAL");
    assertThat(DATABASE.column("select actor || ' ' || action from audit where actor = 'olga'"))
        .containsExactly("olga quarantine-replayed");
    assertThat(DATABASE.column("select request_id from replay_page"))
        .as("the list ends with its request")
        .isEmpty();
  }

  @Test
  void itemThatFailsAgainStaysAndCountsUp() throws ProviderException {
    replica.activate(MEASURES, weights(1));
    fetch("{\"items\":[" + BAD + "]}");
    UUID item = item();

    replays.one(WARD, "olga", item);
    finish();

    assertThat(quarantined()).containsExactly("7/w 2");
    assertThat(item()).isEqualTo(item);
    assertThat(DATABASE.column("select replayed_at is not null from quarantine"))
        .containsExactly("t");
  }

  @Test
  void everyPageThatCouldNotBeReadIsMappedAgain() throws ProviderException {
    replica.activate(MEASURES, TYPO.replace("{item.id}/w", "{item.ident}"));
    for (int page = 0; page < 5; page++) {
      fetch("{\"items\":[{\"id\":%d,\"at\":1772352000,\"kg\":72.5,\"mass\":72}]}".formatted(page));
    }
    replica.activate(MEASURES, weights(2));
    assertThat(DATABASE.column("select source_key from quarantine"))
        .as("nobody knows whose they are")
        .hasSize(5)
        .containsOnlyNulls();

    replays.some(WARD, "olga", QuarantineFilter.ALL);
    finish();

    assertThat(quarantined()).isEmpty();
    assertThat(DATABASE.column("select source_key from ledger where measured_at is not null"))
        .containsExactlyInAnyOrder("0/w", "1/w", "2/w", "3/w", "4/w");
  }

  @Test
  void onlyThePagesOfTheItemsAreMappedAgain() throws ProviderException {
    replica.activate(MEASURES, weights(1));
    fetch("{\"items\":[{\"id\":1,\"at\":1772352000,\"kg\":71}]}");
    fetch("{\"items\":[" + BAD + "]}");
    fetch("{\"items\":[{\"id\":2,\"at\":1772352000,\"kg\":72}]}");

    replays.one(WARD, "olga", item());
    finish();

    assertThat(DATABASE.column("select pages from sync_run")).containsExactly("1");
  }

  @Test
  void whatALaterPageSaidStandsAndTheOldPartDoesNotComeBack() throws ProviderException {
    replica.activate(MEASURES, weights(1));
    fetch("{\"items\":[" + BAD + ",{\"id\":8,\"at\":1772352000,\"kg\":\"none\"}]}");
    fetch("{\"items\":[{\"id\":7,\"at\":1772352000,\"kg\":73}]}");
    assertThat(quarantined()).as("the correction clears it").containsExactly("8/w 1");

    replays.some(WARD, "olga", QuarantineFilter.ALL);
    finish();

    assertThat(quarantined()).containsExactly("8/w 2");
    assertThat(DATABASE.column("select version from ledger where source_key = '7/w'"))
        .containsExactly("1");
  }

  @Test
  void pageThatIsNoLongerKeptIsFetchedAgainAndTheAnswerSaysSo() throws ProviderException {
    replica.activate(MEASURES, weights(1));
    fetch("{\"items\":[" + BAD + "]}");
    DATABASE.update("delete from raw_page");
    DATABASE.update("update quarantine set part_at = '2026-03-01T08:00:00Z'");

    ReplayView begun = replays.one(WARD, "olga", item());

    assertThat(begun.refetches())
        .containsExactly(
            new ReplayView.Refetch(
                connection.toString(),
                "measures",
                Instant.parse("2026-03-01T00:00:00Z"),
                Instant.parse("2026-03-02T00:00:00Z")));
    assertThat(begun.refetched()).isOne();
    assertThat(request().kind()).isEqualTo(SyncRequest.Kind.FETCH);
    assertThat(request().window()).isPresent();
  }

  @Test
  void itemWithoutKeyLeavesWhenTheDaysOfItsLostPageAreFetchedAgain() throws ProviderException {
    replica.activate(MEASURES, TYPO.replace("{item.id}/w", "{item.ident}"));
    fetch("{\"items\":[{\"id\":7,\"at\":1772352000,\"mass\":72}]}");
    fetch("{\"items\":[{\"id\":8,\"at\":1772352000,\"mass\":72}]}");
    DATABASE.update("delete from raw_page where id = (select page_id from quarantine limit 1)");

    ReplayView begun = replays.some(WARD, "olga", QuarantineFilter.ALL);

    assertThat(begun).matches(view -> view.refetched() == 1 && view.remapped() == 1);
    assertThat(DATABASE.column("select p.id = q.page_id from quarantine q, raw_page p"))
        .as("the other is still there and waits for its page")
        .containsExactly("t");
  }

  @Test
  void partOfUnknownTimeIsLookedForInTheDaysBeforeItWasMet() throws ProviderException {
    replica.activate(MEASURES, weights(1));
    fetch("{\"items\":[" + BAD + "]}");
    DATABASE.update("delete from raw_page");
    DATABASE.update("update quarantine set part_at = null");

    assertThat(replays.one(WARD, "olga", item()).refetches())
        .extracting(of -> of.from() + " " + of.to())
        .containsExactly("2026-03-09T00:00:00Z 2026-03-11T00:00:00Z");
  }

  @Test
  void itemsOfAConnectionThatIsNotActiveAreSkipped() throws ProviderException {
    replica.activate(MEASURES, weights(1));
    fetch("{\"items\":[" + BAD + "]}");
    DATABASE.update("update connection set status = 'REVOKED'");

    ReplayView begun = replays.some(WARD, "olga", QuarantineFilter.ALL);

    assertThat(begun).isEqualTo(new ReplayView(1, 0, 0, 0, 1, List.of(), List.of(), false));
    assertThat(DATABASE.column("select id from sync_request")).isEmpty();
  }

  @Test
  void filterChooses() throws ProviderException {
    replica.activate(MEASURES, weights(1));
    fetch("{\"items\":[" + BAD + "]}");

    assertThat(replays.some(WARD, "olga", new QuarantineFilter(null, Stage.DELIVER, null)).items())
        .isZero();
    assertThat(
            replays.some(WARD, "olga", new QuarantineFilter(connection, Stage.MAP, null)).items())
        .isOne();
    assertThat(replays.some(STRANGER, "eve", QuarantineFilter.ALL).items()).isZero();
  }

  @Test
  void itemOfAnotherTenantIsNotFound() throws ProviderException {
    replica.activate(MEASURES, weights(1));
    fetch("{\"items\":[" + BAD + "]}");

    assertThatThrownBy(() -> replays.one(STRANGER, "eve", item()))
        .isInstanceOf(ProblemException.class);
    assertThat(DATABASE.column("select id from sync_run")).isEmpty();
  }

  @Test
  void detailShowsTheShapeOfThePartAndNoValue() throws ProviderException {
    replica.activate(MEASURES, TYPO);
    fetch("{\"items\":[{\"id\":7,\"at\":1772352000,\"kg\":72.625}]}");
    QuarantineViews views =
        new QuarantineViews(new QuarantineInspection(DATABASE.database()), sealer);

    String shown = String.valueOf(views.require(WARD, item()).extract());

    assertThat(shown).contains("kg=<number>").doesNotContain("72.625", "1772352000");
    assertThatThrownBy(() -> views.require(STRANGER, item())).isInstanceOf(ProblemException.class);
    assertThat(
            new QuarantineViews(
                    new QuarantineInspection(DATABASE.database()), Sealer.of(Sealer.newKeyset()))
                .require(WARD, item())
                .extract())
        .as("its key is gone")
        .isNull();
  }

  private Optional<SyncTarget> target(ConnectionId id) {
    return DATABASE
            .column("select id from connection where id = ? and status = 'ACTIVE'", id.value())
            .isEmpty()
        ? Optional.empty()
        : Optional.of(OneTarget.of(id, ZoneOffset.UTC));
  }

  private void fetch(String json) throws ProviderException {
    replica.answers(json, clock.instant());
    SyncRequest request =
        new SyncRequest(
            RequestId.random(),
            WARD,
            connection,
            "measures",
            null,
            Lane.SCHEDULED,
            null,
            0,
            clock.instant(),
            SyncRequest.Kind.FETCH,
            Trail.START);
    replica.pipeline.nextPage(
        OneTarget.of(connection, ZoneOffset.UTC), DATABASE.claim(connection), request);
    clock.advance(Duration.ofHours(1));
  }

  private void finish() throws ProviderException {
    Claim claim = DATABASE.claim(connection);
    SyncTarget target = OneTarget.of(connection, ZoneOffset.UTC);
    SyncRequest request = request();
    while (replica.reapply.nextPage(target, claim, request)) {
      request = request();
    }
    RequestId done = request.id();
    DATABASE
        .database()
        .inTransaction(
            transaction -> {
              requests.remove(transaction, done);
              return done;
            });
  }

  private SyncRequest request() {
    return DATABASE
        .database()
        .inTransaction(
            transaction -> new WaitingRequests().next(transaction, connection, clock.instant()))
        .orElseThrow();
  }

  private static UUID item() {
    return UUID.fromString(
        DATABASE.column("select id from quarantine order by source_key limit 1").get(0));
  }

  private static List<String> quarantined() {
    return DATABASE.column(
        "select source_key || ' ' || occurrences from quarantine order by source_key");
  }
}
