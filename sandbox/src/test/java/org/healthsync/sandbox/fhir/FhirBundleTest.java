package org.healthsync.sandbox.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import org.healthsync.sandbox.fhir.FhirHttp.Answer;
import org.junit.jupiter.api.Test;

class FhirBundleTest extends FhirServerTestBase {

  private static final String PROVENANCE =
      """
      {"resourceType":"Provenance","id":"prov-1","recorded":"2026-03-01T07:13:00Z",
       "target":[{"reference":"Observation/w-1"}],
       "agent":[{"who":{"reference":"Device/dev-1"}}]}""";

  @Test
  void transactionWritesAllInAnyOrder() {
    Answer answer =
        http.post(
            "",
            Samples.transaction(
                Samples.put("Provenance/prov-1", PROVENANCE),
                Samples.putWeight("w-1", "72"),
                Samples.put("Device/dev-1", Samples.DEVICE)));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("type").asText()).isEqualTo("transaction-response");
    assertThat(answer.body().path("entry")).hasSize(3);
    assertThat(answer.body().at("/entry/1/response/status").asText()).startsWith("201");
    assertThat(answer.body().at("/entry/1/response/location").asText())
        .isEqualTo("Observation/w-1/_history/1");
    assertThat(answer.body().at("/entry/1/response/etag").asText()).isEqualTo("W/\"1\"");
    assertThat(server.control().counts())
        .containsEntry("Provenance", 1)
        .containsEntry("Observation", 1)
        .containsEntry("Device", 1);
  }

  @Test
  void aTransactionSentAgainChangesNothing() {
    String bundle = Samples.transaction(Samples.putWeight("w-1", "72"));
    http.post("", bundle);

    Answer again = http.post("", bundle);

    assertThat(again.body().at("/entry/0/response/status").asText()).startsWith("200");
    assertThat(again.body().at("/entry/0/response/etag").asText()).isEqualTo("W/\"1\"");
    assertThat(server.control().history()).hasSize(2);
  }

  @Test
  void oneBadEntryLeavesNothingOfATransaction() {
    String noCode =
        Samples.weight("w-2", "72").replace("\"code\":{\"coding\"", "\"bodySite\":{\"coding\"");

    Answer answer =
        http.post(
            "",
            Samples.transaction(
                Samples.putWeight("w-1", "72"), Samples.put("Observation/w-2", noCode)));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.reasons()).contains("Observation/w-2").contains("Observation.code");
    assertThat(server.control().counts()).doesNotContainKey("Observation");
    assertThat(server.control().history()).hasSize(1);
  }

  @Test
  void aDanglingReferenceLeavesNothingOfATransaction() {
    String lost = Samples.weight("w-2", "72").replace("Patient/pat-1", "Patient/nobody");

    Answer answer =
        http.post(
            "",
            Samples.transaction(
                Samples.putWeight("w-1", "72"), Samples.put("Observation/w-2", lost)));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(server.control().counts()).doesNotContainKey("Observation");
  }

  @Test
  void theSameIdTwiceInATransactionIsRefused() {
    Answer answer =
        http.post(
            "",
            Samples.transaction(Samples.putWeight("w-1", "72"), Samples.putWeight("w-1", "73")));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(server.control().counts()).doesNotContainKey("Observation");
  }

  @Test
  void theSameConditionTwiceIsRefusedWithoutFullUrlsAndDroppedWithThem() {
    String url = "Observation?identifier=https://example.org/sid/withings%7Cacc/w-1";
    String entry = Samples.put(url, Samples.weight("w-1", "72").replace("\"id\":\"w-1\",", ""));

    assertThat(http.post("", Samples.transaction(entry, entry)).status()).isEqualTo(400);

    Answer dropped =
        http.post(
            "",
            Samples.transaction(
                entry.replaceFirst("\\{", "{\"fullUrl\":\"urn:uuid:a\","),
                entry.replaceFirst("\\{", "{\"fullUrl\":\"urn:uuid:b\",")));
    assertThat(dropped.status()).isEqualTo(200);
    assertThat(dropped.body().path("entry")).hasSize(1);
    assertThat(server.control().counts()).containsEntry("Observation", 1);
  }

  @Test
  void staleIfMatchFailsTheWholeTransaction() {
    http.put("/Observation/w-1", Samples.weight("w-1", "72"));
    http.put("/Observation/w-1", Samples.weight("w-1", "73"));
    String stale =
        Samples.putWeight("w-1", "74").replace("\"url\":", "\"ifMatch\":\"W/\\\"1\\\"\",\"url\":");

    Answer answer = http.post("", Samples.transaction(Samples.putWeight("w-2", "72"), stale));

    assertThat(answer.status()).isEqualTo(409);
    assertThat(http.get("/Observation/w-2").status()).isEqualTo(404);
  }

  @Test
  void deletesOfATransactionMayTakeWhatRefersToEachOther() {
    http.put("/Observation/w-1", Samples.weight("w-1", "72"));

    Answer answer =
        http.post(
            "",
            Samples.transaction(
                Samples.delete("Patient/pat-1"),
                Samples.delete("Observation/w-1"),
                Samples.delete("Observation/never"),
                Samples.delete("Observation?code=1234-5")));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().findValuesAsText("status"))
        .hasSize(4)
        .allMatch(s -> s.startsWith("204"));
    assertThat(server.control().counts()).isEmpty();
  }

  @Test
  void referencesByFullUrlAndBySearchBecomeLiteral() {
    http.put(
        "/Patient/pat-2",
        """
        {"resourceType":"Patient","id":"pat-2",
         "identifier":[{"system":"urn:tenant","value":"user-7"}]}""");
    String byUrn =
        Samples.weight("w-1", "72")
            .replace("\"status\"", "\"device\":{\"reference\":\"urn:uuid:d\"},\"status\"")
            .replace("Patient/pat-1", "Patient?identifier=urn:tenant%7Cuser-7");
    String device =
        "{\"fullUrl\":\"urn:uuid:d\",\"resource\":%s,\"request\":{\"method\":\"POST\",\"url\":\"Device\"}}"
            .formatted(Samples.DEVICE);

    Answer answer =
        http.post("", Samples.transaction(Samples.put("Observation/w-1", byUrn), device));

    assertThat(answer.status()).isEqualTo(200);
    Answer read = http.get("/Observation/w-1");
    assertThat(read.body().at("/subject/reference").asText()).isEqualTo("Patient/pat-2");
    String deviceReference = read.body().at("/device/reference").asText();
    assertThat(http.get("/" + deviceReference).status()).isEqualTo(200);
  }

  @Test
  void aSearchReferenceThatFindsNothingFailsTheTransaction() {
    String lost =
        Samples.weight("w-1", "72").replace("Patient/pat-1", "Patient?identifier=urn:t%7Cx");

    Answer answer = http.post("", Samples.transaction(Samples.put("Observation/w-1", lost)));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(server.control().counts()).doesNotContainKey("Observation");
  }

  @Test
  void resourcesAreShownOnlyToWhoAsksForThem() {
    String bundle = Samples.transaction(Samples.putWeight("w-1", "72"));

    assertThat(http.post("", bundle, "Prefer", "return=minimal").body().at("/entry/0/resource"))
        .isEmpty();
    Answer shown = http.post("", bundle, "Prefer", "return=representation");
    assertThat(shown.body().at("/entry/0/resource/id").asText()).isEqualTo("w-1");
  }

  @Test
  void transactionReadsWhatItWrote() {
    Answer answer =
        http.post(
            "",
            Samples.transaction(
                "{\"request\":{\"method\":\"GET\",\"url\":\"Observation?code=29463-7\"}}",
                Samples.putWeight("w-1", "72")));

    assertThat(answer.body().at("/entry/0/resource/total").asInt()).isEqualTo(1);
    assertThat(answer.body().at("/entry/1/response/etag").asText()).isEqualTo("W/\"1\"");
  }

  @Test
  void entriesOfABatchStandAlone() {
    String lost = Samples.weight("w-2", "72").replace("Patient/pat-1", "Patient/nobody");

    Answer answer =
        http.post(
            "",
            Samples.batch(
                Samples.putWeight("w-1", "72"),
                Samples.put("Observation/w-2", lost),
                Samples.putWeight("w-1", "73"),
                Samples.putWeight("w-3", "72"),
                "{\"request\":{\"method\":\"GET\",\"url\":\"Observation/none\"}}"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("type").asText()).isEqualTo("batch-response");
    assertThat(answer.body().path("entry"))
        .extracting(e -> e.at("/response/status").asText().substring(0, 3))
        .containsExactly("201", "400", "200", "201", "404");
    assertThat(answer.body().at("/entry/1/response/outcome/issue/0/diagnostics").asText())
        .contains("Patient/nobody");
    assertThat(answer.body().at("/entry/2/response/etag").asText()).isEqualTo("W/\"2\"");
  }

  @Test
  void aBundleOfAnotherTypeIsRefused() {
    String collection = Samples.transaction().replace("\"transaction\"", "\"collection\"");

    assertThat(http.post("", collection).status()).isEqualTo(400);
  }

  @Test
  void unknownTypesMalformedIdsAndMissingPartsAreRefused() {
    String resource = "{\"resourceType\":\"Basic\",\"id\":\"b\",\"code\":{\"text\":\"c\"}}";

    for (String entry :
        new String[] {
          Samples.put("Basic/b", resource),
          Samples.delete("Observation/a_b"),
          Samples.delete("Observation"),
          Samples.put("Patient/w-1", Samples.weight("w-1", "72")),
          Samples.put("Observation/w-2", Samples.weight("w-1", "72")),
          "{\"request\":{\"method\":\"PUT\",\"url\":\"Observation/w-1\"}}"
        }) {
      assertThat(http.post("", Samples.transaction(entry)).status()).as(entry).isEqualTo(400);
    }
    assertThat(server.control().history()).hasSize(1);
  }
}
