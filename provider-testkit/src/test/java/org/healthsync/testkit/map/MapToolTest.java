package org.healthsync.testkit.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.healthsync.map.StreamMapping;
import org.healthsync.map.fhir.FhirMapping;
import org.healthsync.map.fhir.FhirRenderer;
import org.healthsync.map.fhir.FhirResource;
import org.healthsync.map.fhir.ResourceContext;
import org.healthsync.spi.stream.Payload;
import org.healthsync.spi.stream.RawPage;
import org.healthsync.testkit.Fixtures;
import org.healthsync.testkit.sample.DeclarativePlugin;
import org.healthsync.testkit.sample.SamplePlugin;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The offline tool maps as the service does, and says with its exit code how it went. */
class MapToolTest {

  private static final String MAPPING =
      """
      version: 1
      rules:
        - each: item in page.items
          skip: [ { if: { value: item.goal, present: true }, as: goal } ]
          time: { at: { epochSeconds: item.t } }
          key: "{item.id}"
          scalar: body-weight
          value: item.kg
          unit: kg
      """;

  private static final String GOOD = "{\"items\":[{\"id\":\"a\",\"t\":1795330512,\"kg\":72.50}]}";

  private Path folder = Path.of("");
  private Tool tool = new Tool(Path.of(""));
  private String jar = "";

  @BeforeEach
  void writeThePlugin(@TempDir Path temporary) {
    folder = temporary;
    tool = new Tool(folder);
    jar = tool.jar(DeclarativePlugin.class, Map.of(DeclarativePlugin.MAPPING, MAPPING));
  }

  @Test
  void sameTenantAndAccountGiveTheSameTextAsTheService() throws Exception {
    ResourceContext context =
        new ResourceContext(
            "ward",
            "acme",
            "4711",
            "Patient/p1",
            URI.create("https://sync.example"),
            ZoneId.of("Asia/Kathmandu"));
    RawPage page =
        new RawPage(
            "weights",
            Payload.of(GOOD),
            "application/json",
            Map.of(),
            Instant.parse("2026-01-01T00:00:00Z"));
    Tool.Run run =
        tool.run(
            jar,
            "weights",
            tool.file("p.json", GOOD),
            "--tenant",
            "ward",
            "--account",
            "4711",
            "--patient",
            "p1",
            "--base",
            "https://sync.example",
            "--zone",
            "Asia/Kathmandu");
    assertThat(run.out())
        .isEqualTo(
            new FhirRenderer(FhirMapping.load())
                    .renderPage(
                        context,
                        StreamMapping.compile("acme/weights.yaml", MAPPING).map(page).readings())
                    .resources()
                    .stream()
                    .map(FhirResource::json)
                    .toList());
    assertThat(run.out().get(0)).contains("+05:45").contains("\"reference\":\"Patient/p1\"");
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
  }

  @Test
  void thePayloadMayComeFromStandardInput() {
    assertThat(tool.runWith(GOOD, jar, "weights", "-").out()).hasSize(1);
  }

  @Test
  void whatWasNotMappedIsOnStandardErrorAndInTheExitCode() {
    String json =
        "{\"items\":[{\"id\":\"a\",\"t\":1795330512,\"kg\":\"?\"},{\"id\":\"b\",\"t\":0,\"kg\":70},{\"goal\":1}]}";
    Tool.Run run = tool.run(jar, "weights", tool.file("p.json", json), "--readings");
    assertThat(run.out()).hasSize(1);
    assertThat(run.err())
        .containsExactly(
            "problem not-a-number at /items/0/kg (body-weight a): a value that must be a number is none",
            "skipped goal 1");
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void whatIsSkippedOnPurposeIsNoProblem() {
    Tool.Run run = tool.run(jar, "weights", tool.file("p.json", "{\"items\":[{\"goal\":1}]}"));
    assertThat(run.err()).containsExactly("skipped goal 1");
    assertThat(run.code()).isZero();
  }

  @Test
  void aPayloadThatIsNoJsonIsAProblem() {
    Tool.Run run = tool.run(jar, "weights", tool.file("p.json", "{"));
    assertThat(run.err()).hasSize(1).first().asString().startsWith("problem BAD_PAYLOAD: ");
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void aDirectoryReplacesTheMappingAndChangesTheTable() {
    tool.file(
        "m/acme/weights.yaml",
        MAPPING
            .replace("value: item.kg", "value: item.pounds")
            .replace("unit: kg", "unit: \"[lb_av]\""));
    tool.file("m/fhir.yaml", "types: { body-weight: { name: Weight of the body } }");
    String payload =
        tool.file("p.json", "{\"items\":[{\"id\":\"a\",\"t\":1795330512,\"pounds\":160}]}");
    Tool.Run run = tool.run(jar, "weights", payload, "--mappings", folder.resolve("m").toString());
    assertThat(run.out().get(0)).contains("Weight of the body").contains("72.57");
    assertThat(run.code()).isZero();
  }

  @Test
  void typesThatTheTableDropsAreCounted() {
    tool.file("m/fhir.yaml", "drop: [ body-weight ]");
    Tool.Run run =
        tool.run(
            jar,
            "weights",
            tool.file("p.json", GOOD),
            "--mappings",
            folder.resolve("m").toString());
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).containsExactly("skipped body-weight 1");
    assertThat(run.code()).isZero();
  }

  @Test
  void rowsOfThePluginAreUsed() {
    String own = MAPPING.replace("body-weight", "acme-mood");
    String rows =
        """
        types:
          acme-mood: { name: Mood, category: exam, code: [ { own: acme-mood } ], value: { quantity: kg } }
        codes:
          wearable-measure: { concepts: { acme-mood: { display: Mood, definition: A mood. } } }
        """;
    String plain = tool.jar(DeclarativePlugin.class, Map.of(DeclarativePlugin.MAPPING, own));
    String payload = tool.file("p.json", GOOD);
    assertThat(tool.run(plain, "weights", payload).err().get(0))
        .startsWith("problem unmapped-type (acme-mood a)");
    String rich =
        tool.jar(
            DeclarativePlugin.class,
            Map.of(DeclarativePlugin.MAPPING, own, "mapping/fhir.yaml", rows));
    Tool.Run run = tool.run(rich, "weights", payload, "--validate");
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).hasSize(1);
  }

