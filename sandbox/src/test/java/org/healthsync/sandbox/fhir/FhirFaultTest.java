package org.healthsync.sandbox.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import org.healthsync.sandbox.fhir.FhirHttp.Answer;
import org.healthsync.sandbox.oidc.OidcIssuer;
import org.healthsync.sandbox.oidc.OidcIssuerOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FhirFaultTest extends FhirServerTestBase {

  private static final Instant NOW = Instant.parse("2026-03-05T07:00:00Z");

  @Override
  FhirServerOptions options() {
    return FhirServerOptions.defaults().withClock(Clock.fixed(NOW, ZoneOffset.UTC));
  }

  @AfterEach
  void open() {
    server.control().requireBearer(Optional.empty());
  }

  @Test
  void theNextRequestsAreAnsweredWithTheErrorAndNoneAfter() {
    server.control().failNext(2, Fault.answer(503, Duration.ofSeconds(7)));

    for (int i = 0; i < 2; i++) {
      Answer refused = http.put("/Observation/w-1", Samples.weight("w-1", "72"));
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.header("Retry-After")).isEqualTo("7");
      assertThat(refused.body().path("resourceType").asText()).isEqualTo("OperationOutcome");
    }
    assertThat(server.control().counts()).doesNotContainKey("Observation");
    assertThat(http.put("/Observation/w-1", Samples.weight("w-1", "72")).status()).isEqualTo(201);
  }

  @Test
  void retryAfterCanBeAnHttpDate() {
    server.control().failNext(1, Fault.answerWithDate(429, Duration.ofSeconds(90)));

    assertThat(http.get("/Patient/pat-1").header("Retry-After"))
        .isEqualTo("Thu, 05 Mar 2026 07:01:30 GMT");
  }

  @Test
  void droppedAfterCommitHasHappened() {
    server.control().failNext(1, Fault.dropAfter());

    assertThatThrownBy(() -> http.exchange("PUT", "/Observation/w-1", Samples.weight("w-1", "72")))
        .isInstanceOf(IOException.class);

    assertThat(server.control().counts()).containsEntry("Observation", 1);
    Answer again = http.put("/Observation/w-1", Samples.weight("w-1", "72"));
    assertThat(again.header("ETag")).isEqualTo("W/\"1\"");
  }

  @Test
  void droppedBeforeHasNotHappened() {
    server.control().failNext(1, Fault.dropBefore());

    assertThatThrownBy(() -> http.exchange("PUT", "/Observation/w-1", Samples.weight("w-1", "72")))
        .isInstanceOf(IOException.class);

    assertThat(server.control().counts()).doesNotContainKey("Observation");
  }

  @Test
  void delayedIsDoneAndAnsweredLater() {
    server.control().failNext(1, Fault.delay(Duration.ofMillis(300)));
    long start = System.nanoTime();

    Answer answer = http.put("/Observation/w-1", Samples.weight("w-1", "72"));

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(290));
    assertThat(answer.status()).isEqualTo(201);
    assertThat(server.control().counts()).containsEntry("Observation", 1);
  }

  @Test
  void aRefusedIdFailsItsTransactionButOnlyItsEntryOfABatch() {
    server.control().refuse("Observation", "w-2");

    Answer whole =
        http.post(
            "",
            Samples.transaction(Samples.putWeight("w-1", "72"), Samples.putWeight("w-2", "72")));
    assertThat(whole.status()).isEqualTo(422);
    assertThat(whole.reasons()).contains("Observation/w-2");
    assertThat(server.control().counts()).doesNotContainKey("Observation");

    Answer batch =
        http.post(
            "", Samples.batch(Samples.putWeight("w-1", "72"), Samples.putWeight("w-2", "72")));
    assertThat(batch.body().at("/entry/0/response/status").asText()).startsWith("201");
    assertThat(batch.body().at("/entry/1/response/status").asText()).startsWith("422");
  }

  @Test
  void aRefusedCodeIsRefusedUntilTheRefusalIsTakenBack() {
    server.control().refuseCode("29463-7");
    assertThat(http.put("/Observation/w-1", Samples.weight("w-1", "72")).status()).isEqualTo(422);
    String other = Samples.weight("w-2", "72").replace("29463-7", "8302-2");
    assertThat(http.put("/Observation/w-2", other).status()).isEqualTo(201);

    server.control().clearRefusals();
    assertThat(http.put("/Observation/w-1", Samples.weight("w-1", "72")).status()).isEqualTo(201);
  }

  @Test
  void withoutAGoodTokenNobodyComesInButForTheCapabilities() {
    try (OidcIssuer issuer =
        OidcIssuer.start(OidcIssuerOptions.of("fhir", "delivery", "of-the-test"))) {
      server.control().requireBearer(Optional.of(issuer::accepts));
      String token = issuer.mint("delivery", "clinic", Set.of(), Duration.ofMinutes(1));

      Answer none = http.get("/Patient/pat-1");
      assertThat(none.status()).isEqualTo(401);
      assertThat(none.header("WWW-Authenticate")).isEqualTo("Bearer");
      assertThat(withToken("wrong")).isEqualTo(401);
      assertThat(withToken(token)).isEqualTo(200);
      assertThat(http.get("/metadata").status()).isEqualTo(200);
    }
  }

  @Test
  void controlOverHttpDoesTheSame() {
    FhirHttp control = new FhirHttp(server.controlUri());
    control.post(
        "/faults", "{\"kind\":\"ANSWER\",\"requests\":1,\"status\":429,\"retryAfterSeconds\":3}");
    assertThat(http.get("/Patient/pat-1").header("Retry-After")).isEqualTo("3");
    control.post("/refusals", "{\"type\":\"Observation\",\"id\":\"w-1\"}");
    control.post("/refusals", "{\"code\":\"8302-2\"}");
    assertThat(http.put("/Observation/w-1", Samples.weight("w-1", "72")).status()).isEqualTo(422);
    control.delete("/refusals");
    http.post(
        "", Samples.transaction(Samples.putWeight("w-1", "72"), Samples.putWeight("w-2", "7")));
    control.post("/bearer", "{\"token\":\"fixed\"}");
    assertThat(withToken("fixed")).isEqualTo(200);
    assertThat(withToken("other")).isEqualTo(401);

    Answer summary = control.get("");
    assertThat(summary.body().at("/counts/Observation").asInt()).isEqualTo(2);
    assertThat(summary.body().path("versions").asInt()).isEqualTo(3);
    assertThat(summary.body().at("/bundles/0/entries").asInt()).isEqualTo(2);
    assertThat(summary.body().path("requests").asInt()).isEqualTo(6);
    assertThat(summary.body().path("writeRequests").asInt()).isEqualTo(3);
    Answer history = control.get("/history?after=2");
    assertThat(history.body()).hasSize(1);
    assertThat(history.body().at("/0/id").asText()).isEqualTo("w-2");
    assertThat(history.body().at("/0/method").asText()).isEqualTo("PUT");
    assertThat(history.body().at("/0/lastUpdated").asText()).isEqualTo(NOW.toString());

    assertThat(control.post("/faults", "{\"kind\":\"NONE\"}").status()).isEqualTo(400);
    control.post("/reset", "");
    assertThat(control.get("").body().path("versions").asInt()).isZero();
  }

  private int withToken(String token) {
    return http.send("GET", "/Patient/pat-1", null, "Authorization", "Bearer " + token).status();
  }
}
