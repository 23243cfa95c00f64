package org.healthsync.connect.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsync.connect.fixture.Stage.DEMO;
import static org.healthsync.connect.fixture.Stage.query;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.net.URI;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.healthsync.connect.NotificationStates;
import org.healthsync.connect.StreamProgress;
import org.healthsync.connect.fixture.Calls;
import org.healthsync.connect.fixture.Calls.Answer;
import org.healthsync.connect.fixture.Stage;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.UserId;
import org.healthsync.platform.api.FromProviders;
import org.healthsync.platform.api.PageCursor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiTest {

  private static final String BERLIN =
      "{\"patient\":\"Patient/p1\",\"timeZone\":\"Europe/Berlin\"}";
  private static final String WITHINGS =
      "{\"provider\":\"withings\",\"returnUrl\":\"https://app.example/done\"}";

  private static Stage stage;
  private static Calls calls;

  @BeforeAll
  static void start() {
    stage = new Stage();
    StreamProgress progress =
        id ->
            List.of(
                new StreamProgress.Progress(
                    "measures", Instant.parse("2026-03-01T09:00:00Z"), null, "THROTTLED"));
    ConnectionListing listing =
        new ConnectionListing(
            stage.users,
            stage.connections,
            progress,
            connection -> NotificationStates.State.PENDING);
    calls =
        new Calls(
            stage,
            List.of(
                new UsersResource(stage.users),
                new UserConnectionsResource(stage.flow, listing, Stage.ADDRESS),
                new ConnectionsResource(listing, stage.disconnection),
                new CallbackResource(stage.callback),
                new Forgotten(),
                new Broken(),
                new Pushed()));
  }

  @AfterAll
  static void stop() {
    stage.close();
  }

  /** A resource whose author forgot to say who may use it. */
  @Path("/forgotten")
  public static class Forgotten {
    @GET
    public String get() {
      return "must not be seen";
    }
  }

  /** A resource that fails in a way nobody foresaw. */
  @Path("/broken")
  public static class Broken {
    @GET
    @RolesAllowed("app")
    public String get() {
      throw new IllegalStateException("value 72.5 of anna");
    }
  }

  /** A resource that providers push data to. */
  @Path("/pushed")
  @FromProviders
  public static class Pushed {
    @POST
    @PermitAll
    public String take(byte[] body) {
      return Integer.toString(body.length);
    }
  }

  @Test
  void userIsCreatedReadAndChanged() {
    Answer created = calls.put("/api/v1/users/carla", BERLIN);
    Answer again = calls.put("/api/v1/users/carla", BERLIN);
    Answer read = calls.get("/api/v1/users/carla");

    assertThat(created.status()).isEqualTo(201);
    assertThat(again.status()).isEqualTo(200);
    assertThat(read.json().get("id").asText()).isEqualTo("carla");
    assertThat(read.json().get("patient").asText()).isEqualTo("Patient/p1");
    assertThat(read.json().get("timeZone").asText()).isEqualTo("Europe/Berlin");
    assertThat(read.json().get("createdAt").asText()).isEqualTo("2026-03-01T10:00:00Z");
  }

  @Test
  void connectionGoesFromPendingOverActiveToRevoked() {
    calls.put("/api/v1/users/dora", BERLIN);
    Answer begun = calls.post("/api/v1/users/dora/connections", WITHINGS);
    assertThat(begun.status()).isEqualTo(201);
    assertThat(begun.json().get("status").asText()).isEqualTo("PENDING");
    String path = "/api/v1/connections/" + begun.json().get("id").asText();
    assertThat(begun.header("Location")).isEqualTo("https://sync.example" + path);

    URI authorization = URI.create(begun.json().get("authorizationUrl").asText());
    String code = stage.server.issueCode("account-dora", "user.metrics");
    Answer redirect =
        calls.anonymous(
            "GET", "/oauth/callback?code=" + code + "&state=" + query(authorization).get("state"));
    assertThat(redirect.status()).isEqualTo(303);
    assertThat(redirect.header("Location"))
        .startsWith("https://app.example/done?connection=")
        .endsWith("&status=ACTIVE");

    JsonNode active = calls.get(path).json();
    assertThat(active.get("status").asText()).isEqualTo("ACTIVE");
    assertThat(active.get("userId").asText()).isEqualTo("dora");
    assertThat(active.get("grantedScopes").toString()).isEqualTo("[\"user.metrics\"]");
    assertThat(active.get("streams").toString())
        .isEqualTo(
            "[{\"name\":\"measures\",\"cursorAt\":\"2026-03-01T09:00:00Z\","
                + "\"lastSuccessAt\":null,\"lastError\":\"THROTTLED\"}]");

    assertThat(calls.call("DELETE", path, Calls.APP, null).status()).isEqualTo(204);
    assertThat(calls.get(path).json().get("status").asText()).isEqualTo("REVOKED");
    assertThat(
            calls
                .post("/api/v1/users/dora/connections/" + path.substring(20) + "/reauthorize", "")
                .problem())
        .isEqualTo("409 conflict");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"patient":"Patient/p1"}                                | 400 invalid-field timeZone
          {"patient":"p1","timeZone":"Europe/Berlin"}             | 400 invalid-field patient
          {"patient":"Patient/p1","timeZone":"Mars/Base"}         | 400 invalid-field timeZone
          {"patient":7,"timeZone":"Europe/Berlin"}                | 400 invalid-field patient
          {"patient":["x"],"timeZone":"Europe/Berlin"}            | 400 invalid-field patient
          {"patient":"Patient/p1","timeZone":"UTC","name":"Anna"} | 400 unknown-field name
          {"patient":"Patient/p1","patient":"Patient/p2"}         | 400 malformed-json
          {"patient":"Patient/p1"                                 | 400 malformed-json
          {} {}                                                   | 400 malformed-json
          []                                                      | 400 malformed-json
          null                                                    | 400 malformed-json
          ''                                                      | 400 malformed-json
          """)
  void badUserBodyIsAClearProblem(String body, String problem) {
    assertThat(calls.put("/api/v1/users/eve", body).problem()).isEqualTo(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"provider":"nope","returnUrl":"https://app.example/done"}     | 400 unknown-provider provider
          {"returnUrl":"https://app.example/done"}                       | 400 invalid-field provider
          {"provider":"withings"}                                        | 400 invalid-field returnUrl
          {"provider":"withings","returnUrl":"not a url"}                | 400 invalid-field returnUrl
          {"provider":"withings","returnUrl":"https://evil.example/"}    | 400 unregistered-return-url returnUrl
          """)
  void badConnectionBodyIsAClearProblem(String body, String problem) {
    assertThat(calls.post("/api/v1/users/anna/connections", body).problem()).isEqualTo(problem);
  }

  @Test
  void problemsNeverRepeatWhatWasSent() {
    Answer answer = calls.put("/api/v1/users/eve", "{\"patient\":\"geheim\",\"timeZone\":\"UTC\"}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).doesNotContain("geheim");
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.json().get("type").asText())
        .isEqualTo("urn:healthsync:problem:invalid-field");
  }

  @Test
  void withoutATokenNothingButTheCallbackAnswers() {
    Answer answer = calls.anonymous("GET", "/api/v1/users/anna");

    assertThat(answer.problem()).isEqualTo("401 unauthenticated");
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
    assertThat(calls.anonymous("GET", "/oauth/callback?state=x&code=y").problem())
        .isEqualTo("400 invalid-state");
  }

  @Test
  void wrongRoleUnknownTenantAndForgottenAnnotationAreForbidden() {
    String path = "/api/v1/users/anna";
    assertThat(calls.call("GET", path, Calls.token("demo", "operator"), null).problem())
        .isEqualTo("403 forbidden");
    assertThat(calls.call("GET", path, Calls.token("nobody", "app"), null).problem())
        .isEqualTo("403 forbidden");
    assertThat(calls.call("GET", path, Calls.token(null, "app"), null).problem())
        .isEqualTo("403 forbidden");
    assertThat(calls.call("GET", "/forgotten", Calls.token("demo", "admin"), null).problem())
        .isEqualTo("403 forbidden");
  }

  @Test
  void anotherTenantsIdsAreNotFound() {
    String id = stage.connect(new UserId("bert"), "account-bert").toString();
    var other = Calls.token("other", "app");
    for (String path :
        List.of(
            "/api/v1/users/bert", "/api/v1/users/bert/connections", "/api/v1/connections/" + id)) {
      assertThat(calls.get(path).status()).isEqualTo(200);
      assertThat(calls.call("GET", path, other, null).problem()).isEqualTo("404 not-found");
    }
    assertThat(calls.call("DELETE", "/api/v1/connections/" + id, other, null).problem())
        .isEqualTo("404 not-found");
    assertThat(calls.call("POST", "/api/v1/users/bert/connections", other, WITHINGS).problem())
        .isEqualTo("404 not-found");
  }

  @Test
  void whatJaxRsRefusesIsAProblemToo() {
    assertThat(calls.get("/nowhere").problem()).isEqualTo("404 not-found");
    assertThat(calls.get("/api/v1/connections/no-uuid").problem()).isEqualTo("404 not-found");
    assertThat(calls.call("DELETE", "/api/v1/users/anna", Calls.APP, null).problem())
        .isEqualTo("405 method-not-allowed");
    assertThat(calls.get("/api/v1/users/anna/connections?limit=many").status()).isEqualTo(404);
    assertThat(calls.get("/api/v1/users/anna/connections?limit=0").problem())
        .isEqualTo("400 invalid-field limit");
    assertThat(calls.get("/api/v1/users/anna/connections?cursor=x").problem())
        .isEqualTo("400 invalid-cursor cursor");
  }

  @Test
  void unforeseenFailureHasAnIncidentIdAndNoDetails() {
    Answer answer = calls.get("/broken");

    assertThat(answer.problem()).isEqualTo("500 internal");
    assertThat(answer.json().get("incident").asText()).hasSize(36);
    assertThat(answer.body()).doesNotContain("72.5").doesNotContain("anna");
  }

  @Test
  void bodyOverTheLimitIsRefused() {
    String large = "{\"patient\":\"" + "x".repeat(2048) + "\"}";

    assertThat(calls.put("/api/v1/users/anna", large).problem()).isEqualTo("413 body-too-large");
  }

  @Test
  void bodyOfAProviderHasALimitOfItsOwn() {
    assertThat(calls.post("/pushed", "x".repeat(4096)).body()).isEqualTo("4096");
    assertThat(calls.post("/pushed", "x".repeat(4097)).problem()).isEqualTo("413 body-too-large");
  }

  @Test
  void cursorMadeByHandIsRefused() {
    for (String time : List.of("0000-01-01T00:00:00Z", "-5000-01-01T00:00:00Z", "now")) {
      String cursor =
          new PageCursor("connections", List.of(time, ConnectionId.random().toString())).encode();
      assertThat(calls.get("/api/v1/users/anna/connections?cursor=" + cursor).problem())
          .isEqualTo("400 invalid-cursor cursor");
    }
  }

  @Test
  void listPagesByCursorWithoutGapsOrRepeats() {
    calls.put("/api/v1/users/many", BERLIN);
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      made.add(calls.post("/api/v1/users/many/connections", WITHINGS).json().get("id").asText());
    }
    List<String> listed = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = calls.get("/api/v1/users/many/connections?limit=2" + cursor).json();
      page.get("items").forEach(item -> listed.add(item.get("id").asText()));
      cursor = page.get("next").isNull() ? "" : "&cursor=" + page.get("next").asText();
    } while (!cursor.isEmpty());

    assertThat(listed).containsExactlyInAnyOrderElementsOf(made);
  }

  @Test
  void sameIdempotencyKeyGetsTheSameAnswerAndMakesNothingNew() {
    calls.put("/api/v1/users/idem", BERLIN);
    String path = "/api/v1/users/idem/connections";
    Answer first = calls.postWithKey(path, WITHINGS, "key-1");
    Answer second = calls.postWithKey(path, WITHINGS, "key-1");
    Answer third = calls.postWithKey(path, WITHINGS, "key-2");

    assertThat(first.status()).isEqualTo(201);
    assertThat(second.status()).isEqualTo(201);
    assertThat(second.json()).isEqualTo(first.json());
    assertThat(second.header("Location")).isEqualTo(first.header("Location"));
    assertThat(third.json().get("id")).isNotEqualTo(first.json().get("id"));
    assertThat(stage.connections.ofUser(DEMO, new UserId("idem"), java.util.Optional.empty(), 9))
        .hasSize(2);
  }

  @Test
  void idempotencyKeyOfAnotherRequestIsRefusedAndAFailureFreesIt() {
    String path = "/api/v1/users/anna/connections";
    assertThat(calls.postWithKey(path, "{}", "key-3").status()).isEqualTo(400);
    assertThat(calls.postWithKey(path, WITHINGS, "key-3").status()).isEqualTo(201);
    assertThat(calls.postWithKey(path, "{}", "key-3").problem())
        .isEqualTo("422 idempotency-key-reused");
  }

  @Test
  void successIsToldAlsoWhenItCannotBeKeptAndTheKeyDoesNothingAgain() {
    calls.put("/api/v1/users/kept", BERLIN);
    String path = "/api/v1/users/kept/connections";
    update("alter table idempotency_key add constraint no_answer check (status is null) not valid");
    Answer first = calls.postWithKey(path, WITHINGS, "key-4");
    update("alter table idempotency_key drop constraint no_answer");
    Answer soon = calls.postWithKey(path, WITHINGS, "key-4");
    update(
        "update idempotency_key set created_at = created_at - interval '3 minutes'"
            + " where key = 'key-4'");
    Answer later = calls.postWithKey(path, WITHINGS, "key-4");

    assertThat(first.status()).isEqualTo(201);
    assertThat(soon.problem()).isEqualTo("409 conflict");
    assertThat(later.problem()).isEqualTo("409 conflict");
    assertThat(later.json().get("detail").asText()).contains("unknown", "a new key");
    assertThat(stage.connections.ofUser(DEMO, new UserId("kept"), java.util.Optional.empty(), 9))
        .hasSize(1);
  }

  private static void update(String sql) {
    stage.database.inTransaction(
        transaction -> {
          try (Statement statement = transaction.createStatement()) {
            return statement.execute(sql);
          }
        });
  }

  @Test
  void everyAnswerCarriesTheRequestId() {
    Answer given =
        calls.call(
            "GET", "/api/v1/users/anna", Calls.APP, null, Map.of("X-Request-Id", "my-request-1"));
    Answer bad =
        calls.call("GET", "/api/v1/users/anna", Calls.APP, null, Map.of("X-Request-Id", "a b"));

    assertThat(given.header("X-Request-Id")).isEqualTo("my-request-1");
    assertThat(bad.header("X-Request-Id")).hasSize(36);
  }
}
