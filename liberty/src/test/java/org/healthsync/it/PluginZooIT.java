package org.healthsync.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.healthsync.it.FhirContents.Held;
import org.healthsync.sandbox.stack.ServiceClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedService.class)
final class PluginZooIT {

  private final Deployment deployment;
  private final ServiceClient service;

  PluginZooIT(Deployment deployment) {
    this.deployment = deployment;
    this.service = deployment.client();
  }

  @Test
  void brokenJarsAreListedWithAReasonThatSaysWhatToDo() {
    assertThat(listed("withings-plugin.jar").path("state").asText()).isEqualTo("ACTIVE");
    assertFailed("garbage.jar", "not a readable jar: copy it again");
    assertFailed("no-entry.jar", "no service entry: name the plugin's class in");
    assertFailed("newer.jar", "it needs SPI 2.0 but this service offers 1.0");
  }

  @Test
  void pluginThatThrowsInMapFailsItsRunWithACode() {
    Person person = deployment.newPerson(service);
    String connection = connect(person, PluginZoo.THROWS_IN_MAP);
    JsonNode run = Runs.ended(service, Runs.first(service, connection));
    assertThat(run.path("status").asText()).isEqualTo("FAILED");
    assertThat(run.path("error").asText()).isEqualTo("PLUGIN_DEFECT");
    assertThat(lastError(connection)).isEqualTo("PLUGIN_DEFECT");
  }

  @Test
  void pluginThatNeverReturnsIsLeftBehindWhileWithingsGoesOn() {
    Person stuck = deployment.newPerson(service);
    String connection = connect(stuck, PluginZoo.NEVER_RETURNS);
    Person other = deployment.newPerson(service);
    String withings = connect(other, "withings");
    Runs.ended(service, Runs.first(service, withings));
    assertThat(deployment.held(other))
        .extracting(Held::sourceKey)
        .containsExactlyInAnyOrderElementsOf(SourceKeys.of(deployment.truth(other)));
    await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(() -> assertThat(lastError(connection)).isEqualTo("PLUGIN_TIMEOUT"));
  }

  private void assertFailed(String file, String reason) {
    assertThat(listed(file).path("state").asText()).isEqualTo("FAILED");
    assertThat(listed(file).path("reason").asText()).contains(reason);
  }

  private JsonNode listed(String file) {
    for (JsonNode plugin : service.get("/api/v1/plugins").expect(200).json().path("items")) {
      if (plugin.path("file").asText().equals(file)) {
        return plugin;
      }
    }
    throw new AssertionError(file + " is not listed");
  }

  private String connect(Person person, String provider) {
    return service.connect(person.user(), provider, person.account().userId());
  }

  private String lastError(String connection) {
    return service
        .get("/api/v1/connections/" + connection)
        .expect(200)
        .json()
        .at("/streams/0/lastError")
        .asText();
  }
}
