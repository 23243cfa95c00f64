package org.healthsync.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.healthsync.it.FhirContents.Held;
import org.healthsync.sandbox.fhir.HistoryEntry;
import org.healthsync.sandbox.stack.ServiceClient;
import org.healthsync.sandbox.withings.SourceItem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedService.class)
final class MainPathIT {

  private static final int WEIGHT = 1;

  private final Deployment deployment;
  private final ServiceClient service;
  private final String allOfIt;

  MainPathIT(Deployment deployment) {
    this.deployment = deployment;
    this.service = deployment.client();
    this.allOfIt =
        "{\"streams\":[\"measures\",\"activity\",\"sleep-summary\",\"workouts\",\"ecg\",\"devices\"],"
            + "\"from\":\"%s\"}".formatted(deployment.firstDay());
  }

  @Test
  void firstSyncBringsExactlyTheSourcesSetAndCountsIt() {
    Person person = deployment.newPerson(service);
    String connection = connect(person);
    JsonNode run = Runs.ended(service, Runs.first(service, connection));
    List<Held> held = deployment.held(person);
    List<String> source = SourceKeys.of(deployment.truth(person));
    assertThat(source).hasSizeGreaterThan(500);
    assertThat(held).extracting(Held::sourceKey).containsExactlyInAnyOrderElementsOf(source);
    assertThat(held).extracting(Held::version).containsOnly(1L);
    long devices =
        held.stream().map(Held::device).filter(name -> !name.isEmpty()).distinct().count();
    assertThat(run.path("status").asText()).isEqualTo("SUCCEEDED");
    assertThat(run.path("error").isNull()).isTrue();
    assertThat(run.path("readings").asLong()).isEqualTo(held.size());
    assertThat(run.path("pages").asLong()).isGreaterThanOrEqualTo(3);
    assertThat(counters(run)).containsAllEntriesOf(counters(held.size() + devices, 0, 0, 0));
  }

  @Test
  void connectionTellsWhereEachStreamIs() {
    Person person = deployment.newPerson(service);
    String id = connect(person);
    Runs.ended(service, Runs.first(service, id));
    JsonNode connection = service.get("/api/v1/connections/" + id).expect(200).json();
    assertThat(connection.path("status").asText()).isEqualTo("ACTIVE");
    assertThat(connection.path("userId").asText()).isEqualTo(person.user());
    assertThat(texts(connection.path("grantedScopes"))).contains("user.metrics", "user.activity");
    List<String> names = new ArrayList<>();
    for (JsonNode stream : connection.path("streams")) {
      names.add(stream.path("name").asText());
      assertThat(stream.path("cursorAt").asText()).isNotEmpty().isNotEqualTo("null");
      assertThat(stream.path("lastSuccessAt").asText()).isNotEmpty().isNotEqualTo("null");
      assertThat(stream.path("lastError").isNull()).isTrue();
    }
    assertThat(names)
        .containsExactlyInAnyOrder(
            "measures",
            "activity",
            "workouts",
            "sleep-summary",
            "intraday",
            "sleep",
            "ecg",
            "devices");
  }

  @Test
  void syncingUnchangedDataAgainWritesNothing() {
    Person person = deployment.newPerson(service);
    String connection = connect(person);
    Runs.ended(service, Runs.first(service, connection));
    List<HistoryEntry> history = deployment.fhir().history();
    long writes = deployment.fhir().writeRequests();
    JsonNode incremental = Runs.sync(service, connection, "{}");
    JsonNode whole = Runs.sync(service, connection, allOfIt);
    assertThat(incremental.path("status").asText()).isEqualTo("SUCCEEDED");
    assertThat(whole.path("status").asText()).isEqualTo("SUCCEEDED");
    assertThat(counters(incremental)).containsAllEntriesOf(counters(0, 0, 0, 0));
    assertThat(counters(whole)).containsAllEntriesOf(counters(0, 0, 0, 0));
    assertThat(whole.path("readings").asInt())
        .isEqualTo(SourceKeys.of(deployment.truth(person)).size());
    assertThat(deployment.fhir().history()).isEqualTo(history);
    assertThat(deployment.fhir().writeRequests()).isEqualTo(writes);
  }

  @Test
  void exactlyWhatWasAddedCorrectedOrDeletedGetsNewVersions() {
    Person person = deployment.newPerson(service);
    String connection = connect(person);
    Runs.ended(service, Runs.first(service, connection));
    Map<String, Held> before = byKey(deployment.held(person));
    long sequence = lastSequence();
    Changes changes = change(person);
    JsonNode run = Runs.sync(service, connection, allOfIt);
    Map<String, Held> after = byKey(deployment.held(person));
    assertThat(counters(run)).containsAllEntriesOf(counters(1, 1, 1, 0));
    assertThat(observationsAfter(sequence))
        .containsExactlyInAnyOrder(
            one(after, changes.added()).id() + " 1",
            one(before, changes.corrected()).id() + " 2",
            one(before, changes.deleted()).id() + " 2");
    assertThat(one(after, changes.added()).status()).isEqualTo("final");
    assertThat(one(after, changes.corrected()).status()).isEqualTo("amended");
    assertThat(one(after, changes.deleted()).status()).isEqualTo("entered-in-error");
    assertThat(one(after, changes.added()).content().at("/valueQuantity/value").decimalValue())
        .isEqualByComparingTo(Planted.ADDED.kilograms());
  }

