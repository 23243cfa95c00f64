package org.healthsync.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.healthsync.it.FhirContents.Held;
import org.healthsync.sandbox.stack.ServiceClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedService.class)
final class BadValuesIT {

  private static final String PAGE =
      """
      {"status":0,"body":{"updatetime":1790000000,"timezone":"Europe/Berlin","more":0,"offset":0,
        "measuregrps":[
          {"grpid":1001,"attrib":0,"date":1790000000,"created":1790000001,"modified":1790000001,
           "category":1,"deviceid":null,"measures":[%s]},
          {"grpid":1002,"attrib":0,"date":1790000100,"created":1790000101,"modified":1790000101,
           "category":1,"deviceid":null,"measures":[{"value":%d,"type":1,"unit":-6}]}]}}
      """;
  private static final String GOOD = "1002/1";

  private final Deployment deployment;
  private final ServiceClient service;

  BadValuesIT(Deployment deployment) {
    this.deployment = deployment;
    this.service = deployment.client();
  }

  @Test
  void textThatIsNoNumberIsQuarantinedAndTheRestArrives() {
    assertQuarantined("{\"value\":\"NaN\",\"type\":1,\"unit\":-3}");
  }

  @Test
  void numberThatNoPersonCanHaveIsQuarantinedAndTheRestArrives() {
    assertQuarantined("{\"value\":999999999,\"type\":1,\"unit\":0}");
  }

  @Test
  void numberBeyondEveryNumberIsQuarantinedAndTheRestArrives() {
    assertQuarantined("{\"value\":1e400,\"type\":1,\"unit\":0}");
  }

  @Test
  void missingUnitIsQuarantinedAndTheRestArrives() {
    assertQuarantined("{\"value\":70000,\"type\":1}");
  }

  @Test
  void missingValueIsQuarantinedAndTheRestArrives() {
    assertQuarantined("{\"value\":null,\"type\":1,\"unit\":-3}");
  }

  @Test
  void unknownMeasureTypeIsCountedAndTheRestArrives() {
    Outcome outcome = sync("{\"value\":1,\"type\":9999,\"unit\":0}");
    assertThat(outcome.run().path("skipped").asInt()).isEqualTo(1);
    assertThat(outcome.run().at("/resources/quarantined").asInt()).isZero();
    assertThat(outcome.quarantine()).isEmpty();
    assertThat(outcome.keys()).containsExactly(GOOD);
    assertThat(service.get("/metrics").expect(200).text())
        .contains("healthsync_skipped_total")
        .contains("meastype-9999");
  }

  private void assertQuarantined(String measure) {
    Outcome outcome = sync(measure);
    assertThat(outcome.run().path("status").asText()).isEqualTo("SUCCEEDED");
    assertThat(outcome.run().at("/resources/quarantined").asInt()).isEqualTo(1);
    assertThat(outcome.keys()).containsExactly(GOOD);
    assertThat(outcome.quarantine()).hasSize(1);
    JsonNode item = outcome.quarantine().get(0);
    assertThat(item.path("sourceKey").asText()).isEqualTo("1001/1");
    assertThat(item.path("stream").asText()).isEqualTo("measures");
    assertThat(item.path("reason").asText()).isNotEmpty();
    assertThat(item.path("message").asText()).isNotEmpty().doesNotContain("999999999", "70000");
  }

  /** What became of a page with one bad measure. */
  private record Outcome(JsonNode run, List<String> keys, List<JsonNode> quarantine) {}

  private Outcome sync(String measure) {
    Person person = deployment.newPerson(service);
    long account = person.account().userId();
    for (String stream : List.of("activity", "sleep")) {
      deployment.cloud().servePages(account, stream, List.of(), false);
    }
    String page = PAGE.formatted(measure, Planted.AMONG_BAD_VALUES.value());
    deployment.cloud().servePages(account, "measures", List.of(page), false);
    String connection = service.connect(person.user(), account);
    JsonNode run = Runs.ended(service, Runs.first(service, connection));
    List<JsonNode> quarantine = new ArrayList<>();
    service
        .get("/api/v1/quarantine?connection=" + connection)
        .expect(200)
        .json()
        .path("items")
        .forEach(quarantine::add);
    // other streams of the account have data of their own
    List<String> keys =
        deployment.held(person).stream()
            .map(Held::sourceKey)
            .filter(key -> key.startsWith("1001/") || key.startsWith("1002/"))
            .toList();
    return new Outcome(run, keys, quarantine);
  }
}
