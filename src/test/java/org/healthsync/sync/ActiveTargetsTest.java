package org.healthsync.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsync.connect.fixture.Stage.ANNA;
import static org.healthsync.connect.fixture.Stage.DEMO;
import static org.healthsync.connect.fixture.Stage.OTHER;

import java.util.Optional;
import java.util.Set;
import org.healthsync.connect.fixture.Stage;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Tenants;
import org.healthsync.plugin.ActivePlugin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ActiveTargetsTest {

  private final Stage stage = new Stage();
  private final ConnectionId anna = stage.connect(ANNA, "account-1");

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void activeConnectionIsReadWithItsPluginAndForItsPatient() {
    SyncTarget target = targets(true, Stage.TENANTS).find(anna).orElseThrow();

    assertThat(target.tenant()).isEqualTo(DEMO);
    assertThat(target.account().id()).isEqualTo("account-1");
    assertThat(target.patient()).isEqualTo("Patient/a");
  }

  @Test
  void connectionWithoutPluginWaitsForIt() {
    SyncTargets targets = targets(false, Stage.TENANTS);

    assertThat(targets.find(anna)).isEmpty();
    assertThat(targets.waitsFor(anna)).contains("PLUGIN_NOT_ACTIVE");
  }

  @Test
  void nothingIsReadForATenantThatWasTakenOutOfTheSettings() {
    SyncTargets targets = targets(true, new Tenants(Set.of(OTHER)));

    assertThat(targets.find(anna)).isEmpty();
    assertThat(targets.waitsFor(anna)).contains("TENANT_NOT_CONFIGURED");
  }

  @Test
  void connectionThatIsOverIsNotReadAndWaitsForNothing() {
    stage.disconnection.disconnect(DEMO, anna, "test-app");
    SyncTargets targets = targets(true, Stage.TENANTS);

    assertThat(targets.find(anna)).isEmpty();
    assertThat(targets.waitsFor(anna)).isEmpty();
  }

  private SyncTargets targets(boolean pluginActive, Tenants tenants) {
    Optional<ActivePlugin> plugin =
        pluginActive ? Optional.of(OneTarget.plugin()) : Optional.empty();
    return new ActiveTargets(stage.connections, stage.users, provider -> plugin, tenants);
  }
}
