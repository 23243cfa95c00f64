package org.healthsync.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.healthsync.sandbox.stack.ServiceClient;
import org.healthsync.sandbox.stack.ServiceClient.Answer;
import org.healthsync.sandbox.stack.Stack;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SharedService.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ApiContractIT {

  private static final String PROBLEM = "application/problem+json";
  private static final Set<String> ALL_ROLES = Set.of("app", "operator", "admin");

  private final Deployment deployment;
  private final ServiceClient service;
  private Person person;
  private String connection;
  private String run;

  ApiContractIT(Deployment deployment) {
    this.deployment = deployment;
    this.service = deployment.client();
    this.person = deployment.newPerson(service);
    this.connection = "";
    this.run = "";
  }

  @BeforeAll
  void connectSomebody() {
    connection = service.connect(person.user(), person.account().userId());
    run = Runs.first(service, connection);
    Runs.ended(service, run);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"provider\":\"nobody\",\"returnUrl\":\"https://app.example/done\"}"
            + " | unknown-provider | provider",
        "{\"provider\":\"withings\",\"returnUrl\":\"https://evil.example/done\"}"
            + " | unregistered-return-url | returnUrl",
        "{\"provider\":\"withings\"} | invalid-field | returnUrl",
        "{\"provider\":\"withings\",\"returnUrl\":\"https://app.example/done\",\"colour\":1}"
            + " | unknown-field | colour",
        "{\"provider\": | malformed-json | ``",
        "[] | malformed-json | ``"
      })
  void badConnectionIsRefusedWithItsCodeAndField(String body, String code, String field) {
    assertProblem(
        service.post("/api/v1/users/" + person.user() + "/connections", body), 400, code, field);
  }

  @Test
  void tokensOfTheIssuersNextKeyAreTakenBesideThoseOfTheEarlierOne() {
    deployment.stack().issuer().rotateKey();

    assertThat(deployment.client().get("/api/v1/providers").status()).isEqualTo(200);
    assertThat(service.get("/api/v1/providers").status()).isEqualTo(200);
  }

  @Test
  void badSyncIsRefusedWithItsCodeAndField() {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    String past = today.minusDays(9).toString();
    String future = today.plusDays(9).toString();
    Map<String, List<String>> expected =
        Map.of(
            "{\"streams\":[\"dreams\"]}",
            List.of("unknown-stream", "streams"),
            "{\"from\":\"" + today + "\",\"to\":\"" + past + "\"}",
            List.of("empty-window", "from"),
            "{\"from\":\"" + past + "\",\"to\":\"" + future + "\"}",
            List.of("future-window", "to"),
            "{\"to\":\"" + today + "\"}",
            List.of("invalid-field", "from"),
            "{\"from\":\"yesterday\"}",
            List.of("invalid-field", "from"));
    expected.forEach(
        (body, problem) ->
            assertProblem(
                service.post("/api/v1/connections/" + connection + "/syncs", body),
                400,
                problem.get(0),
                problem.get(1)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"patient\":\"p 1\",\"timeZone\":\"Europe/Berlin\"} | patient",
        "{\"patient\":\"Device/p1\",\"timeZone\":\"Europe/Berlin\"} | patient",
        "{\"patient\":\"Patient/p1\",\"timeZone\":\"Europe/Atlantis\"} | timeZone",
        "{\"patient\":\"Patient/p1\"} | timeZone"
      })
  void badPatientOrZoneIsRefused(String body, String field) {
    assertProblem(service.put("/api/v1/users/somebody", body), 400, "invalid-field", field);
    assertThat(service.get("/api/v1/users/somebody").status()).isEqualTo(404);
  }

  @Test
  void bodyOverTheLimitIsRefused() {
    String body = "{\"patient\":\"" + "x".repeat(70_000) + "\"}";
    assertProblem(service.put("/api/v1/users/somebody", body), 413, "body-too-large", "");
  }

  @Test
  void badCursorAndBadPageSizeAreRefused() {
    String list = "/api/v1/connections/" + connection + "/syncs";
    assertProblem(service.get(list + "?cursor=made-up"), 400, "invalid-cursor", "cursor");
    assertProblem(service.get(list + "?limit=0"), 400, "invalid-field", "limit");
    assertProblem(service.get(list + "?limit=201"), 400, "invalid-field", "limit");
  }

  @Test
  void definitionsAreATransactionForAFhirServer() {
    Answer answer = service.get("/api/v1/definitions");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("resourceType").asText()).isEqualTo("Bundle");
    assertThat(answer.json().path("entry").findValuesAsText("url"))
        .anyMatch(url -> url.endsWith("/fhir/CodeSystem/sleep-stage"));
  }

  @Test
  void callbackOfAnUnknownStateIsRefused() {
    assertProblem(
        service.anonymous().get("/oauth/callback?code=x&state=y"), 400, "invalid-state", "");
  }

  @Test
  void callWithoutAGoodTokenIsUnauthenticated() throws IOException, InterruptedException {
    var issuer = deployment.stack().issuer();
    Duration hour = Duration.ofHours(1);
    List<String> tokens =
        List.of(
            "",
            "no-token",
            LogSearch.unsigned(service.token()),
            issuer.mint("app", Stack.TENANT, ALL_ROLES, hour.negated()),
            issuer.mintFor("another-service", "app", Stack.TENANT, ALL_ROLES, hour));
    for (String token : tokens) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(service.base().resolve("/api/v1/providers"));
      if (!token.isEmpty()) {
        request.header("Authorization", "Bearer " + token);
      }
      HttpResponse<String> answer =
          HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Bearer");
      assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith(PROBLEM);
      assertThat(answer.body()).contains("\"code\":\"unauthenticated\"");
    }
  }

  @Test
  void wrongRoleIsForbidden() {
    ServiceClient app = deployment.client(Stack.TENANT, Set.of("app"));
    ServiceClient operator = deployment.client(Stack.TENANT, Set.of("operator"));
    assertProblem(app.get("/api/v1/plugins"), 403, "forbidden", "");
    assertProblem(app.get("/api/v1/quarantine"), 403, "forbidden", "");
    assertProblem(operator.get("/api/v1/connections/" + connection), 403, "forbidden", "");
    assertProblem(operator.get("/api/v1/plugins"), 403, "forbidden", "");
    assertProblem(app.get("/api/v1/budgets"), 403, "forbidden", "");
    assertProblem(operator.get("/api/v1/budgets"), 403, "forbidden", "");
    assertProblem(app.get("/api/v1/mappings"), 403, "forbidden", "");
    assertProblem(app.get("/api/v1/connections/" + connection + "/pages"), 403, "forbidden", "");
    assertProblem(operator.post("/api/v1/mappings/preview", "{}"), 403, "forbidden", "");
    assertProblem(operator.post("/api/v1/mappings/fhir/rollback", "{}"), 403, "forbidden", "");
    assertThat(operator.get("/api/v1/mappings").status()).isEqualTo(200);
    assertThat(operator.get("/api/v1/quarantine").status()).isEqualTo(200);
  }

  @Test
  void tokenOfAnUnknownTenantIsForbidden() {
    ServiceClient stranger = deployment.client("stranger", ALL_ROLES);
    assertProblem(stranger.get("/api/v1/providers"), 403, "forbidden", "");
  }

  @Test
  void everyIdOfAnotherTenantIsNotFoundOnEveryPath() {
    ServiceClient other = deployment.client(SharedService.OTHER_TENANT, ALL_ROLES);
    String own = "/api/v1/connections/" + connection;
    String user = "/api/v1/users/" + person.user();
    String begin = "{\"provider\":\"withings\",\"returnUrl\":\"https://app.example/done\"}";
    List<Answer> answers =
        List.of(
            other.get(user),
            other.get(user + "/connections"),
            other.post(user + "/connections", begin),
            other.post(user + "/connections/" + connection + "/reauthorize", ""),
            other.get(own),
            other.delete(own),
            other.get(own + "/syncs"),
            other.post(own + "/syncs", "{}"),
            other.get(run),
            other.delete(run),
            other.get(run + "/events"),
            other.get(own + "/pages"),
            other.post("/api/v1/mappings/preview", previewOf(aPage())),
            other.get(aReapplication()));
    assertThat(answers).allSatisfy(answer -> assertProblem(answer, 404, "not-found", ""));
    assertThat(other.get("/api/v1/quarantine?connection=" + connection).expect(200).json())
        .hasToString("{\"items\":[],\"next\":null}");
    assertThat(service.get(own).expect(200).json().path("status").asText()).isEqualTo("ACTIVE");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "preview | {} | invalid-field | payload",
        "preview | {\"provider\":\"nobody\",\"stream\":\"x\",\"payload\":{}}"
            + " | unknown-provider | provider",
        "preview | {\"provider\":\"withings\",\"stream\":\"x\",\"payload\":{}}"
            + " | unknown-stream | stream",
        "preview | {\"provider\":\"withings\",\"stream\":\"measures\",\"payload\":{},"
            + "\"version\":\"old\"} | invalid-field | version",
        "preview | {\"colour\":1} | unknown-field | colour",
        "re-applications | {\"provider\":\"withings\"} | invalid-field | from",
        "re-applications | {\"provider\":\"withings\",\"from\":\"2100-01-01T00:00:00Z\"}"
            + " | empty-window | from",
        "fhir/activations | {\"version\":true} | invalid-field | version",
        "fhir/versions | {\"yaml\":\"\"} | invalid-field | yaml",
        "fhir/versions | {\"yaml\": | malformed-json | ``"
      })
  void badCallOfMappingsIsRefusedWithItsCodeAndField(
      String path, String body, String code, String field) {
    assertProblem(service.post("/api/v1/mappings/" + path, body), 400, code, field);
  }

  @Test
  void mappingsPageByCursorAndUnknownOnesAreNotFound() {
    JsonNode first = service.get("/api/v1/mappings?limit=2").expect(200).json();
    String cursor = first.path("next").asText();
    JsonNode second = service.get("/api/v1/mappings?limit=200&cursor=" + cursor).expect(200).json();
    List<String> names = first.path("items").findValuesAsText("name");

    assertThat(names).hasSize(2).contains("fhir");
    assertThat(second.path("items").findValuesAsText("name"))
        .contains("withings/sleep-summary")
        .doesNotContainAnyElementsOf(names);
    assertProblem(service.get("/api/v1/mappings/withings/dreams"), 404, "not-found", "");
    assertProblem(service.get("/api/v1/mappings/fhir/versions/9"), 404, "not-found", "");
    assertProblem(service.post("/api/v1/mappings/fhir/rollback", "{}"), 409, "conflict", "");
  }

  private String aPage() {
    String pages = "/api/v1/connections/" + connection + "/pages?stream=measures";
    return service.get(pages).expect(200).json().at("/items/0/id").asText();
  }

  private static String previewOf(String page) {
    return "{\"provider\":\"withings\",\"stream\":\"measures\",\"page\":\"" + page + "\"}";
  }

  private String aReapplication() {
    String order = "{\"provider\":\"withings\",\"from\":\"2020-01-01T00:00:00Z\"}";
    Answer accepted = service.post("/api/v1/mappings/re-applications", order).expect(202);
    String path = java.net.URI.create(accepted.location()).getPath();
    assertThat(Runs.ended(service, path).at("/resources/changed").asInt()).isZero();
    return path;
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-uuid", "7f3f2a54-6d3c-4b7f-9a5e-0d5b6d0f4c11"})
  void whatIsNotThereIsNotFound(String id) {
    assertProblem(service.get("/api/v1/connections/" + id), 404, "not-found", "");
    assertProblem(service.get("/api/v1/syncs/" + id), 404, "not-found", "");
    assertProblem(service.get("/api/v1/providers/" + id), 404, "not-found", "");
    assertProblem(service.get("/api/v1/" + id), 404, "not-found", "");
  }

  @Test
  void sameIdempotencyKeyGivesTheSameRunAndAnotherBodyIsRefused() {
    String path = "/api/v1/connections/" + connection + "/syncs";
    Map<String, String> key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
    Answer first = service.call("POST", path, key, "{\"streams\":[\"measures\"]}").expect(202);
    Answer again = service.call("POST", path, key, "{\"streams\":[\"measures\"]}").expect(202);
    assertThat(again.location()).isNotEmpty().isEqualTo(first.location());
    assertProblem(
        service.call("POST", path, key, "{\"streams\":[\"activity\"]}"),
        422,
        "idempotency-key-reused",
        "");
    Answer other = service.post(path, "{\"streams\":[\"measures\"]}").expect(202);
    assertThat(other.location()).isNotEqualTo(first.location());
  }

  @Test
  void openApiDescribesThePathsWithExamples() {
    String document = service.anonymous().get("/openapi?format=JSON").expect(200).text();
    assertThat(document)
        .contains("/api/v1/users/{userId}/connections", "/api/v1/syncs/{id}/events")
        .contains("\"examples\"", "https://app.example/done", "Patient/p1");
  }

  @Test
  void metricsSpeakOfTheServiceAndNameNobody() {
    String metrics = service.anonymous().get("/metrics").expect(200).text();
    assertThat(metrics)
        .contains("healthsync_resources_total", "healthsync_delivered_total")
        .contains("healthsync_provider_call_seconds")
        .doesNotContain(connection, Long.toString(person.account().userId()), person.user());
    assertThat(metrics).doesNotContainPattern("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-");
  }

  @Test
  void healthAnswers() {
    for (String kind : List.of("started", "live", "ready")) {
      JsonNode health = service.anonymous().get("/health/" + kind).expect(200).json();
      assertThat(health.path("status").asText()).isEqualTo("UP");
    }
  }

  private static void assertProblem(Answer answer, int status, String code, String field) {
    assertThat(answer.text()).contains("\"code\":\"" + code + "\"");
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.contentType()).startsWith(PROBLEM);
    JsonNode problem = answer.json();
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("field").asText()).isEqualTo(field);
    assertThat(problem.path("type").asText()).endsWith(code);
    assertThat(problem.path("detail").asText()).isNotEmpty();
  }
}
