package org.healthsync.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The offline tool as people run it: its jar, the plugin's jar, pages of each stream. */
class MapToolIT {

  private static final Path ROOT = Path.of(System.getProperty("basedir")).resolve("..").normalize();
  private static final Path TOOL = ROOT.resolve("provider-testkit/target/map.jar");
  private static final Path PLUGIN =
      Path.of(System.getProperty("healthsync.server.template"), "plugins", "withings-plugin.jar");
  private static final Path FIXTURES = ROOT.resolve("plugins/withings/src/test/resources/fixtures");
  private static final ObjectMapper JSON = new ObjectMapper();

  private Path folder = Path.of("");

  @BeforeEach
  void useAFolderOfItsOwn(@TempDir Path temporary) {
    folder = temporary;
  }

  /**
   * A run of the jar.
   *
   * @param code exit code
   * @param out standard output, by lines
   * @param err standard error, by lines
   */
  private record Run(int code, List<String> out, List<String> err) {}

  private Run run(String... arguments) throws IOException, InterruptedException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> command = new ArrayList<>(List.of(java.toString(), "-Xmx512m", "-jar"));
    command.add(TOOL.toString());
    command.addAll(List.of(arguments));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("%s ends", command).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Run(process.exitValue(), Files.readAllLines(out), Files.readAllLines(err));
  }

  /** The largest page of each stream, by the name of its file. */
  private static Map<String, Path> pages(List<String> streams) throws IOException {
    Map<String, Path> pages = new TreeMap<>();
    try (Stream<Path> files = Files.list(FIXTURES)) {
      files
          .filter(file -> file.toString().endsWith(".json"))
          .sorted(Comparator.comparing(file -> file.toFile().length()))
          .forEach(file -> stream(file, streams).ifPresent(name -> pages.put(name, file)));
    }
    return pages;
  }

  private static Optional<String> stream(Path file, List<String> streams) {
    String name = String.valueOf(file.getFileName());
    return streams.stream()
        .filter(stream -> name.startsWith(stream + "-") || name.equals(stream + ".json"))
        .max(Comparator.comparing(String::length));
  }

  @Test
  void aPageOfEachStreamBecomesFhir() throws Exception {
    Run asked = run(PLUGIN.toString(), "?", "-");
    assertThat(asked.code()).isEqualTo(2);
    String list = asked.err().get(0).replaceFirst(".*it has ", "");
    List<String> streams = List.of(list.split(", ", -1));
    Map<String, Path> pages = pages(streams);
    assertThat(pages.keySet()).as("a fixture for each stream").containsAll(streams);
    for (Map.Entry<String, Path> page : pages.entrySet()) {
      List<String> arguments = new ArrayList<>(List.of(PLUGIN.toString(), page.getKey()));
      arguments.add(page.getValue().toString());
      arguments.addAll(attributes(page.getValue()));
      Run run = run(arguments.toArray(String[]::new));
      assertThat(run.out()).as(page.getKey()).isNotEmpty();
      for (String line : run.out()) {
        JsonNode resource = JSON.readTree(line);
        assertThat(resource.path("resourceType").asText()).isIn("Observation", "Device");
        assertThat(resource.path("id").asText()).isNotBlank();
      }
      assertThat(run.out())
          .as("what the plugin's own test expects, which is what the service delivers")
          .containsExactlyElementsOf(
              Files.readAllLines(beside(page.getValue(), ".expected.fhir.ndjson")));
      boolean problems = run.err().stream().anyMatch(line -> line.startsWith("problem "));
      assertThat(run.code()).as(page.getKey()).isEqualTo(problems ? 1 : 0);
    }
  }

  private static Path beside(Path page, String extension) {
    String name = String.valueOf(page.getFileName());
    return page.resolveSibling(name.replaceFirst("[.]json$", extension));
  }

  /** What the plugin tells of the request stands beside the page, as {@code name=value}. */
  private static List<String> attributes(Path page) throws IOException {
    Path file = beside(page, ".request.properties");
    List<String> arguments = new ArrayList<>();
    if (Files.exists(file)) {
      for (String attribute : Files.readAllLines(file)) {
        arguments.addAll(List.of("--attribute", attribute));
      }
    }
    return arguments;
  }

  @Test
  void aNightIsValidFhirAndNothingElseIsPrinted() throws Exception {
    Path night = FIXTURES.resolve("sleep-summary-full-night.json");
    Run run = run(PLUGIN.toString(), "sleep-summary", night.toString(), "--validate");
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out()).hasSizeGreaterThan(5);
  }
}
