package org.healthsync.connect.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.healthsync.connect.fixture.Stage.ANNA;
import static org.healthsync.connect.fixture.Stage.DEMO;
import static org.healthsync.connect.fixture.Stage.OTHER;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import org.healthsync.connect.ConnectionStatus;
import org.healthsync.connect.fixture.Stage;
import org.healthsync.platform.Claim;
import org.healthsync.platform.ClaimLostException;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.ProblemException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DisconnectionTest {

  private Stage stage;
  private ConnectionId id;

  @BeforeEach
  void start() {
    stage = new Stage();
    id = stage.connect(ANNA, "account-1");
  }

  @AfterEach
  void stop() {
    stage.close();
  }

  @Test
  void tokensAreErasedAndTheGrantIsWithdrawn() {
    stage.disconnection.disconnect(DEMO, id, "test-app");

    assertThat(stage.connections.find(DEMO, id).orElseThrow().status())
        .isEqualTo(ConnectionStatus.REVOKED);
    assertThat(stage.select("select connection_id from connection_token")).isEmpty();
    assertThat(stage.provider.revoked()).containsExactly("account-1:true");
    assertThat(stage.events.all()).endsWith("revoked " + id);
    assertThat(stage.select("select actor from audit where action = 'connection-revoked'"))
        .containsExactly("test-app");
  }

  @Test
  void providerThatDoesNotTakeTheRevocationChangesNothingOnOurSide() {
    stage.provider.failToRevoke();

    stage.disconnection.disconnect(DEMO, id, "test-app");

    assertThat(stage.connections.find(DEMO, id).orElseThrow().status())
        .isEqualTo(ConnectionStatus.REVOKED);
    assertThat(stage.select("select connection_id from connection_token")).isEmpty();
    assertThat(stage.select("select detail from audit where action = 'revoke-failed'"))
        .containsExactly("PROVIDER_UNAVAILABLE");
  }

  @Test
  void failedRevocationIsRepeatedUntilTheProviderTakesIt() {
    stage.provider.failToRevoke();
    stage.disconnection.disconnect(DEMO, id, "test-app");
    stage.clock.advance(Duration.ofSeconds(61));
    stage.farewells.attemptDue();
    stage.provider.revokeAgain();

    stage.farewells.attemptDue();
    assertThat(stage.provider.revoked()).isEmpty();
    stage.clock.advance(Duration.ofMinutes(3));
    stage.farewells.attemptDue();

    assertThat(stage.provider.revoked()).containsExactly("account-1:true");
    assertThat(stage.select("select connection_id from farewell")).isEmpty();
    assertThat(stage.select("select action from audit where action like 'revoke%' order by seq"))
        .containsExactly("revoke-failed", "revoked-at-provider");
  }

  @Test
  void lastTokenIsUnderSealAndErasedWhenTheTimeIsUp() {
    stage.provider.failToRevoke();
    String token = stage.server.issued().get(0);
    stage.disconnection.disconnect(DEMO, id, "test-app");
    String plain = HexFormat.of().formatHex(token.getBytes(StandardCharsets.UTF_8));
    assertThat(stage.select("select encode(sealed, 'hex') from farewell"))
        .hasSize(1)
        .noneMatch(stored -> stored.contains(plain));

    for (int hour = 0; hour < 24; hour++) {
      stage.clock.advance(Duration.ofHours(1));
      stage.farewells.attemptDue();
    }

    assertThat(stage.select("select connection_id from farewell")).isEmpty();
    assertThat(stage.select("select action from audit where action = 'revoke-given-up'"))
        .hasSize(1);
  }

  @Test
  void expiredTokenIsNotSentWithALateRevocation() {
    stage.provider.failToRevoke();
    stage.disconnection.disconnect(DEMO, id, "test-app");
    stage.provider.revokeAgain();

    stage.clock.advance(Duration.ofHours(5));
    stage.farewells.attemptDue();

    assertThat(stage.provider.revoked()).containsExactly("account-1:false");
  }

  @Test
  void doingItAgainDoesNothing() {
    stage.disconnection.disconnect(DEMO, id, "test-app");
    stage.disconnection.disconnect(DEMO, id, "test-app");

    assertThat(stage.provider.revoked()).hasSize(1);
    assertThat(stage.select("select seq from audit where action = 'connection-revoked'"))
        .hasSize(1);
  }

  @Test
  void anotherTenantCannotDoIt() {
    assertThatThrownBy(() -> stage.disconnection.disconnect(OTHER, id, "test-app"))
        .isInstanceOf(ProblemException.class);

    assertThat(stage.connections.find(DEMO, id).orElseThrow().status())
        .isEqualTo(ConnectionStatus.ACTIVE);
  }

  @Test
  void expiredTokenAndUnreachableProviderDoNotKeepItFromEnding() {
    stage.clock.advance(Duration.ofHours(4));
    stage.server.answerNext(500, "");

    stage.disconnection.disconnect(DEMO, id, "test-app");

    assertThat(stage.provider.revoked()).containsExactly("account-1:false");
    assertThat(stage.select("select connection_id from connection_token")).isEmpty();
  }

  @Test
  void pendingRevocationSparesTheConnectionThatCameAfterwards() {
    stage.provider.failToRevoke();
    stage.disconnection.disconnect(DEMO, id, "test-app");
    stage.connect(ANNA, "account-1");
    stage.provider.revokeAgain();

    stage.clock.advance(Duration.ofMinutes(3));
    stage.farewells.attemptDue();

    assertThat(stage.provider.revoked()).isEmpty();
    assertThat(stage.provider.unsubscribed()).containsExactly(id);
    assertThat(stage.select("select connection_id from farewell")).isEmpty();
    assertThat(stage.select("select action from audit where action like 'revoke%' order by seq"))
        .containsExactly("revoke-failed", "revoke-not-needed");
  }

  @Test
  void connectionOfAnotherTenantKeepsTheGrantOfTheAccount() {
    stage.select(
        "insert into app_user (tenant_id, user_id, patient, time_zone, created_at, updated_at,"
            + " version) values ('other', 'anna', 'Patient/x', 'UTC', now(), now(), 1)"
            + " returning user_id");
    stage.select(
        "insert into connection (id, tenant_id, user_id, provider, region, status, account_id,"
            + " return_url, created_at, updated_at, version) values (gen_random_uuid(), 'other',"
            + " 'anna', 'withings', 'default', 'REAUTHORIZE', 'account-1', 'https://x', now(),"
            + " now(), 1) returning id");

    stage.disconnection.disconnect(DEMO, id, "test-app");

    assertThat(stage.provider.revoked()).isEmpty();
    assertThat(stage.provider.unsubscribed()).containsExactly(id);
    assertThat(stage.select("select action from audit where action like 'revoke%'"))
        .containsExactly("revoke-not-needed");
  }

  @Test
  void leaveIsTakenAlsoWhereThePluginIsNotHere() {
    stage.provider.hide();

    stage.disconnection.disconnect(DEMO, id, "test-app");

    assertThat(stage.provider.revoked()).containsExactly("account-1:true");
  }

  @Test
  void tokensThatCannotBeOpenedDoNotKeepItFromEnding() {
    stage.select("update connection_token set sealed = 'damaged' returning connection_id");

    stage.disconnection.disconnect(DEMO, id, "test-app");

    assertThat(stage.connections.find(DEMO, id).orElseThrow().status())
        .isEqualTo(ConnectionStatus.REVOKED);
    assertThat(stage.provider.revoked()).containsExactly("account-1:false");
  }

  @Test
  void whoeverWorksOnItCanWriteNothingMoreFromThatMoment() {
    Claim worker = stage.database.inTransaction(jdbc -> Claim.take(jdbc, id, "worker"));

    stage.connections.revoke(DEMO, id, "test-app", (database, connection) -> {});

    assertThatThrownBy(
            () ->
                stage.database.inTransaction(
                    jdbc -> {
                      worker.require(jdbc);
                      return id;
                    }))
        .isInstanceOf(ClaimLostException.class);
  }

  @Test
  void accountCanBeConnectedAgainAfterwards() {
    stage.disconnection.disconnect(DEMO, id, "test-app");

    ConnectionId again = stage.connect(ANNA, "account-1");

    assertThat(again).isNotEqualTo(id);
  }
}
