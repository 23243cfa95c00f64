package org.healthsync.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.healthsync.it.FhirContents.Held;
import org.healthsync.sandbox.stack.ServerProcess;
import org.healthsync.sandbox.stack.ServiceClient;
import org.healthsync.sandbox.withings.CloudFault;
import org.healthsync.sandbox.withings.CloudStats;
import org.healthsync.sandbox.withings.RecordedCall;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedReplicas.class)
final class ReplicasIT {

  private static final String MEASURES = "measure/getmeas";
  private static final Duration LATE = Duration.ofMillis(200);

  private final Deployment deployment;
  private final List<ServiceClient> replicas;
  private final ServiceClient service;

  ReplicasIT(Deployment deployment) {
    this.deployment = deployment;
    this.replicas =
        deployment.stack().servers().subList(0, 2).stream()
            .map(deployment.stack()::client)
            .toList();
    this.service = replicas.get(0);
  }

  @AfterEach
  void clearFaults() {
    deployment.cloud().clearFaults();
  }

  @Test
  void fiftyRequestsAtOnceRefreshASingleUseTokenOnce() {
    Person person = deployment.newPerson(service);
    String connection = connected(person);
    deployment.cloud().expireAccessTokens(person.account().userId());
    CloudStats before = deployment.cloud().stats();
    List<String> runs = ask(connection, 50);
    runs.forEach(
        run -> assertThat(Runs.ended(service, run).path("status").asText()).isEqualTo("SUCCEEDED"));
    CloudStats after = deployment.cloud().stats();
    assertThat(after.refreshCalls() - before.refreshCalls()).isEqualTo(1);
    assertThat(after.refusedRefreshes()).isEqualTo(before.refusedRefreshes());
    assertThat(service.get("/api/v1/connections/" + connection).expect(200).json().path("status"))
        .hasToString("\"ACTIVE\"");
  }

  @Test
  void hundredPingsWhileOneIsReadMakeOneMoreFetch() {
    Person person = deployment.newPerson(service);
    String connection = connected(person);
    long before = deployment.cloud().stats().callsOf(MEASURES);
    // the first is still being read when the last comes
    deployment.cloud().inject(CloudFault.DELAY, 1, MEASURES, Duration.ofSeconds(12));
    ask(connection, 100).forEach(run -> Runs.ended(service, run));
    assertThat(deployment.cloud().stats().callsOf(MEASURES) - before).isBetween(1L, 2L);
  }

  @Test
  void oneExecutionReadsAConnectionAtATime() {
    deployment.cloud().inject(CloudFault.DELAY, 10_000, null, LATE);
    Person person = deployment.newPerson(service);
    String connection = service.connect(person.user(), person.account().userId());
    List<String> runs = ask(connection, 20);
    Runs.ended(service, Runs.first(service, connection));
    runs.forEach(run -> Runs.ended(service, run));
    List<RecordedCall> calls =
        deployment.cloud().calls().stream()
            .filter(call -> Objects.equals(call.user(), person.account().userId()))
            .toList();
    assertThat(calls).hasSizeGreaterThan(10);
    List<Long> gaps = new ArrayList<>();
    for (int i = 1; i < calls.size(); i++) {
      gaps.add(calls.get(i).atMillis() - calls.get(i - 1).atMillis());
    }
    // each answer takes so long: a shorter gap were a call while another was under way
    assertThat(gaps).allMatch(gap -> gap >= LATE.toMillis() - 5);
  }

  @Test
  void whatAKilledReplicaLeftTheOthersFinish() {
    Person person = deployment.newPerson(service);
    ServerProcess third = deployment.startServer();
    ServiceClient doomed = deployment.stack().client(third);
    deployment.cloud().inject(CloudFault.DELAY, 10_000, null, LATE);
    String connection = doomed.connect(person.user(), person.account().userId());
    await()
        .atMost(Runs.PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> !deployment.held(person).isEmpty());
    third.kill();
    deployment.cloud().clearFaults();
    Runs.ended(service, Runs.first(service, connection));
    assertThat(deployment.held(person))
        .extracting(Held::sourceKey)
        .containsExactlyInAnyOrderElementsOf(SourceKeys.of(deployment.truth(person)));
    assertThat(deployment.held(person)).extracting(Held::version).containsOnly(1L);
  }

  private String connected(Person person) {
    String connection = service.connect(person.user(), person.account().userId());
    Runs.ended(service, Runs.first(service, connection));
    return connection;
  }

  /** Asks so often for the measures, at once and by turns at both replicas. */
  private List<String> ask(String connection, int times) {
    ExecutorService threads = Executors.newFixedThreadPool(times);
    try {
      List<CompletableFuture<String>> answers = new ArrayList<>();
      for (int i = 0; i < times; i++) {
        ServiceClient replica = replicas.get(i % replicas.size());
        answers.add(
            CompletableFuture.supplyAsync(
                () -> replica.sync(connection, "{\"streams\":[\"measures\"]}"), threads));
      }
      return answers.stream().map(CompletableFuture::join).toList();
    } finally {
      threads.shutdownNow();
    }
  }
}
