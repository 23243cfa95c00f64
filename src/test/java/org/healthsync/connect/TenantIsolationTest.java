package org.healthsync.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.healthsync.connect.fixture.Stage.ANNA;
import static org.healthsync.connect.fixture.Stage.DEMO;
import static org.healthsync.connect.fixture.Stage.OTHER;

import java.time.ZoneId;
import java.util.Optional;
import org.healthsync.connect.fixture.Stage;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.ProblemException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TenantIsolationTest {

  private static Stage stage;
  private static ConnectionId demos;

  @BeforeAll
  static void start() {
    stage = new Stage();
    demos = stage.connect(ANNA, "account-1");
  }

  @AfterAll
  static void stop() {
    stage.close();
  }

  @Test
  void usersOfAnotherTenantAreNotFound() {
    assertThat(stage.users.find(DEMO, ANNA)).isPresent();
    assertThat(stage.users.find(OTHER, ANNA)).isEmpty();
    assertThatThrownBy(() -> stage.users.require(OTHER, ANNA)).isInstanceOf(ProblemException.class);
  }

  @Test
  void sameUserIdInTwoTenantsIsTwoUsers() {
    var third = new org.healthsync.platform.UserId("carla");
    stage.users.put(DEMO, third, "Patient/1", ZoneId.of("UTC"));
    stage.users.put(OTHER, third, "Patient/2", ZoneId.of("UTC"));

    assertThat(stage.users.require(DEMO, third).patient()).isEqualTo("Patient/1");
    assertThat(stage.users.require(OTHER, third).patient()).isEqualTo("Patient/2");
  }

  @Test
  void connectionsOfAnotherTenantAreNeitherFoundNorListed() {
    assertThat(stage.connections.find(OTHER, demos)).isEmpty();
    assertThatThrownBy(() -> stage.connections.require(OTHER, demos))
        .isInstanceOf(ProblemException.class);
    assertThat(stage.connections.ofUser(DEMO, ANNA, Optional.empty(), 10)).hasSize(1);
    assertThat(stage.connections.ofUser(OTHER, ANNA, Optional.empty(), 10)).isEmpty();
  }

  @Test
  void connectionsOfAnotherTenantCannotBeChanged() {
    assertThat(stage.connections.revoke(OTHER, demos, "test", (database, ended) -> {})).isFalse();
    assertThatThrownBy(() -> stage.flow.again(OTHER, ANNA, demos))
        .isInstanceOf(ProblemException.class);
    assertThat(stage.connections.require(DEMO, demos).status()).isEqualTo(ConnectionStatus.ACTIVE);
  }
}
