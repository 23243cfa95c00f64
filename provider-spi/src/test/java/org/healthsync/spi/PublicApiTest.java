package org.healthsync.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * The contract is frozen: plugins that people have compiled must go on working. A change here is a
 * decision, not an accident.
 */
class PublicApiTest {

  private static final String GOLDEN = "/spi-" + SpiVersion.MAJOR + "." + SpiVersion.MINOR + ".txt";

  @Test
  void publicApiIsWhatTheGoldenFileOfThisVersionSays() throws Exception {
    List<String> actual = PublicApi.of(classes());
    List<String> frozen = golden();
    Path dump = classes().resolveSibling("spi-actual.txt");
    Files.write(dump, actual);

    assertThat(difference(frozen, actual))
        .withFailMessage(
            () ->
                """
                The public API of the SPI differs from src/test/resources%s:

                %s

                Something only added (-: none): raise SpiVersion.MINOR and copy %s to \
                src/test/resources under the new version's name.
                Something removed or changed: add a default method or a new type instead. If it \
                really must break, raise SpiVersion.MAJOR, write the reason into docs/adr and what \
                plugin authors must do into UPGRADING.md, then copy the file as above.
                Before the first release of a version its file may simply be replaced.
                """
                    .formatted(
                        GOLDEN,
                        String.join("\n", difference(frozen, actual)),
                        "target/" + dump.getFileName()))
        .isEmpty();
  }

  @Test
  void aRemovedMethodShowsAsAMinusLine() throws Exception {
    List<String> actual = PublicApi.of(classes());
    List<String> without = new ArrayList<>(actual);
    String fetch =
        actual.stream().filter(line -> line.contains(" fetch(")).findFirst().orElseThrow();
    without.remove(fetch);

    assertThat(difference(actual, without)).containsExactly("- " + fetch);
    assertThat(fetch).contains("throws org.healthsync.spi.ProviderException");
  }

  @Test
  void exportedTypesUseNothingButTheJdkAndTheSpi() throws Exception {
    assertThat(PublicApi.of(classes()))
        .isNotEmpty()
        .allSatisfy(
            line ->
                assertThat(line)
                    .doesNotContainPattern(
                        "\\b(?!java\\.|org\\.healthsync\\.spi|org\\.jspecify)"
                            + "(com|org|jakarta|javax|io)\\.[a-z]+\\."));
  }

  private static List<String> difference(List<String> frozen, List<String> actual) {
    List<String> lines = new ArrayList<>();
    frozen.stream().filter(line -> !actual.contains(line)).forEach(line -> lines.add("- " + line));
    actual.stream().filter(line -> !frozen.contains(line)).forEach(line -> lines.add("+ " + line));
    if (lines.isEmpty() && !frozen.equals(actual)) {
      lines.add("same lines in another order or number");
    }
    return lines;
  }

  private static List<String> golden() throws IOException {
    try (InputStream stream = PublicApiTest.class.getResourceAsStream(GOLDEN)) {
      byte[] bytes =
          Objects.requireNonNull(stream, "src/test/resources" + GOLDEN + " is missing")
              .readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static Path classes() throws URISyntaxException {
    return Path.of(
        ProviderPlugin.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
