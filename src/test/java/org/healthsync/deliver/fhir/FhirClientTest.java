package org.healthsync.deliver.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.healthsync.deliver.FhirStub;
import org.healthsync.fetch.NotTls;
import org.healthsync.platform.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FhirClientTest {

  private static final FhirEntry ENTRY = entry("a");

  private final FhirStub server = new FhirStub();
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void stop() {
    end.countDown();
    server.close();
  }

  @Test
  void answerThatComesByteByByteEndsAtTheDeadline() {
    server.next(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          return waitForTheEnd();
        });

    BundleAnswer answer =
        client(new FhirAuth.None(), Duration.ofMillis(400)).send(List.of(ENTRY), () -> {});

    assertThat(answer.verdict()).isEqualTo(Verdict.UNAVAILABLE);
    assertThat(answer.reason()).isEqualTo("timeout");
  }

  @Test
  void brokenTlsAndUnknownNamesAreToldFromANetworkThatIsDown() {
    try (NotTls plain = new NotTls()) {
      assertThat(at(plain.address()).send(List.of(ENTRY), () -> {}).reason())
          .isEqualTo("tls-failed");
    }

    URI unknown = URI.create("https://fhir.invalid/");
    BundleAnswer answer = at(unknown).send(List.of(ENTRY), () -> {});
    assertThat(answer.verdict()).isEqualTo(Verdict.UNAVAILABLE);
    assertThat(answer.reason()).isEqualTo("unknown-host");
  }

  @Test
  void endlessAnswerIsBrokenOff() {
    server.next(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] block = new byte[1024 * 1024];
          for (int i = 0; i < 64; i++) {
            exchange.getResponseBody().write(block);
          }
          exchange.close();
          return true;
        });

    BundleAnswer answer = client().send(List.of(ENTRY), () -> {});
    assertThat(answer.reason()).isEqualTo("unreachable");
  }

  @Test
  void staticHeaderIsSent() {
    server.wantToken("fixed");
    FhirAuth auth = new FhirAuth.Header("Authorization", Secret.of("Bearer fixed"));

    assertThat(client(auth, Duration.ofSeconds(10)).send(List.of(ENTRY), () -> {}).verdict())
        .isEqualTo(Verdict.ACCEPTED);
    assertThat(client().send(List.of(ENTRY), () -> {}).reason()).isEqualTo("unauthorized");
  }

  @Test
  void nothingIsSentWhenTheCallerObjects() {
    assertThatThrownBy(
            () ->
                client()
                    .send(
                        List.of(ENTRY),
                        () -> {
                          throw new IllegalStateException("no longer mine");
                        }))
        .hasMessage("no longer mine");
    assertThat(server.bundles()).isZero();
  }

  @Test
  void clientThatFollowsRedirectsIsRefused() {
    HttpClient following =
        HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
    FhirServerAddress address =
        new FhirServerAddress(
            URI.create("http://f/fhir"), new FhirAuth.None(), Duration.ofSeconds(1));

    assertThatThrownBy(() -> new FhirClient(address, following, Clock.systemUTC()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void bundleIsATransactionOfPutsWithBodiesAsTheyAre() throws Exception {
    byte[] bundle = BundleWriter.transaction(List.of(entry("a"), entry("b")));

    assertThat(bundle).asString(StandardCharsets.UTF_8).contains("\"value\":72.00}");
    var tree = new ObjectMapper().readTree(bundle);
    assertThat(tree.at("/type").asText()).isEqualTo("transaction");
    assertThat(tree.at("/entry/1/request/method").asText()).isEqualTo("PUT");
    assertThat(tree.at("/entry/1/request/url").asText()).isEqualTo("Observation/b");
    assertThat(tree.at("/entry/1/resource/id").asText()).isEqualTo("b");
  }

  @Test
  void outcomeKeepsCodesAndPathsAndNoValue() throws Exception {
    String outcome =
        """
        {"resourceType":"OperationOutcome","issue":[
         {"severity":"information","code":"informational"},
         {"severity":"error","code":"value","expression":["Bundle.entry[3].resource.ofType(Observation).value"],
          "diagnostics":"HAPI-0931: value 66.125 of Patient/p9 is wrong"},
         {"severity":"error","code":"66.125","expression":["where(value='66.125')"]}]}""";

    OutcomeDigest digest = OutcomeDigest.of(new ObjectMapper().readTree(outcome));

    assertThat(digest.text())
        .isEqualTo(
            "value at Bundle.entry[3].resource.ofType(Observation).value (HAPI-0931);"
                + " unknown at a path that is not shown");
    assertThat(digest.references()).containsExactly("Patient/p9");
  }

  private boolean waitForTheEnd() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return true;
  }

  private FhirClient client() {
    return client(new FhirAuth.None(), Duration.ofSeconds(10));
  }

  private FhirClient client(FhirAuth auth, Duration deadline) {
    return client(new FhirServerAddress(server.address("/fhir"), auth, deadline));
  }

  private static FhirClient at(URI base) {
    return client(new FhirServerAddress(base, new FhirAuth.None(), Duration.ofSeconds(10)));
  }

  private static FhirClient client(FhirServerAddress address) {
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    return new FhirClient(address, http, Clock.systemUTC());
  }

  private static FhirEntry entry(String id) {
    String body =
        "{\"resourceType\":\"Observation\",\"id\":\""
            + id
            + "\",\"valueQuantity\":{\"value\":72.00}}";
    return new FhirEntry("Observation/" + id, body.getBytes(StandardCharsets.UTF_8));
  }
}
