package org.healthsync.testkit.map;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.healthsync.testkit.sample.DeclarativePlugin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/mapping.md says what is so: its example is run, and it names every key. */
class MappingPageTest {

  private static final Path PAGE =
      Path.of(System.getProperty("basedir", "")).resolve("../docs/mapping.md");
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private String page = "";
  private String jar = "";
  private String payload = "";
  private Tool tool = new Tool(Path.of(""));

  @BeforeEach
  void writeTheFilesOfTheExample(@TempDir Path folder) throws IOException {
    page = Files.readString(PAGE);
    tool = new Tool(folder);
    jar =
        tool.jar(DeclarativePlugin.class, Map.of(DeclarativePlugin.MAPPING, block("yaml mapping")));
    payload = tool.file("payload.json", block("json payload"));
  }

  /** The only block with this info string. */
  private String block(String info) {
    Matcher blocks =
        Pattern.compile("(?ms)^```" + Pattern.quote(info) + "\\n(.*?)^```$").matcher(page);
    assertThat(blocks.find()).as("a block ```%s", info).isTrue();
    return blocks.group(1);
  }

  @Test
  void theReadingsOfTheExampleAreThoseOfThePage() {
    Tool.Run run = tool.run(jar, "weights", payload, "--readings");
    assertThat(run.out()).isEqualTo(block("json readings").lines().toList());
    assertThat(run.err()).isEqualTo(block("text remarks").lines().toList());
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void theResourcesOfTheExampleAreThoseOfThePage() throws IOException {
    Tool.Run run = tool.run(jar, "weights", payload);
    List<JsonNode> resources = new ArrayList<>();
    for (String line : run.out()) {
      resources.add(JSON.readTree(line));
    }
    List<JsonNode> shown = new ArrayList<>();
    JSON.readTree(block("json fhir")).forEach(shown::add);
    assertThat(resources).isEqualTo(shown);
  }

  /** The keys of the language are those of the schema, which a test compares with the compiler. */
  @Test
  void everyKeyOfTheLanguageIsExplained() throws IOException {
    Set<String> unexplained = new TreeSet<>();
    try (InputStream in = MapTool.class.getResourceAsStream("/schema/stream-mapping.schema.json")) {
      JsonNode schema = JSON.readTree(Objects.requireNonNull(in));
      for (JsonNode definition : schema.path("$defs")) {
        definition.path("properties").fieldNames().forEachRemaining(unexplained::add);
      }
      schema.path("properties").fieldNames().forEachRemaining(unexplained::add);
    }
    assertThat(unexplained).hasSizeGreaterThan(60);
    unexplained.removeIf(
        key -> Pattern.compile("`[^`]*\\b" + key + "\\b[^`]*`").matcher(page).find());
    assertThat(unexplained).as("keys that docs/mapping.md does not name").isEmpty();
  }

  @Test
  void everyOptionOfTheToolIsExplained() {
    List<String> options =
        Pattern.compile("--[a-z]+")
            .matcher(MapOptions.USAGE)
            .results()
            .map(r -> r.group())
            .toList();
    assertThat(options)
        .hasSizeGreaterThan(8)
        .allSatisfy(option -> assertThat(page).contains(option));
  }
}
