package org.healthsync.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.healthsync.connect.fixture.Stage.ANNA;
import static org.healthsync.connect.fixture.Stage.BERT;
import static org.healthsync.connect.fixture.Stage.DEMO;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.healthsync.connect.ConnectionStatus;
import org.healthsync.connect.fixture.Stage;
import org.healthsync.notify.NotifyListener.Fate;
import org.healthsync.notify.WebhookKey;
import org.healthsync.platform.ConnectionId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Providers that send the data themselves, and say what is gone. */
class NotifiedDataTest {

  // the ledger knows an account for ever: each test has its own
  private final String account = "account-" + UUID.randomUUID();
  private Stage stage;
  private NotifyReplica replica;
  private ConnectionId anna;
  private WebhookKey key;
  private int waiting;

  @BeforeEach
  void start() {
    stage = new Stage();
    replica = new NotifyReplica(stage, true);
    anna = stage.connect(ANNA, account);
    key = replica.subscribe(anna);
  }

  @AfterEach
  void stop() {
    replica.close();
    stage.close();
  }

  @Test
  void dataAreStoredWithTheirPageAndGoOut() {
    tell("data", "measures 81/1=72.5,82/1=73");

    assertThat(ledger()).containsExactly("81/1 1 FINAL", "82/1 1 FINAL");
    assertThat(outbox()).isEqualTo("2");
    assertThat(stage.select("select stream from raw_page where connection_id = '" + anna + "'"))
        .containsExactly("measures");
    assertThat(stage.select("select id from sync_request where connection_id = '" + anna + "'"))
        .isEmpty();
  }

  @Test
  void equalDataAreNothingNewAndOthersAreACorrection() {
    tell("data", "measures 81/1=72.5,82/1=73");
    tell("data", "measures 81/1=72.5,82/1=73.5");

    assertThat(ledger()).containsExactly("81/1 1 FINAL", "82/1 2 AMENDED");
  }

  @Test
  void partThatCannotBeMappedIsInQuarantineAndTheOthersAreStored() {
    tell("data", "measures 81/1=?,82/1=73");

    assertThat(ledger()).containsExactly("82/1 1 FINAL");
    assertThat(quarantine()).containsExactly("missing-value 81/1");
  }

  @Test
  void pageThatCannotBeMappedAtAllWaitsForAReplay() {
    tell("data", "measures nonsense");

    assertThat(quarantine()).containsExactly("bad-payload whole page");
    assertThat(
            stage.select(
                "select q.id from quarantine q join raw_page p on p.id = q.page_id where"
                    + " q.connection_id = '"
                    + anna
                    + "'"))
        .hasSize(1);
    assertThat(ledger()).isEmpty();
  }

  @Test
  void pageWhoseMappingAStopCutOffStaysInTheInbox() throws Exception {
    try (NotifyReplica stopping = new NotifyReplica(stage, false)) {
      WebhookKey address = stopping.subscribe(stage.connect(BERT, account + "-2"));
      assertThat(stopping.post(address, "data " + account + "-2 measures hang")).isEqualTo(200);
      Thread worker = new Thread(stopping.work::run);
      worker.start();

      await()
          .atMost(Duration.ofMinutes(1))
          .until(
              () -> {
                worker.interrupt();
                return !worker.isAlive();
              });
    }

    assertThat(stage.select("select id from webhook_inbox")).hasSize(1);
    assertThat(stage.select("select id from quarantine where reason = 'plugin-timeout'")).isEmpty();
  }

  @Test
  void dataThatComeAgainAfterNewerOnesChangeNothing() {
    late(
        () -> {
          tell("data", "measures 81/1=73,82/1=?");
          tell("data", "measures 81/1=74");
        },
        "data " + account + " measures 81/1=72,82/1=?,83/1=60");

    assertThat(ledger()).containsExactly("81/1 2 AMENDED", "83/1 1 FINAL");
    assertThat(weights()).containsExactly("74", "60");
    assertThat(quarantine()).containsExactly("missing-value 82/1");
  }

  @Test
  void deletionThatComesAgainAfterNewerDataDeletesNothing() {
    tell("data", "measures 81/1=72");
    stage.clock.advance(Duration.ofSeconds(1));
    late(() -> tell("data", "measures 81/1=73"), "deleted " + account + " body-weight 81");

    assertThat(ledger()).containsExactly("81/1 2 AMENDED");
  }

  @Test
  void dataThatComeAgainAfterTheirDeletionStayDeleted() {
    tell("data", "measures 81/1=72");
    stage.clock.advance(Duration.ofSeconds(1));
    late(() -> tell("deleted", "body-weight 81"), "data " + account + " measures 81/1=73");

    assertThat(ledger()).containsExactly("81/1 2 DELETED");
  }

  @Test
  void sameDataAfterTheirDeletionAreBack() {
    tell("data", "measures 81/1=72");
    stage.clock.advance(Duration.ofSeconds(1));
    tell("deleted", "body-weight 81");
    stage.clock.advance(Duration.ofSeconds(1));
    tell("data", "measures 81/1=72");

    assertThat(ledger()).containsExactly("81/1 3 AMENDED");
  }

  @Test
  void changesOfOneCallAreDoneInTheirOrder() {
    StringBuilder call = new StringBuilder();
    for (int i = 1; i <= 20; i++) {
      call.append("data %s measures 81/1=%d%n".formatted(account, 50 + i));
    }
    post(key, call.toString());

    assertThat(ledger()).containsExactly("81/1 20 AMENDED");
    assertThat(weights()).containsExactly("70");
  }

