package org.healthsync.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.healthsync.it.FhirContents.Held;
import org.healthsync.sandbox.fhir.HistoryEntry;
import org.healthsync.sandbox.stack.ServerProcess;
import org.healthsync.sandbox.stack.ServiceClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One backfill, whose server dies at one point after the other. */
final class CrashIT {

  private static final int PAGE = 10;
  private static final int AS_IF_KILLED = 137;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Deployment deployment =
      Deployment.start("crash", 1, options -> options.withCloud(cloud -> cloud.pageSize(PAGE)));

  @AfterEach
  void stop() {
    deployment.close();
    assertThat(deployment.logs().findings()).as("log lines").isEmpty();
  }

  @Test
  void backfillThatDiesAtEveryPointEndsWithExactlyTheSourcesSet() {
    ServerProcess first = deployment.startServer("-Dhealthsync.crash=after-fetch:3");
    ServiceClient service = deployment.stack().client(first);
    Person person = deployment.newPerson(service);
    String connection = service.connect(person.user(), person.account().userId());
    assertDied(first, "after-fetch", person);
    // a fetched page needs a new token now, and the answer with it gets lost with the server
    deployment.cloud().expireAccessTokens(person.account().userId());
    for (String point :
        List.of(
            "after-token-response:1", "before-commit:3", "after-commit:3", "after-delivery:2")) {
      assertDied(deployment.launchServer("-Dhealthsync.crash=" + point), point, person);
    }
    killAtRandom(person);
    ServiceClient last = deployment.stack().client(deployment.startServer());
    JsonNode run = Runs.ended(last, Runs.first(last, connection));
    assertThat(run.path("status").asText()).isEqualTo("SUCCEEDED");
    assertThat(deployment.held(person))
        .extracting(Held::sourceKey)
        .containsExactlyInAnyOrderElementsOf(SourceKeys.of(deployment.truth(person)));
    assertNothingTwice(person);
  }

  private void assertDied(ServerProcess server, String point, Person person) {
    assertThat(server.awaitEnd(PATIENCE)).as(point).isEqualTo(AS_IF_KILLED);
    assertNothingTwice(person);
  }

  private void killAtRandom(Person person) {
    long seed = System.nanoTime();
    int more = 1 + new Random(seed).nextInt(200);
    int before = deployment.fhir().history().size();
    ServerProcess server = deployment.launchServer();
    await("kill after " + more + " more versions, seed " + seed)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> deployment.fhir().history().size() >= before + more);
    server.kill();
    assertNothingTwice(person);
  }

  /** Whatever is there came from the source, once, in one version. */
  private void assertNothingTwice(Person person) {
    Set<String> source = new HashSet<>(SourceKeys.of(deployment.truth(person)));
    List<Held> held = deployment.held(person);
    assertThat(held).extracting(Held::identifier).doesNotHaveDuplicates();
    assertThat(held).extracting(Held::sourceKey).allMatch(source::contains);
    assertThat(deployment.fhir().history())
        .filteredOn(entry -> !entry.type().equals("Patient"))
        .extracting(HistoryEntry::version)
        .allMatch(version -> version == 1);
  }
}