  /** The profile fixes the code of a body weight: the table cannot know, the validator does. */
  @Test
  void aResourceThatIsNotValidIsToldWithItsPlace() {
    tool.file("m/fhir.yaml", "types: { body-weight: { code: [ { loinc: 8302-2 } ] } }");
    Tool.Run run =
        tool.run(
            jar,
            "weights",
            tool.file("p.json", GOOD),
            "--validate",
            "--mappings",
            folder.resolve("m").toString());
    assertThat(run.err())
        .anySatisfy(
            line -> assertThat(line).startsWith("error Observation/").contains(" at Observation"));
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void aPluginThatMapsByCodeIsAskedToDoSo() {
    String code = tool.jar(SamplePlugin.class, Map.of());
    String payload =
        tool.file("p.json", new Fixtures(MapToolTest.class, "http").text("weights-1-of-2.json"));
    Tool.Run run = tool.run(code, "weights", payload, "--readings");
    assertThat(run.out()).isNotEmpty();
    assertThat(run.code()).isZero();
  }

  @Test
  void aPluginSeesNothingOfTheToolButTheSpi() {
    try (PluginJar plugin = PluginJar.open(Path.of(jar))) {
      ClassLoader loader = plugin.plugin().getClass().getClassLoader();
      assertThat(plugin.plugin()).isNotInstanceOf(DeclarativePlugin.class);
      assertThat(catchLoading(loader, "org.healthsync.map.StreamMapping"))
          .isInstanceOf(ClassNotFoundException.class);
      assertThat(catchLoading(loader, "org.healthsync.spi.Provider")).isNull();
    } catch (UsageException e) {
      throw new AssertionError(e);
    }
  }

  private static @Nullable Throwable catchLoading(ClassLoader loader, String name) {
    return catchThrowable(() -> loader.loadClass(name));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "JAR weights | map: needs a plugin, a stream and a payload",
        "JAR weights PAYLOAD more | map: needs a plugin",
        "JAR weights PAYLOAD --reading | map: unknown option --reading",
        "JAR weights PAYLOAD --zone | map: --zone needs a value",
        "JAR weights PAYLOAD --zone Mars | map: ",
        "JAR weights PAYLOAD --base here | map: the base is an absolute URI",
        "JAR weights PAYLOAD --patient a/b | map: a patient reference",
        "JAR weights PAYLOAD --attribute x | map: --attribute needs NAME=VALUE",
        "JAR weights PAYLOAD --readings --validate | map: --readings goes neither",
        "JAR steps PAYLOAD | acme has no stream 'steps'; it has weights",
        "JAR weights nowhere.json | nowhere.json cannot be read",
        "nowhere.jar weights PAYLOAD | there is no jar at nowhere.jar",
        "PAYLOAD weights PAYLOAD | offers 0 plugins"
      })
  void wrongUsageIsToldAndHasItsOwnExitCode(String line, String message) {
    String payload = tool.file("p.json", GOOD);
    String[] arguments = line.replace("JAR", jar).replace("PAYLOAD", payload).split(" ", -1);
    Tool.Run run = tool.run(arguments);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().get(0)).contains(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "acme/weights.yaml | version: 1 | weights.yaml:1: needs the key 'rules'",
        "acme/weights.yaml | 'version: 1\nrules: []\nexamples: [ { name: n, page: {} } ]' | weights.yaml:3: examples[0].readings: example 'n' gives 0 readings",
        "fhir.yaml | types: { body-weight: { titel: x } } | fhir.yaml:1: types.body-weight.titel: unknown key 'titel'"
      })
  void aMappingFileThatCannotBeUsedIsRefusedWithItsMistakes(
      String name, String yaml, String mistake) {
    tool.file("m/" + name, yaml);
    Tool.Run run =
        tool.run(
            jar,
            "weights",
            tool.file("p.json", GOOD),
            "--mappings",
            folder.resolve("m").toString());
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(String.join("\n", run.err())).contains(mistake);
  }

  @Test
  void helpIsNoMistake() {
    Tool.Run run = tool.run("--help");
    assertThat(run.code()).isZero();
    assertThat(run.out().get(0)).startsWith("usage: map <plugin.jar> <stream>");
  }
}
