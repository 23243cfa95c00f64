package org.healthsync.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.healthsync.it.FhirContents.Held;
import org.healthsync.sandbox.stack.ServiceClient;
import org.healthsync.sandbox.withings.RecordedCall;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A server that the simulated cloud notifies. */
final class NotificationsIT {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int WEIGHT = 1;

  private static Deployment deployment;
  private static ServiceClient service;

  @BeforeAll
  static void start() {
    deployment =
        Deployment.start(
            "notifications",
            4,
            options ->
                options
                    .withSettings(Map.of("HEALTHSYNC_NOTIFY_SUBSCRIBE", "true"))
                    .withCloud(cloud -> cloud.checkCallbacks(true)));
    deployment.startServer();
    service = deployment.client();
  }

  @AfterAll
  static void stop() {
    try {
      assertThat(deployment.logs().findings()).as("log lines").isEmpty();
    } finally {
      deployment.close();
    }
  }

  @Test
  void newMeasurementArrivesAtTheFhirServerWithinSecondsAndCostsOneCall() {
    Person person = deployment.newPerson(service);
    String connection = connected(person);
    int before = reads(person).size();
    int held = deployment.held(person).size();

    long begun = System.nanoTime();
    long group =
        deployment
            .cloud()
            .addMeasure(
                person.account().userId(),
                Clock.systemUTC().instant().minus(Duration.ofMinutes(5)),
                WEIGHT,
                Planted.ADDED.value(),
                Planted.ADDED.power());

    await()
        .atMost(SOON)
        .until(
            () ->
                deployment.held(person).stream()
                    .map(Held::sourceKey)
                    .anyMatch((group + "/" + WEIGHT)::equals));
    System.out.println(
        "from the scale to the FHIR server: "
            + Duration.ofNanos(System.nanoTime() - begun).toMillis()
            + " ms");
    assertThat(deployment.held(person)).hasSize(held + 1);
    assertThat(reads(person)).as("requests for one new page").hasSize(before + 1);
    JsonNode run =
        service
            .get("/api/v1/connections/" + connection + "/syncs?limit=1")
            .expect(200)
            .json()
            .path("items")
            .get(0);
    assertThat(run.path("lane").asText()).isEqualTo("WEBHOOK");
  }

  @Test
  void deletedMeasurementIsEnteredInErrorByItsNotification() {
    Person person = deployment.newPerson(service);
    connected(person);
    Held weight =
        deployment.held(person).stream()
            .filter(one -> one.sourceKey().endsWith("/" + WEIGHT))
            .findFirst()
            .orElseThrow();

    deployment
        .cloud()
        .deleteMeasures(
            person.account().userId(),
            Long.parseLong(weight.sourceKey().substring(0, weight.sourceKey().indexOf('/'))));

    await()
        .atMost(SOON)
        .until(
            () ->
                deployment.held(person).stream()
                    .filter(one -> one.sourceKey().equals(weight.sourceKey()))
                    .anyMatch(one -> one.status().equals("entered-in-error")));
  }

  @Test
  void personWhoRemovesUsIsAskedToAuthorizeAgain() {
    Person person = deployment.newPerson(service);
    String connection = connected(person);

    deployment.cloud().revoke(person.account().userId());

    await().atMost(SOON).until(() -> text(connection, "status").equals("REAUTHORIZE"));
    assertThat(text(connection, "notifications")).isEqualTo("NONE");
  }

  @Test
  void addressThatNobodyWasGivenIsNotThere() {
    ServiceClient anybody = service.anonymous();

    assertThat(anybody.post("/webhooks/withings/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "x"))
        .extracting(ServiceClient.Answer::status, ServiceClient.Answer::text)
        .containsExactly(404, "");
    assertThat(anybody.get("/webhooks/nobody/aaaa").status()).isEqualTo(404);
  }

  private static String connected(Person person) {
    String connection = service.connect(person.user(), person.account().userId());
    Runs.ended(service, Runs.first(service, connection));
    await().atMost(SOON).until(() -> text(connection, "notifications").equals("ACTIVE"));
    return connection;
  }

  private static String text(String connection, String member) {
    return service
        .get("/api/v1/connections/" + connection)
        .expect(200)
        .json()
        .path(member)
        .asText();
  }

  /** Calls for data of a person. */
  private static List<RecordedCall> reads(Person person) {
    return deployment.cloud().calls().stream()
        .filter(call -> Objects.equals(call.user(), person.account().userId()))
        .filter(call -> call.action().startsWith("measure"))
        .toList();
  }
}