  /** Lets {@code meanwhile} happen while the change waits to be tried again. */
  private void late(Runnable meanwhile, String change) {
    replica.plugin(false);
    assertThat(replica.post(key, change)).isEqualTo(200);
    await().untilAsserted(() -> assertThat(replica.count(Fate.PARKED)).hasValue(1));
    replica.plugin(true);
    stage.clock.advance(Duration.ofSeconds(1));
    waiting = 1;
    meanwhile.run();
    waiting = 0;
    stage.clock.advance(Duration.ofSeconds(10));
    await().until(this::drained);
  }

  @Test
  void dataWaitInTheInboxWhileThePluginIsNotActive() {
    replica.plugin(false);
    assertThat(replica.post(key, "data " + account + " measures 81/1=72.5")).isEqualTo(200);
    await().untilAsserted(() -> assertThat(replica.count(Fate.PARKED)).hasValue(1));
    stage.clock.advance(Duration.ofHours(1));
    replica.work.run();
    assertThat(replica.count(Fate.PARKED)).hasValue(2);
    assertThat(ledger()).isEmpty();

    replica.plugin(true);
    stage.clock.advance(Duration.ofSeconds(6));
    replica.work.run();
    assertThat(ledger()).as("looked at less often than at first").isEmpty();
    stage.clock.advance(Duration.ofSeconds(5));
    replica.work.run();
    assertThat(ledger()).containsExactly("81/1 1 FINAL");
  }

  @Test
  void dataForWhichNoPluginCameWithinAWeekAreGivenUp() {
    replica.plugin(false);
    assertThat(replica.post(key, "data " + account + " measures 81/1=72.5")).isEqualTo(200);
    await().untilAsserted(() -> assertThat(replica.count(Fate.PARKED)).hasValue(1));

    stage.clock.advance(Duration.ofDays(7));
    replica.work.run();

    assertThat(stage.select("select id from webhook_inbox")).isEmpty();
    assertThat(replica.count(Fate.DROPPED)).hasValue(1);
  }

  @Test
  void dataOfAConnectionThatEndsMeanwhileAreNotStored() {
    // the first look is for the notification, the second for its data
    replica.afterLooks(2, () -> stage.disconnection.disconnect(DEMO, anna, "test-app"));
    assertThat(replica.post(key, "data " + account + " measures 81/1=72.5")).isEqualTo(200);

    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> replica.status(anna) == ConnectionStatus.REVOKED);
    await()
        .until(
            () -> {
              stage.clock.advance(Duration.ofSeconds(21));
              return drained();
            });

    assertThat(ledger()).isEmpty();
  }

  @Test
  void dataOfAnotherAccountOrOfAStreamThatThereIsNotAreNotStored() {
    post(key, "data account-2 measures 81/1=72.5");
    tell("data", "dreams 81/1=72.5");

    assertThat(ledger()).isEmpty();
    assertThat(quarantine()).isEmpty();
  }

  @Test
  void recordThatIsGoneTakesItsReadingsAlongAndNobodyElses() {
    String other = account + "-2";
    ConnectionId bert = stage.connect(BERT, other);
    tell("data", "measures 81/1=72.5,81/6=20,810/1=73");
    post(replica.subscribe(bert), "data " + other + " measures 81/1=90");

    tell("deleted", "body-weight 81");

    assertThat(ledger(anna)).containsExactly("81/1 2 DELETED", "81/6 2 DELETED", "810/1 1 FINAL");
    assertThat(ledger(bert)).containsExactly("81/1 1 FINAL");
  }

  @Test
  void deletionOfWhatNobodyHasChangesNothing() {
    tell("deleted", "body-weight 99");

    assertThat(ledger()).isEmpty();
  }

  private void tell(String what, String rest) {
    post(key, what + " " + account + " " + rest);
  }

  private void post(WebhookKey address, String body) {
    assertThat(replica.post(address, body)).isEqualTo(200);
    // the first page of all waits for the validator
    await().atMost(Duration.ofMinutes(2)).until(this::drained);
  }

  private boolean drained() {
    replica.work.run();
    return stage.select("select id from webhook_inbox").size() == waiting;
  }

  private List<String> weights() {
    return stage.select(
        "select convert_from(o.body, 'UTF8')::json -> 'valueQuantity' ->> 'value' from outbox o"
            + " join ledger l on l.resource_id = o.resource_id and l.version = o.version where"
            + " l.reading_type = 'body-weight' and l.connection_id = '"
            + anna
            + "' order by l.source_key");
  }

  private List<String> ledger() {
    return ledger(anna);
  }

  private List<String> ledger(ConnectionId connection) {
    return stage.select(
        "select source_key || ' ' || version || ' ' || state from ledger where reading_type ="
            + " 'body-weight' and connection_id = '"
            + connection
            + "' order by source_key");
  }

  private String outbox() {
    return stage
        .select(
            "select count(*) from outbox o join ledger l on l.resource_id = o.resource_id where"
                + " l.reading_type = 'body-weight' and l.connection_id = '"
                + anna
                + "'")
        .get(0);
  }

  private List<String> quarantine() {
    return stage.select(
        "select reason || ' ' || coalesce(source_key, 'whole page') from quarantine where"
            + " connection_id = '"
            + anna
            + "'");
  }
}