  @Test
  void eventsTellTheProgressUntilTheEnd() {
    Person person = deployment.newPerson(service);
    String run = Runs.first(service, connect(person));
    ServiceClient.Answer events = service.get(run + "/events").expect(200);
    List<String> data = events.text().lines().filter(line -> line.startsWith("data:")).toList();
    assertThat(events.contentType()).startsWith("text/event-stream");
    assertThat(data).hasSizeGreaterThan(1);
    assertThat(data.get(data.size() - 1))
        .contains("\"status\":\"SUCCEEDED\"", "\"pendingDelivery\":0");
  }

  @Test
  void listsPageByCursorWithoutGapsOrRepeats() {
    Person person = deployment.newPerson(service);
    String connection = connect(person);
    Runs.ended(service, Runs.first(service, connection));
    for (int i = 0; i < 4; i++) {
      Runs.sync(service, connection, "{\"streams\":[\"activity\"]}");
    }
    String list = "/api/v1/connections/" + connection + "/syncs";
    List<String> all = texts(service.get(list).expect(200).json().path("items").findValues("id"));
    List<String> paged = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = service.get(list + "?limit=2" + cursor).expect(200).json();
      assertThat(page.path("items").size()).isBetween(1, 2);
      paged.addAll(texts(page.path("items").findValues("id")));
      cursor = page.path("next").isTextual() ? "&cursor=" + page.path("next").asText() : "";
    } while (!cursor.isEmpty());
    assertThat(all).hasSize(5).doesNotHaveDuplicates();
    assertThat(paged).isEqualTo(all);
  }

  @Test
  void endedConnectionIsRevokedAndSyncsNoMore() {
    Person person = deployment.newPerson(service);
    String connection = connect(person);
    Runs.ended(service, Runs.first(service, connection));
    service.delete("/api/v1/connections/" + connection).expect(204);
    assertThat(service.get("/api/v1/connections/" + connection).expect(200).json().path("status"))
        .hasToString("\"REVOKED\"");
    assertThat(
            service
                .post("/api/v1/connections/" + connection + "/syncs", "{}")
                .expect(409)
                .json()
                .path("code")
                .asText())
        .isEqualTo("conflict");
  }

  private String connect(Person person) {
    return service.connect(person.user(), person.account().userId());
  }

  /** Keys of what was changed. */
  private record Changes(String added, String corrected, String deleted) {}

  private Changes change(Person person) {
    long account = person.account().userId();
    List<SourceItem> measures =
        deployment.truth(person).stream()
            .filter(item -> item.stream().equals("measures"))
            .sorted(Comparator.comparing(SourceItem::sourceKey))
            .toList();
    Map<String, Long> sizes =
        measures.stream().collect(Collectors.groupingBy(SourceKeys::group, Collectors.counting()));
    SourceItem corrected =
        measures.stream()
            .filter(item -> item.sourceKey().endsWith("/" + WEIGHT))
            .findFirst()
            .orElseThrow();
    SourceItem deleted =
        measures.stream()
            .filter(item -> sizes.getOrDefault(SourceKeys.group(item), 0L) == 1)
            .filter(item -> !item.equals(corrected))
            .findFirst()
            .orElseThrow();
    long added =
        deployment
            .cloud()
            .addMeasure(
                account,
                Clock.systemUTC().instant().minus(Duration.ofMinutes(5)),
                WEIGHT,
                Planted.ADDED.value(),
                Planted.ADDED.power());
    deployment
        .cloud()
        .correctMeasure(
            account,
            Long.parseLong(SourceKeys.group(corrected)),
            WEIGHT,
            Planted.CORRECTED.value(),
            Planted.CORRECTED.power());
    deployment.cloud().deleteMeasures(account, Long.parseLong(SourceKeys.group(deleted)));
    return new Changes(added + "/" + WEIGHT, corrected.sourceKey(), deleted.sourceKey());
  }

  private long lastSequence() {
    List<HistoryEntry> history = deployment.fhir().history();
    return history.get(history.size() - 1).sequence();
  }

  private List<String> observationsAfter(long sequence) {
    return deployment.fhir().historyAfter(sequence).stream()
        .filter(entry -> entry.type().equals("Observation"))
        .map(entry -> entry.id() + " " + entry.version())
        .toList();
  }

  private static Held one(Map<String, Held> held, String key) {
    return Objects.requireNonNull(held.get(key), key);
  }

  private static Map<String, Held> byKey(List<Held> held) {
    return held.stream().collect(Collectors.toMap(Held::sourceKey, one -> one));
  }

  private static Map<String, Long> counters(JsonNode run) {
    Map<String, Long> counters = new HashMap<>();
    run.path("resources")
        .properties()
        .forEach(e -> counters.put(e.getKey(), e.getValue().asLong()));
    return counters;
  }

  private static Map<String, Long> counters(long created, long changed, long deleted, long bad) {
    return Map.of("new", created, "changed", changed, "deleted", deleted, "quarantined", bad);
  }

  private static List<String> texts(Iterable<JsonNode> nodes) {
    List<String> texts = new ArrayList<>();
    nodes.forEach(node -> texts.add(node.asText()));
    return texts;
  }
}
