package org.healthsync.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VerdictBasisTest {

  /** Says nothing about a resource. */
  private static final List<String> NOT_DECIDING = List.of("KnownShapes", "package-info");

  @Test
  void allCodeThatDecidesIsPartOfIt() throws Exception {
    Path code = Path.of(ResourceValidator.class.getResource("ResourceValidator.class").toURI());
    try (Stream<Path> files = Files.list(code.getParent())) {
      List<String> classes =
          files
              .map(file -> file.getFileName().toString().replace(".class", ""))
              .filter(name -> name.indexOf('$') < 0 && !NOT_DECIDING.contains(name))
              .toList();
      assertThat(VerdictBasis.CODE)
          .extracting(Class::getSimpleName)
          .containsExactlyInAnyOrderElementsOf(classes);
    }
  }

  @Test
  void otherDefinitionsAreAnotherBasis() {
    String one = VerdictBasis.of(List.of("{}", "{\"a\":1}"));
    assertThat(VerdictBasis.of(List.of("{}", "{\"a\":1}"))).isEqualTo(one).hasSize(64);
    assertThat(VerdictBasis.of(List.of("{}", "{\"a\":2}"))).isNotEqualTo(one);
    assertThat(VerdictBasis.of(List.of("{}"))).isNotEqualTo(one);
  }
}
