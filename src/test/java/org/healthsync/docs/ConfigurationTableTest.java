package org.healthsync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ConfigurationTableTest {

  /** Set by tests; no operator sets them. */
  private static final Set<String> NO_SETTINGS =
      Set.of("healthsync.crash", "healthsync.wrong-clock");

  private static final Path ROOT = Repository.root();
  private static final List<Row> TABLE =
      Pattern.compile("^\\| `([^`]+)` \\| `([^`]+)` \\|", Pattern.MULTILINE)
          .matcher(Repository.text(ROOT.resolve("docs/configuration.md")))
          .results()
          .map(Row::of)
          .toList();

  private record Row(String key, String environment) {
    static Row of(MatchResult row) {
      return new Row(row.group(1), row.group(2));
    }
  }

  @Test
  void everyKeyInTheSourcesHasARow() {
    Set<String> keys = keysInTheSources();

    assertThat(keys).contains("healthsync.tenants", "healthsync.provider.");
    assertThat(keys).allSatisfy(key -> assertThat(tableKeys()).anyMatch(row -> covers(row, key)));
  }

  @Test
  void everyVariableOfTheServerHasARow() {
    String server = Repository.text(ROOT.resolve("liberty/src/main/liberty/config/server.xml"));
    List<String> variables = Repository.all("<variable name=\"([^\"]+)\"", server);

    assertThat(variables).isNotEmpty();
    assertThat(tableKeys()).containsAll(variables);
  }

  @Test
  void everyPlaceholderOfTheServersOwnConfigurationHasARow() {
    Path file = ROOT.resolve("src/main/resources/META-INF/microprofile-config.properties");
    List<String> placeholders = Repository.all("\\$\\{([a-z.]+):", Repository.text(file));

    assertThat(placeholders).isNotEmpty();
    assertThat(tableKeys()).containsAll(placeholders);
  }

  @Test
  void everyPlainRowIsAKeyInTheSources() {
    Set<String> keys = keysInTheSources();
    List<String> plain =
        tableKeys().stream()
            .filter(key -> key.startsWith("healthsync.") && key.indexOf('<') < 0)
            // a secret may come from a file
            .map(key -> key.replaceFirst("-file$", ""))
            .toList();

    assertThat(plain).isNotEmpty();
    assertThat(keys).containsAll(plain);
  }

  @Test
  void everyRowNamesItsKeyInTheFormOfTheEnvironment() {
    assertThat(TABLE)
        .allSatisfy(
            row ->
                assertThat(row.environment())
                    .isEqualTo(row.key().replaceAll("[.-]", "_").toUpperCase(Locale.ROOT)));
  }

  private static Set<String> keysInTheSources() {
    Set<String> keys = new TreeSet<>();
    for (String module : List.of("src", "mapping", "provider-spi", "plugins/withings")) {
      Path sources = ROOT.resolve(module.equals("src") ? "src/main" : module + "/src/main");
      for (Path file : Repository.files(sources, ".java")) {
        keys.addAll(Repository.all("\"(healthsync\\.[a-z0-9.-]+)\"", Repository.text(file)));
      }
    }
    keys.removeAll(NO_SETTINGS);
    return keys;
  }

  private static List<String> tableKeys() {
    return TABLE.stream().map(Row::key).toList();
  }

  /** A key that ends in a dot is the beginning of keys with a name in them. */
  private static boolean covers(String row, String key) {
    return key.endsWith(".") ? row.startsWith(key + "<") : row.equals(key);
  }
}
