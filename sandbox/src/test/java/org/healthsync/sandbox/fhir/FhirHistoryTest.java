package org.healthsync.sandbox.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.StreamSupport;
import org.healthsync.sandbox.fhir.FhirHttp.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FhirHistoryTest extends FhirServerTestBase {

  @BeforeEach
  void fill() {
    http.put("/Observation/w-1", Samples.weight("w-1", "72"));
    http.put("/Observation/w-1", Samples.weight("w-1", "72"));
    http.put("/Observation/w-1", Samples.weight("w-1", "73"));
    http.put("/Observation/w-2", Samples.weight("w-2", "80"));
    http.delete("/Observation/w-1");
  }

  @Test
  void instanceHistoryHasEveryVersionOnceNewestFirst() {
    Answer history = http.get("/Observation/w-1/_history");

    assertThat(history.body().path("type").asText()).isEqualTo("history");
    assertThat(history.body().path("total").asInt()).isEqualTo(3);
    assertThat(methods(history)).containsExactly("DELETE", "PUT", "PUT");
    assertThat(history.body().at("/entry/1/resource/meta/versionId").asText()).isEqualTo("2");
    assertThat(history.body().at("/entry/1/resource/valueQuantity/value").asInt()).isEqualTo(73);
    assertThat(history.body().at("/entry/2/resource/valueQuantity/value").asInt()).isEqualTo(72);
    assertThat(history.body().at("/entry/0/resource").isMissingNode()).isTrue();
  }

  @Test
  void typeAndSystemHistoryHaveAllOfTheirs() {
    assertThat(http.get("/Observation/_history").body().path("total").asInt()).isEqualTo(4);
    assertThat(http.get("/_history").body().path("total").asInt()).isEqualTo(5);
    assertThat(http.get("/_history?_since=2999-01-01T00:00:00Z").body().path("total").asInt())
        .isZero();
  }

  @Test
  void eachVersionCanBeRead() {
    assertThat(http.get("/Observation/w-1/_history/1").body().at("/valueQuantity/value").asInt())
        .isEqualTo(72);
    assertThat(http.get("/Observation/w-1/_history/2").header("ETag")).isEqualTo("W/\"2\"");
    assertThat(http.get("/Observation/w-1/_history/3").status()).isEqualTo(410);
    assertThat(http.get("/Observation/w-1/_history/9").status()).isEqualTo(404);
  }

  @Test
  void theControlListsTheSameInOrderOfCommit() {
    List<HistoryEntry> history = server.control().history();

    assertThat(history)
        .extracting(e -> e.sequence() + " " + e.method() + " " + e.id() + " " + e.version())
        .containsExactly(
            "1 PUT pat-1 1", "2 PUT w-1 1", "3 PUT w-1 2", "4 PUT w-2 1", "5 DELETE w-1 3");
    assertThat(server.control().historyAfter(4)).hasSize(1);
  }

  @Test
  void capabilityStatementSaysWhatADeliveringClientNeedsToKnow() {
    Answer metadata = http.get("/metadata");

    assertThat(metadata.body().path("resourceType").asText()).isEqualTo("CapabilityStatement");
    assertThat(metadata.body().path("fhirVersion").asText()).isEqualTo("5.0.0");
    assertThat(metadata.body().at("/rest/0/interaction"))
        .extracting(i -> i.path("code").asText())
        .contains("transaction", "batch");
    var observation =
        StreamSupport.stream(metadata.body().at("/rest/0/resource").spliterator(), false)
            .filter(r -> r.path("type").asText().equals("Observation"))
            .findFirst()
            .orElseThrow();
    assertThat(observation.path("updateCreate").asBoolean()).isTrue();
    assertThat(observation.path("conditionalUpdate").asBoolean()).isTrue();
    assertThat(observation.path("searchParam"))
        .extracting(p -> p.path("name").asText())
        .contains("_id", "patient", "code", "date", "identifier");
    assertThat(observation.path("interaction"))
        .extracting(i -> i.path("code").asText())
        .contains("read", "vread", "update", "create", "delete", "search-type");
  }

  private static List<String> methods(Answer history) {
    return StreamSupport.stream(history.body().path("entry").spliterator(), false)
        .map(entry -> entry.at("/request/method").asText())
        .toList();
  }
}
