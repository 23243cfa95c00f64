package org.healthsync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.healthsync.map.StreamMapping;
import org.healthsync.map.fhir.FhirMapping;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DocumentationTest {

  private static final Path ROOT = Repository.root();
  private static final String LINK = "\\]\\(([^)\\s]+)\\)";

  static List<Path> pages() {
    Stream<Path> top =
        Stream.of("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "UPGRADING.md")
            .map(ROOT::resolve);
    return Stream.concat(top, Repository.files(ROOT.resolve("docs"), ".md").stream()).toList();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkInsideTheRepositoryLeadsSomewhere(Path page) {
    List<String> links = Repository.all(LINK, Repository.text(page));

    assertThat(links.stream().filter(link -> !link.contains("://")))
        .allSatisfy(link -> assertThat(leadsSomewhere(page, link)).as(link).isTrue());
  }

  @Test
  void linkThatLeadsNowhereIsNoticed() {
    Path readme = ROOT.resolve("README.md");

    assertThat(leadsSomewhere(readme, "docs/nothing.md")).isFalse();
    assertThat(leadsSomewhere(readme, "CONTRIBUTING.md#no-such-heading")).isFalse();
    assertThat(leadsSomewhere(readme, "CONTRIBUTING.md#gates")).isTrue();
  }

  @Test
  void mappingFileThatIsShownCompiles() throws Exception {
    String page = Repository.text(ROOT.resolve("docs/plugins.md"));
    List<String> shown = Repository.all("```yaml\\n([^`]*)```", page);

    assertThat(shown).isNotEmpty();
    for (String yaml : shown) {
      assertThat(StreamMapping.compile("docs/plugins.md", yaml)).isNotNull();
    }
  }

  @Test
  void overlayThatIsShownIsOne() {
    String page = Repository.text(ROOT.resolve("docs/mapping-overrides.md"));
    List<String> shown = Repository.all("```yaml\\n([^`]*)```", page);

    assertThat(shown).hasSize(1);
    FhirMapping mapping = FhirMapping.load().overlaid("fhir.yaml", shown.get(0));
    assertThat(mapping.dropped()).contains("bone-mass");
  }

  private static boolean leadsSomewhere(Path page, String link) {
    int mark = link.indexOf('#');
    String file = mark < 0 ? link : link.substring(0, mark);
    Path target = file.isEmpty() ? page : page.resolveSibling(file);
    return Files.exists(target) && (mark < 0 || anchors(target).contains(link.substring(mark + 1)));
  }

  /** Anchors as they are made of headings: lower case, hyphens for blanks, no other signs. */
  private static List<String> anchors(Path page) {
    return Repository.all("^#+ (.+)$", Repository.text(page)).stream()
        .map(heading -> heading.toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))
        .toList();
  }
}
