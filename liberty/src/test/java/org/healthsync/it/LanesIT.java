package org.healthsync.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.healthsync.it.FhirContents.Held;
import org.healthsync.sandbox.stack.ServerProcess;
import org.healthsync.sandbox.stack.ServiceClient;
import org.healthsync.sandbox.withings.CloudFault;
import org.healthsync.sandbox.withings.RecordedCall;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two replicas with few workers, and a cloud so slow that a backfill holds all that it may. */
final class LanesIT {

  private static final int WORKERS = 4;

  /** So many of them may wait for the same provider. */
  private static final int PLACES = 3;

  private static final int ASKED = 40;
  private static final String DEVICES = "user/getdevice";
  private static final String HELD =
      "select count(*) from scheduled_tasks where picked and priority < 20";
  private static final String WAITING = "select count(*) from sync_request";
  private static final List<String> SLOW =
      List.of(
          "measure/getmeas",
          "measure/getactivity",
          "measure/getintradayactivity",
          "measure/getworkouts",
          "sleep/get",
          "sleep/getsummary",
          "heart/list",
          "heart/get");

  private static final Deployment DEPLOYMENT =
      Deployment.start(
          "lanes",
          24,
          options ->
              options.withSettings(
                  Map.of("HEALTHSYNC_SCHEDULE_WORKERS", Integer.toString(WORKERS))));
  private static final List<ServerProcess> SERVERS = DEPLOYMENT.startServers(2);

  private final List<ServiceClient> replicas =
      SERVERS.stream().map(DEPLOYMENT.stack()::client).toList();

  @AfterEach
  void clearFaults() {
    DEPLOYMENT.cloud().clearFaults();
  }

  @AfterAll
  static void stop() {
    // they are in the middle of slow pages and would wait for them
    SERVERS.forEach(ServerProcess::kill);
    DEPLOYMENT.close();
    assertThat(DEPLOYMENT.logs().findings()).as("log lines").isEmpty();
  }

