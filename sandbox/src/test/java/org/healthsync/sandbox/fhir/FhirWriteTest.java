package org.healthsync.sandbox.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import org.healthsync.sandbox.fhir.FhirHttp.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FhirWriteTest extends FhirServerTestBase {

  @Test
  void putOfNewIdCreatesItAsVersionOne() {
    Answer answer = http.put("/Observation/w-1", Samples.weight("w-1", "72.350"));

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("ETag")).isEqualTo("W/\"1\"");
    assertThat(answer.header("Content-Location")).endsWith("/fhir/Observation/w-1/_history/1");
    Answer read = http.get("/Observation/w-1");
    assertThat(read.status()).isEqualTo(200);
    assertThat(read.response().body()).contains("72.350");
    assertThat(read.body().at("/meta/versionId").asText()).isEqualTo("1");
    assertThat(read.body().at("/meta/lastUpdated").asText()).isNotEmpty();
  }

  @Test
  void putOfEqualContentKeepsTheVersion() {
    http.put("/Observation/w-1", Samples.weight("w-1", "72.35"));
    Answer roundTrip = http.put("/Observation/w-1", http.get("/Observation/w-1").response().body());

    assertThat(roundTrip.status()).isEqualTo(200);
    assertThat(roundTrip.header("ETag")).isEqualTo("W/\"1\"");
    Answer otherOrder =
        http.put(
            "/Patient/pat-1", "{\"active\":true,\"id\":\"pat-1\",\"resourceType\":\"Patient\"}");
    assertThat(otherOrder.header("ETag")).isEqualTo("W/\"1\"");
    assertThat(server.control().history()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"72", "72.0", "72.00", "72.36"})
  void anotherWritingOfAValueIsAnotherVersion(String value) {
    http.put("/Observation/w-1", Samples.weight("w-1", "72.000"));

    assertThat(http.put("/Observation/w-1", Samples.weight("w-1", value)).header("ETag"))
        .isEqualTo("W/\"2\"");
  }

  @Test
  void theSameInstantWithAnotherOffsetIsAnotherVersion() {
    http.put("/Observation/w-1", Samples.weight("w-1", "72", "2026-03-01T07:12:33+01:00"));

    Answer answer =
        http.put("/Observation/w-1", Samples.weight("w-1", "72", "2026-03-01T06:12:33Z"));

    assertThat(answer.header("ETag")).isEqualTo("W/\"2\"");
  }

  @Test
  void tagsAreAddedByAnUpdateAndNeverRemoved() {
    String tagged =
        "{\"resourceType\":\"Patient\",\"id\":\"pat-1\",\"active\":true,"
            + "\"meta\":{\"tag\":[{\"system\":\"urn:x\",\"code\":\"t\"}]}}";
    assertThat(http.put("/Patient/pat-1", tagged).header("ETag")).isEqualTo("W/\"2\"");

    Answer without = http.put("/Patient/pat-1", Samples.PATIENT);

    assertThat(without.header("ETag")).isEqualTo("W/\"2\"");
    assertThat(http.get("/Patient/pat-1").body().at("/meta/tag/0/code").asText()).isEqualTo("t");
  }

  @Test
  void profilesAreReplacedByAnUpdate() {
    String claim =
        "{\"resourceType\":\"Patient\",\"id\":\"pat-1\",\"active\":true,"
            + "\"meta\":{\"profile\":[\"http://example.org/p\"]}}";
    assertThat(http.put("/Patient/pat-1", claim).header("ETag")).isEqualTo("W/\"2\"");

    assertThat(http.put("/Patient/pat-1", Samples.PATIENT).header("ETag")).isEqualTo("W/\"3\"");
    assertThat(http.get("/Patient/pat-1").body().at("/meta/profile").isMissingNode()).isTrue();
  }

  @Test
  void staleIfMatchIsAConflictAndChangesNothing() {
    http.put("/Observation/w-1", Samples.weight("w-1", "72"));
    http.put("/Observation/w-1", Samples.weight("w-1", "73"));

    Answer stale = http.put("/Observation/w-1", Samples.weight("w-1", "74"), "If-Match", "W/\"1\"");
    assertThat(stale.status()).isEqualTo(409);
    assertThat(server.control().history()).hasSize(3);

    Answer fresh = http.put("/Observation/w-1", Samples.weight("w-1", "74"), "If-Match", "W/\"2\"");
    assertThat(fresh.header("ETag")).isEqualTo("W/\"3\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1234567", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
  void allDigitsAndLongIdsAreRefused(String id) {
    Answer answer = http.put("/Observation/" + id, Samples.weight(id, "72"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("resourceType").asText()).isEqualTo("OperationOutcome");
    assertThat(server.control().counts()).doesNotContainKey("Observation");
  }

  @Test
  void bodyWithAnotherIdThanTheUrlIsRefused() {
    assertThat(http.put("/Observation/w-2", Samples.weight("w-1", "72")).status()).isEqualTo(400);
  }

  @Test
  void postGivesAnIdOfTheServers() {
    Answer answer = http.post("/Observation", Samples.weight("ignored", "72"));

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("Location")).doesNotContain("ignored");
    assertThat(http.get(answer.header("Location")).status()).isEqualTo(200);
  }

  @Test
  void deletedIsGoneAndComesBackWithTheNextVersion() {
    http.put("/Observation/w-1", Samples.weight("w-1", "72"));

    assertThat(http.delete("/Observation/w-1").status()).isBetween(200, 204);
    assertThat(http.get("/Observation/w-1").status()).isEqualTo(410);
    assertThat(http.get("/Observation/w-1/_history/1").status()).isEqualTo(200);

    Answer again = http.put("/Observation/w-1", Samples.weight("w-1", "72"));
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.header("ETag")).isEqualTo("W/\"3\"");
  }

  @Test
  void deletingWhatNeverWasIsNoError() {
    assertThat(http.delete("/Observation/never").status()).isBetween(200, 204);
    assertThat(http.get("/Observation/never").status()).isEqualTo(404);
    assertThat(server.control().history()).hasSize(1);
  }

  @Test
  void whatIsReferredToCannotBeDeleted() {
    http.put("/Observation/w-1", Samples.weight("w-1", "72"));

    Answer refused = http.delete("/Patient/pat-1");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.reasons()).contains("Observation/w-1");

    http.delete("/Observation/w-1");
    assertThat(http.delete("/Patient/pat-1").status()).isBetween(200, 204);
  }

  @Test
  void referenceToWhatIsNotThereIsRefused() {
    String lost = Samples.weight("w-1", "72").replace("Patient/pat-1", "Patient/nobody");

    Answer answer = http.put("/Observation/w-1", lost);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.reasons()).contains("Patient/nobody");
    String elsewhere =
        Samples.weight("w-1", "72").replace("Patient/pat-1", "http://other.example/Patient/p");
    assertThat(http.put("/Observation/w-1", elsewhere).status()).isEqualTo(400);
  }

  @Test
  void conditionalUpdateCreatesThenUpdatesWhatItFinds() {
    String url = "/Observation?identifier=https%3A%2F%2Fexample.org%2Fsid%2Fwithings%7Cacc%2Fw-1";
    String body = Samples.weight("w-1", "72").replace("\"id\":\"w-1\",", "");

    Answer created = http.put(url, body);
    Answer same = http.put(url, body);
    Answer changed = http.put(url, body.replace(":72,", ":73,"));

    assertThat(created.status()).isEqualTo(201);
    assertThat(same.header("ETag")).isEqualTo("W/\"1\"");
    assertThat(changed.header("ETag")).isEqualTo("W/\"2\"");
    assertThat(server.control().counts()).containsEntry("Observation", 1);
    assertThat(http.put(url, body.replace("acc/w-1", "acc/w-2")).status()).isEqualTo(412);
  }

  @Test
  void conditionalUpdateThatFindsSeveralIsRefused() {
    http.put("/Observation/w-1", Samples.weight("w-1", "72"));
    http.put("/Observation/w-2", Samples.weight("w-2", "72"));

    Answer answer = http.put("/Observation?code=29463-7", Samples.weight("w-3", "72"));

    assertThat(answer.status()).isEqualTo(412);
  }

  @Test
  void conditionalCreateNeverUpdates() {
    http.put("/Observation/w-1", Samples.weight("w-1", "72"));

    Answer answer =
        http.post(
            "/Observation",
            Samples.weight("w-1", "99"),
            "If-None-Exist",
            "Observation?identifier=https%3A%2F%2Fexample.org%2Fsid%2Fwithings%7Cacc%2Fw-1");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(http.get("/Observation/w-1").body().at("/valueQuantity/value").asInt())
        .isEqualTo(72);
    assertThat(server.control().counts()).containsEntry("Observation", 1);
  }

  @Test
  void preferReturnMinimalLeavesTheBodyOut() {
    Answer minimal =
        http.put("/Observation/w-1", Samples.weight("w-1", "72"), "Prefer", "return=minimal");

    assertThat(minimal.status()).isEqualTo(201);
    assertThat(minimal.response().body()).isEmpty();
    assertThat(http.put("/Observation/w-1", Samples.weight("w-1", "73")).response().body())
        .contains("valueQuantity");
  }
}
