package org.healthsync.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.healthsync.it.FhirContents.Held;
import org.healthsync.sandbox.stack.ServiceClient;
import org.healthsync.sandbox.withings.CloudStats;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Takes more than a minute: that is how long the provider makes everybody wait. */
@ExtendWith(SharedReplicas.class)
final class QuotaIT {

  private static final int LIMIT = 120;

  private final Deployment deployment;
  private final List<ServiceClient> replicas;

  QuotaIT(Deployment deployment) {
    this.deployment = deployment;
    this.replicas =
        deployment.stack().servers().subList(0, 2).stream()
            .map(deployment.stack()::client)
            .toList();
  }

  @Test
  void moreWorkThanTheQuotaAllowsIsDoneWithoutACallOverItAndLeavesRoomForUrgentWork() {
    ServiceClient service = replicas.get(0);
    Person urgent = deployment.newPerson(service);
    String connection = service.connect(urgent.user(), urgent.account().userId());
    Runs.ended(service, Runs.first(service, connection));
    CloudStats before = deployment.cloud().stats();
    List<Person> people = new ArrayList<>();
    List<String> backfills = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      ServiceClient replica = replicas.get(i % replicas.size());
      Person person = deployment.newPerson(replica);
      people.add(person);
      String begun = replica.connect(person.user(), person.account().userId());
      backfills.add(Runs.first(replica, begun));
    }
    // there is something of the quota left for who waits in front of a screen
    JsonNode asked = Runs.sync(service, connection, "{\"streams\":[\"measures\"]}");
    assertThat(asked.path("status").asText()).isEqualTo("SUCCEEDED");
    assertThat(backfills).anyMatch(run -> !Runs.over(service.get(run).expect(200).json()));
    backfills.forEach(
        run -> assertThat(Runs.ended(service, run).path("status").asText()).isEqualTo("SUCCEEDED"));
    CloudStats after = deployment.cloud().stats();
    assertThat(total(after) - total(before)).isGreaterThan(LIMIT + 10);
    assertThat(after.callsOverLimit()).isZero();
    assertThat(people)
        .allSatisfy(
            person ->
                assertThat(deployment.held(person))
                    .extracting(Held::sourceKey)
                    .containsExactlyInAnyOrderElementsOf(SourceKeys.of(deployment.truth(person))));
    assertThat(replicas)
        .anyMatch(
            replica ->
                replica
                    .get("/metrics")
                    .expect(200)
                    .text()
                    .contains("healthsync_budget_empty_total"));
  }

  private static long total(CloudStats stats) {
    return stats.calls().values().stream().mapToLong(Long::longValue).sum();
  }
}
