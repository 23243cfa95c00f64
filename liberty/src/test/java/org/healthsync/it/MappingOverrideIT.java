package org.healthsync.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.healthsync.it.FhirContents.Held;
import org.healthsync.sandbox.fhir.HistoryEntry;
import org.healthsync.sandbox.stack.ServiceClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The walk-through of docs/operations.md on two replicas: a field that the vendor newly sends is
 * added, a LOINC code changes and a type is dropped, by files alone, and all of it back again.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MappingOverrideIT {

  private static final String NEW_RULE =
      "- { when: { value: group.bmi, present: true }, scalar: body-mass-index,"
          + " key: \"{group.grpid}/bmi\", value: group.bmi, unit: kg/m2 }";
  private static final String BMI = "39156-5";
  private static final String MUSCLE = "73964-9";
  private static final String OTHER_MUSCLE = "73965-6";
  private static final String BONE = "101685-6";
  private static final String OVERLAY =
      """
      version: 2
      types:
        muscle-mass:
          code: [{loinc: %s}]
      drop: [bone-mass]
      """
          .formatted(OTHER_MUSCLE);
  private static final Duration SECONDS = Duration.ofSeconds(20);

  private final Path directory = Deployment.work("override-files");
  private final Deployment deployment =
      Deployment.start(
          "override",
          3,
          options ->
              options.withSettings(Map.of("HEALTHSYNC_MAPPING_DIRECTORY", directory.toString())));
  private final List<Person> people = new ArrayList<>();
  private List<ServiceClient> replicas = List.of();
  private Mappings mappings;

  @BeforeAll
  void start() throws IOException {
    emptyDirectory();
    deployment.startServers(2);
    replicas = deployment.stack().servers().stream().map(deployment.stack()::client).toList();
    mappings = new Mappings(replicas.get(0));
    // whose resources the validator is built for, which takes long on a busy machine
    connected(deployment.newPerson(replicas.get(0)));
  }

  @AfterAll
  void stop() {
    deployment.close();
    assertThat(deployment.logs().findings()).as("log lines").isEmpty();
  }

  @Test
  void exactlyWhatTheNewMappingsConcernGetsAVersionAndAllComesBack() {
    Person person = personWithNewField();
    String connection = connected(person);
    Map<String, Long> before = versions();
    Map<String, String> codes = codes();
    int version = mappings.keep(Mappings.MEASURES, withNewField());
    int table = mappings.keep(Mappings.TABLE, OVERLAY);

    assertPreviews(
        pages(connection).stream().map(page -> mappings.preview(page, version, table)).toList());
    assertThat(versions()).as("nothing is stored by a preview").isEqualTo(before);

    mappings.activate(Mappings.MEASURES, version);
    mappings.activate(Mappings.TABLE, table);
    replicas.forEach(
        replica -> {
          assertThat(new Mappings(replica).at(Mappings.MEASURES).path("version").asInt())
              .isEqualTo(version);
        });
    assertThat(versions()).as("nothing changes before it is applied again").isEqualTo(before);

    JsonNode done = mappings.reapply();
    assertThat(done.path("status").asText()).isEqualTo("SUCCEEDED");
    Set<String> muscle = withCode(codes, MUSCLE);
    Set<String> bone = withCode(codes, BONE);
    assertThat(muscle).hasSizeGreaterThan(10);
    assertThat(bone).hasSizeGreaterThan(10);
    assertThat(done.at("/resources/new").asInt()).isEqualTo(1);
    assertThat(done.at("/resources/changed").asInt()).isEqualTo(muscle.size());
    assertThat(done.at("/resources/deleted").asInt()).isEqualTo(bone.size());
    Map<String, Held> held = held();
    assertThat(statusOf(held, muscle)).containsExactly("amended");
    assertThat(codesOf(held, muscle)).containsExactly(OTHER_MUSCLE);
    assertThat(statusOf(held, bone)).containsExactly("entered-in-error");
    Set<String> added = withCode(codes(), BMI);
    assertThat(added).hasSize(1);
    assertVersions(before, Map.of(muscle, 1L, bone, 1L, added, 1L));
    assertThat(deployment.fhirContents().mappings(person.patient()))
        .anyMatch(name -> name.startsWith("withings/measures@1000+"));

    mappings.rollBack(Mappings.TABLE);
    mappings.rollBack(Mappings.MEASURES);
    JsonNode back = mappings.reapply();

    assertThat(back.at("/resources/changed").asInt()).isEqualTo(muscle.size() + bone.size());
    assertThat(back.at("/resources/deleted").asInt()).isEqualTo(1);
    assertVersions(before, Map.of(muscle, 2L, bone, 2L, added, 2L));
    Map<String, Held> after = held();
    assertThat(codesOf(after, muscle)).containsExactly(MUSCLE);
    assertThat(statusOf(after, bone)).containsExactly("amended");
    assertThat(statusOf(after, added)).containsExactly("entered-in-error");
    assertThat(mappings.reapply().at("/resources/changed").asInt()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/api/v1/mappings/withings/measures | `version: 2\nrules: [` | 2",
        "/api/v1/mappings/withings/measures | `version: 2\nrules: []\ncolour: red` | 3",
        "/api/v1/mappings/withings/measures"
            + " | `version: 2\nrules:\n  - each: group in page.body[[` | 3",
        "/api/v1/mappings/fhir | `version: 2\ntypes:\n  muscle-mass:\n    value: {quantity: heavy}`"
            + " | 4",
        "/api/v1/mappings/fhir | `version: 2\ntypes:\n  body-weight:\n    code: [{loinc: 3141-9}]` | 3"
      })
  void brokenMappingIsRefusedWithLineAndReasonAndTheActiveOneStays(
      String mapping, String yaml, int line) {
    JsonNode before = mappings.at(mapping);

    ServiceClient.Answer answer = mappings.send(mapping, yaml);

    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.json().path("code").asText()).isEqualTo("mapping-invalid");
    JsonNode mistake = answer.json().path("mistakes").path(0);
    assertThat(mistake.path("line").asInt()).as(answer.text()).isEqualTo(line);
    assertThat(mistake.path("message").asText()).isNotEmpty();
    assertThat(mappings.at(mapping)).isEqualTo(before);
  }

  @Test
  void filesTakeEffectOnAllReplicasAndGoAwayWithThem() throws IOException {
    Person person = deployment.newPerson(replicas.get(1));
    connected(person);
    Map<String, Long> before = versions();
    Set<String> bone = withCode(codes(), BONE);
    write("fhir.yaml", OVERLAY);
    awaitTable(table -> table.path("origin").asText().equals("DIRECTORY"));
    mappings.reapply();
    assertThat(statusOf(held(), bone)).containsExactly("entered-in-error");

    write("fhir.yaml", OVERLAY + "oops: 1\n");
    awaitRefused();
    assertThat(mappings.at(Mappings.TABLE).path("origin").asText()).isEqualTo("DIRECTORY");

    Files.delete(directory.resolve("fhir.yaml"));
    awaitTable(table -> table.path("version").isNull());
    mappings.reapply();
    assertThat(statusOf(held(), bone)).containsExactly("amended");
    Map<String, Long> after = versions();
    before.forEach((id, version) -> assertThat(after.get(id)).isIn(version, version + 2));
  }

  private void awaitTable(java.util.function.Predicate<JsonNode> wanted) {
    for (ServiceClient replica : replicas) {
      await().atMost(SECONDS).until(() -> new Mappings(replica).at(Mappings.TABLE), wanted);
    }
  }

  private void awaitRefused() {
    for (ServiceClient replica : replicas) {
      await()
          .atMost(SECONDS)
          .until(
              () -> replica.get("/api/v1/mappings?limit=200").expect(200).text(),
              text -> text.contains("\"status\":\"REFUSED\"") && text.contains("oops"));
    }
  }

  private void emptyDirectory() throws IOException {
    Files.createDirectories(directory);
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  /** As a mount changes: at once. */
  private void write(String name, String text) throws IOException {
    Path whole = Files.writeString(directory.resolve("." + name), text);
    Files.move(whole, directory.resolve(name), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  private Person personWithNewField() {
    Person person = deployment.newPerson(replicas.get(0));
    ObjectNode group = JsonNodeFactory.instance.objectNode().put("bmi", 23.1);
    group.put("date", Clock.systemUTC().instant().minus(Duration.ofDays(9)).getEpochSecond());
    group.putArray("measures").addObject().put("type", 1).put("value", 72).put("unit", 0);
    deployment.cloud().add(person.account().userId(), "measures", group);
    return person;
  }

  private String connected(Person person) {
    ServiceClient service = replicas.get(0);
    String connection = service.connect(person.user(), person.account().userId());
    Runs.ended(service, Runs.first(service, connection));
    people.add(person);
    return connection;
  }

  private String withNewField() {
    return mappings
        .shipped(Mappings.MEASURES)
        .replaceFirst("(?m)^version: \\d+$", "version: 1000")
        .replaceFirst(
            "(?m)^( +)- each: measure in group.measures$",
            "$1" + Matcher.quoteReplacement(NEW_RULE) + "\n$0");
  }

  private List<String> pages(String connection) {
    String list = "/api/v1/connections/" + connection + "/pages?stream=measures&limit=200";
    JsonNode pages = replicas.get(1).get(list).expect(200).json().path("items");
    return StreamSupport.stream(pages.spliterator(), false)
        .map(page -> page.path("id").asText())
        .toList();
  }

  private static void assertPreviews(List<JsonNode> previews) {
    Map<String, Set<String>> kinds = new TreeMap<>();
    for (JsonNode preview : previews) {
      assertThat(preview.path("valid").asBoolean()).isTrue();
      assertThat(preview.path("readings").size()).isPositive();
      for (JsonNode difference : preview.path("diff")) {
        kinds
            .computeIfAbsent(difference.path("kind").asText(), kind -> new TreeSet<>())
            .add(difference.path("readingType").asText() + " " + difference.path("changes"));
      }
    }
    assertThat(kinds)
        .containsEntry("removed", Set.of("bone-mass []"))
        .containsEntry("added", Set.of("body-mass-index []"));
    assertThat(kinds.get("changed"))
        .allMatch(change -> change.startsWith("muscle-mass ") && change.contains("/code/coding/"));
  }

  /** Versions of all Observations by id. */
  private Map<String, Long> versions() {
    Map<String, Long> versions = new HashMap<>();
    for (HistoryEntry entry : deployment.fhir().history()) {
      if (entry.type().equals("Observation")) {
        versions.merge(entry.id(), entry.version(), Math::max);
      }
    }
    return versions;
  }

  private void assertVersions(Map<String, Long> before, Map<Set<String>, Long> more) {
    Map<String, Long> expected = new HashMap<>(before);
    more.forEach((ids, n) -> ids.forEach(id -> expected.merge(id, n, Long::sum)));
    assertThat(versions()).isEqualTo(expected);
  }

  /** What the FHIR server holds of everybody. */
  private Map<String, Held> held() {
    return people.stream()
        .flatMap(person -> deployment.held(person).stream())
        .collect(Collectors.toMap(Held::id, one -> one));
  }

  private Map<String, String> codes() {
    return held().values().stream().collect(Collectors.toMap(Held::id, MappingOverrideIT::code));
  }

  private static String code(Held held) {
    return held.content().at("/code/coding/0/code").asText();
  }

  private static Set<String> withCode(Map<String, String> codes, String code) {
    return codes.entrySet().stream()
        .filter(entry -> entry.getValue().equals(code))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private static Held one(Map<String, Held> held, String id) {
    return Objects.requireNonNull(held.get(id), id);
  }

  private static Set<String> statusOf(Map<String, Held> held, Set<String> ids) {
    return ids.stream().map(id -> one(held, id).status()).collect(Collectors.toSet());
  }

  private static Set<String> codesOf(Map<String, Held> held, Set<String> ids) {
    return ids.stream().map(id -> code(one(held, id))).collect(Collectors.toSet());
  }
}
