package org.healthsync.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.healthsync.archive.ReplayPages;
import org.healthsync.connect.fixture.Calls;
import org.healthsync.connect.fixture.Calls.Answer;
import org.healthsync.connect.fixture.Stage;
import org.healthsync.ledger.Quarantine;
import org.healthsync.ledger.QuarantineInspection;
import org.healthsync.platform.ConnectionId;
import org.healthsync.schedule.SyncRuns;
import org.healthsync.schedule.WorkQueue;
import org.healthsync.sync.api.QuarantineReplaysResource;
import org.healthsync.sync.api.QuarantineResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class QuarantineApiTest {

  private static final JsonWebToken OPERATOR = Calls.token("demo", "operator");
  private static final String ITEM = "7a0e0f8e-0000-4000-8000-000000000001";
  private static final String PATH = "/api/v1/quarantine/";

  private static Stage stage;
  private static Calls calls;

  @BeforeAll
  static void start() {
    stage = new Stage();
    QuarantineInspection inspection = new QuarantineInspection(stage.database);
    QuarantineReplays replays =
        new QuarantineReplays(
            stage.database,
            stage.clock,
            stage.audit,
            id -> Optional.empty(),
            new ConnectionReplay.Parts(
                new ReplayPages(stage.database), new SyncRuns(), new WorkQueue()),
            () -> {});
    calls =
        new Calls(
            stage,
            List.of(
                new QuarantineResource(
                    new Quarantine(stage.database),
                    inspection,
                    new QuarantineViews(inspection, stage.sealer)),
                new QuarantineReplaysResource(replays)));
    stage.database.inTransaction(
        transaction -> {
          try (var statement =
              transaction.prepareStatement(
                  "insert into quarantine (id, tenant_id, connection_id, stage, reason, stream,"
                      + " reading_type, message, first_at, last_at) values (?, 'demo', ?, 'MAP',"
                      + " 'out-of-range', 'measures', 'body-weight', 'no', now(), now())")) {
            statement.setObject(1, UUID.fromString(ITEM));
            statement.setObject(2, ConnectionId.random().value());
            return statement.executeUpdate();
          }
        });
  }

  @AfterAll
  static void stop() {
    stage.close();
  }

  @Test
  void itemAndSummaryAreToldApart() {
    Answer item = calls.call("GET", PATH + ITEM, OPERATOR, null);
    Answer summary = calls.call("GET", PATH + "summary", OPERATOR, null);

    assertThat(item.json().at("/item/reason").asText()).isEqualTo("out-of-range");
    assertThat(summary.json().at("/kinds/0/items").asInt()).isOne();
    assertThat(calls.call("GET", PATH + "nothing", OPERATOR, null).problem())
        .isEqualTo("404 not-found");
  }

  @Test
  void replayIsAcceptedAndTellsWhatWasBegun() {
    Answer one = calls.call("POST", PATH + ITEM + "/replay", OPERATOR, null);
    Answer all = calls.call("POST", PATH + "replay", OPERATOR, "{\"all\":true}");

    assertThat(one.status()).isEqualTo(202);
    assertThat(one.json().path("skipped").asInt()).as("its connection is not active").isOne();
    assertThat(all.status()).isEqualTo(202);
    assertThat(all.json().path("items").asInt()).isOne();
    assertThat(all.json().path("more").asBoolean()).isFalse();
  }

  @Test
  void everythingHasToBeSaidExplicitly() {
    assertThat(replay("{}").problem()).isEqualTo("400 invalid-field all");
    assertThat(replay("{\"all\":false}").problem()).isEqualTo("400 invalid-field all");
    assertThat(replay("{\"all\":true,\"reason\":\"x\"}").problem())
        .isEqualTo("400 invalid-field all");
    assertThat(replay("{\"stage\":\"NOWHERE\"}").problem()).isEqualTo("400 invalid-field stage");
    assertThat(replay("{\"reason\":\"out-of-range\"}").status()).isEqualTo(202);
  }

  @Test
  void appsAndStrangersGetNothing() {
    assertThat(calls.get(PATH + ITEM).problem()).isEqualTo("403 forbidden");
    assertThat(calls.post(PATH + "replay", "{\"all\":true}").problem()).isEqualTo("403 forbidden");
    JsonWebToken stranger = Calls.token("other", "operator");
    assertThat(calls.call("GET", PATH + ITEM, stranger, null).problem()).isEqualTo("404 not-found");
    assertThat(calls.call("POST", PATH + ITEM + "/replay", stranger, null).problem())
        .isEqualTo("404 not-found");
  }

  private static Answer replay(String body) {
    return calls.call("POST", PATH + "replay", OPERATOR, body);
  }
}