  @Test
  void askedSyncReachesTheProviderAtOnceWhileABackfillHoldsEveryPlace() {
    ServiceClient service = replicas.get(0);
    List<Person> people = people(service, 5);
    List<String> connections = people.stream().map(this::connected).toList();
    slow(Duration.ofSeconds(8));
    for (int i = 0; i < 3 * WORKERS; i++) {
      ServiceClient replica = replicas.get(i % 2);
      Person person = DEPLOYMENT.newPerson(replica);
      replica.connect(person.user(), person.account().userId());
    }
    everyPlaceIsHeld();

    List<Asked> asked = new ArrayList<>();
    for (int i = 0; i < ASKED; i++) {
      int who = i % people.size();
      long at = System.currentTimeMillis();
      replicas.get(i % 2).sync(connections.get(who), "{\"streams\":[\"devices\"]}");
      asked.add(new Asked(people.get(who).account().userId(), at));
      await().pollDelay(Duration.ofMillis(150)).until(() -> true);
    }
    everyPlaceIsHeld();

    List<Long> waits =
        await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> waits(asked), all -> all.size() == asked.size());
    Collections.sort(waits);
    System.out.printf(
        "from request to first provider call, all places held: p50 %d ms, p90 %d ms, p99 %d ms%n",
        waits.get(ASKED / 2), waits.get(ASKED * 9 / 10), waits.get(ASKED - 1));
    // the promise is 250 ms on two free cores; tests share theirs with much else
    assertThat(waits.get(ASKED - 1)).isLessThan(2_000);
  }

  @Test
  void replicaThatIsToldToStopEndsInTimeAndTheOtherGoesOnAtOnce() {
    Duration late = Duration.ofSeconds(2);
    ServerProcess doomed = DEPLOYMENT.startServer();
    ServiceClient service = DEPLOYMENT.stack().client(doomed);
    // one more would wait for a place until one of them has had its time
    List<Person> people = people(service, PLACES);
    // as would they for what is left of others' histories
    await().atMost(Duration.ofMinutes(3)).until(() -> number(WAITING) == 0);
    // nobody else can take the work
    SERVERS.forEach(ServerProcess::suspend);
    // the first pages of a new server wait for its validator, longer than a stop does
    Person before = DEPLOYMENT.newPerson(service);
    Runs.ended(
        service, Runs.first(service, service.connect(before.user(), before.account().userId())));
    slow(late);
    List<String> runs = new ArrayList<>();
    for (Person person : people) {
      String connection = service.connect(person.user(), person.account().userId());
      runs.add(Runs.first(service, connection));
    }
    await().until(() -> people.stream().allMatch(person -> !calls(person).isEmpty()));
    SERVERS.forEach(ServerProcess::resume);
    long told = System.currentTimeMillis();
    doomed.terminate();
    doomed.awaitEnd(Duration.ofSeconds(40));
    long took = System.currentTimeMillis() - told;

    runs.forEach(run -> assertThat(status(run)).isEqualTo("SUCCEEDED"));
    long longest =
        people.stream().mapToLong(person -> longestGap(person, told)).max().orElseThrow();
    System.out.printf(
        "told to stop: ended after %d ms; longest pause between two calls of a person %d ms, of"
            + " which the cloud took %d ms%n",
        took, longest, late.toMillis());
    assertThat(took).isLessThan(20_000);
    // missing heartbeats would be noticed after 12 seconds
    assertThat(longest).isLessThan(late.toMillis() + 6_000);
    for (Person person : people) {
      assertThat(DEPLOYMENT.held(person))
          .extracting(Held::sourceKey)
          .containsExactlyInAnyOrderElementsOf(SourceKeys.of(DEPLOYMENT.truth(person)));
      assertThat(DEPLOYMENT.held(person)).extracting(Held::version).containsOnly(1L);
    }
  }

  private String status(String run) {
    JsonNode ended = Runs.ended(replicas.get(0), run);
    return ended.path("status").asText();
  }

  private static List<Person> people(ServiceClient service, int number) {
    List<Person> people = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      people.add(DEPLOYMENT.newPerson(service));
    }
    return people;
  }

  private String connected(Person person) {
    ServiceClient service = replicas.get(0);
    String connection = service.connect(person.user(), person.account().userId());
    Runs.ended(service, Runs.first(service, connection));
    return connection;
  }

  private static void slow(Duration late) {
    SLOW.forEach(action -> DEPLOYMENT.cloud().inject(CloudFault.DELAY, 10_000, action, late));
  }

  private static void everyPlaceIsHeld() {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> number(HELD) >= 2 * PLACES);
  }

  private static int number(String query) throws SQLException {
    try (Connection database = DEPLOYMENT.stack().database().dataSource().getConnection();
        Statement statement = database.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getInt(1);
    }
  }

  private static List<Long> waits(List<Asked> asked) {
    List<RecordedCall> devices =
        DEPLOYMENT.cloud().calls().stream().filter(call -> call.action().equals(DEVICES)).toList();
    List<Long> waits = new ArrayList<>();
    for (Asked one : asked) {
      devices.stream()
          .filter(call -> Objects.equals(call.user(), one.user()) && call.atMillis() >= one.at())
          .findFirst()
          .ifPresent(call -> waits.add(call.atMillis() - one.at()));
    }
    return waits;
  }

  private static List<Long> calls(Person person) {
    return DEPLOYMENT.cloud().calls().stream()
        .filter(call -> Objects.equals(call.user(), person.account().userId()))
        .filter(call -> SLOW.contains(call.action()) || call.action().equals(DEVICES))
        .map(RecordedCall::atMillis)
        .toList();
  }

  private static long longestGap(Person person, long since) {
    List<Long> calls = calls(person);
    long longest = 0;
    for (int i = 1; i < calls.size(); i++) {
      if (calls.get(i) >= since) {
        longest = Math.max(longest, calls.get(i) - calls.get(i - 1));
      }
    }
    return longest;
  }

  private record Asked(long user, long at) {}
}
