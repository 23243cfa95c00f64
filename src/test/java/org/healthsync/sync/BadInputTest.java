package org.healthsync.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.healthsync.archive.ArchiveSettings;
import org.healthsync.archive.RawArchive;
import org.healthsync.connect.fixture.Calls;
import org.healthsync.connect.fixture.Calls.Answer;
import org.healthsync.connect.fixture.Stage;
import org.healthsync.ledger.Coverage;
import org.healthsync.ledger.Quarantine;
import org.healthsync.ledger.QuarantineInspection;
import org.healthsync.ledger.StreamStates;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.api.PageCursor;
import org.healthsync.schedule.OpenWork;
import org.healthsync.schedule.SyncRequests;
import org.healthsync.schedule.SyncRuns;
import org.healthsync.schedule.WorkQueue;
import org.healthsync.sync.api.ArchivedPagesResource;
import org.healthsync.sync.api.ConnectionCoverageResource;
import org.healthsync.sync.api.ConnectionSyncsResource;
import org.healthsync.sync.api.QuarantineResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Input that Java takes and PostgreSQL does not is the caller's mistake, not ours. */
class BadInputTest {

  private static final JsonWebToken OPERATOR = Calls.token("demo", "operator");
  private static final String ID = ConnectionId.random().toString();

  private static Stage stage;
  private static Calls calls;
  private static String connection;

  @BeforeAll
  static void start() {
    stage = new Stage();
    ConnectionId id = stage.connect(Stage.ANNA, "account-anna");
    connection = "/api/v1/connections/" + id;
    SyncTarget target = OneTarget.of(id, ZoneId.of("UTC"));
    SyncService syncs =
        new SyncService(
            stage.database,
            stage.clock,
            new SyncRequests(),
            new SyncRuns(),
            new WorkQueue(),
            () -> {});
    AskedCoverage coverage =
        new AskedCoverage(
            new AskedCoverage.Accounts(
                stage.connections::require,
                stage.users::require,
                provider -> Optional.of(target.plugin())),
            new Coverage(stage.database),
            new StreamStates(stage.database, stage.clock),
            new OpenWork(stage.database),
            stage.clock);
    calls =
        new Calls(
            stage,
            List.of(
                new ConnectionSyncsResource(
                    new AskedSyncs(
                        stage.connections, found -> Optional.of(target), syncs, stage.clock),
                    Stage.ADDRESS),
                new ConnectionCoverageResource(coverage),
                new ArchivedPagesResource(archive(), stage.connections),
                quarantine()));
  }

  private static RawArchive archive() {
    return new RawArchive(
        stage.database,
        stage.sealer,
        new ArchiveSettings(Duration.ofDays(30), Map.of()),
        stage.clock);
  }

  private static QuarantineResource quarantine() {
    QuarantineInspection inspection = new QuarantineInspection(stage.database);
    return new QuarantineResource(
        new Quarantine(stage.database), inspection, new QuarantineViews(inspection, stage.sealer));
  }

  @AfterAll
  static void stop() {
    stage.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0000-01-01", "-5000-01-01", "9999-01-01"})
  void yearsThatNobodyMeansAreRefused(String date) {
    String instant = date + "T00:00:00Z";

    assertThat(calls.get(connection + "/coverage?from=" + date + "&to=" + date).problem())
        .isEqualTo("400 invalid-field from");
    assertThat(operator(connection + "/pages?from=" + instant).problem())
        .isEqualTo("400 invalid-field from");
    assertThat(operator(connection + "/pages?to=" + instant).problem())
        .isEqualTo("400 invalid-field to");
    assertThat(calls.post(connection + "/syncs", "{\"from\":\"" + date + "\"}").status())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0000-01-01T00:00:00Z", "-5000-01-01T00:00:00Z", "now"})
  void cursorsMadeByHandAreRefused(String time) {
    String syncs = new PageCursor("syncs", List.of(time, ID)).encode();
    String pages = new PageCursor("pages", List.of(time + " " + ID)).encode();
    String quarantine =
        Base64.getUrlEncoder().encodeToString((time + " " + ID).getBytes(StandardCharsets.UTF_8));

    assertThat(calls.get(connection + "/syncs?cursor=" + syncs).problem())
        .isEqualTo("400 invalid-cursor cursor");
    assertThat(operator(connection + "/pages?cursor=" + pages).problem())
        .isEqualTo("400 invalid-cursor cursor");
    assertThat(operator("/api/v1/quarantine?cursor=" + quarantine).problem())
        .isEqualTo("400 invalid-cursor cursor");
  }

  @Test
  void charactersThatPostgresqlDoesNotKeepAreRefused() {
    assertThat(operator("/api/v1/quarantine?reason=%00").problem())
        .isEqualTo("400 invalid-field reason");
    assertThat(operator(connection + "/pages?stream=%00").problem())
        .isEqualTo("400 invalid-field stream");
    assertThat(
            calls.get(connection + "/coverage?from=2026-01-01&to=2026-01-02&stream=%00").problem())
        .isEqualTo("400 unknown-stream stream");
  }

  @Test
  void orderThatWouldMakeTooManyRequestsIsRefused() {
    String order = "{\"streams\":[\"samples\"],\"from\":\"%s\"}";

    assertThat(calls.post(connection + "/syncs", order.formatted("-999999999-01-01")).problem())
        .isEqualTo("400 invalid-field from");
    assertThat(calls.post(connection + "/syncs", order.formatted("0001-01-01")).problem())
        .isEqualTo("400 invalid-field from");
    assertThat(calls.post(connection + "/syncs", order.formatted("1970-01-01")).problem())
        .isEqualTo("400 invalid-field from");
    assertThat(stage.select("select id from sync_request where stream = 'samples'")).isEmpty();
  }

  @Test
  void addressOfASyncIsThePublicOneAndTheListPagesByIt() {
    Answer first = calls.post(connection + "/syncs", "{}");
    calls.post(connection + "/syncs", "{}");
    calls.post(connection + "/syncs", "{}");

    assertThat(first.status()).isEqualTo(202);
    assertThat(first.header("Location")).startsWith("https://sync.example/api/v1/syncs/");
    Answer page = calls.get(connection + "/syncs?limit=2");
    Answer rest = calls.get(connection + "/syncs?cursor=" + page.json().get("next").asText());
    assertThat(page.json().get("items").size()).isEqualTo(2);
    assertThat(rest.json().get("items").size()).as("all were asked for at one moment").isOne();
  }

  private static Answer operator(String path) {
    return calls.call("GET", path, OPERATOR, null);
  }
}
