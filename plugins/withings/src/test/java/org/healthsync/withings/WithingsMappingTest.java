package org.healthsync.withings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.healthsync.map.MappedPage;
import org.healthsync.map.MappingFileException;
import org.healthsync.map.StreamMapping;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;
import org.healthsync.spi.stream.RawPage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The mapping files on pages of our own making; what they become stands beside each page. */
class WithingsMappingTest {

  private static MappedPage map(String stream, String json)
      throws MappingFileException, ProviderException {
    return FixturePage.mapping(stream).map(FixturePage.page(stream, json, Map.of()));
  }

  private static Stream<FixturePage> pages() {
    return FixturePage.all();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void aPageBecomesTheReadingsThatStandBesideIt(FixturePage page) throws Exception {
    String readings = ReadingText.of(page.map());
    assertThat(readings).isEqualTo(page.expected(".expected.txt", readings));
  }

  @Test
  void everyStreamHasPages() {
    for (WithingsStream stream : WithingsStream.values()) {
      assertThat(FixturePage.all())
          .as(stream.streamName())
          .anyMatch(page -> page.name().startsWith(stream.streamName() + "-"));
    }
  }

  @ParameterizedTest
  @EnumSource(WithingsStream.class)
  void anEmptyBodyWrittenAsAListIsAnEmptyPage(WithingsStream stream) throws Exception {
    for (String body : List.of("[]", "{\"series\": []}", "{\"devices\": []}")) {
      MappedPage page = map(stream.streamName(), "{\"status\": 0, \"body\": " + body + "}");
      assertThat(page.readings()).isEmpty();
      assertThat(page.problems()).isEmpty();
    }
  }

  @Test
  void aPageThatIsNotJsonIsABadPayloadAsAWhole() throws Exception {
    StreamMapping mapping = FixturePage.mapping("measures");
    ProviderException bad =
        catchThrowableOfType(
            ProviderException.class, () -> mapping.map(page("<html>maintenance</html>")));
    assertThat(bad.code()).isEqualTo(StandardError.BAD_PAYLOAD);
    assertThat(bad).hasMessageNotContaining("maintenance");
  }

  /** Also a look at the speed: a page of 2,000 groups must not take seconds. */
  @Test
  void aLargePageMapsAlikeEachTimeAndLosesNothing() throws Exception {
    String groups =
        IntStream.range(0, 2000)
            .mapToObj(WithingsMappingTest::group)
            .collect(Collectors.joining(","));
    String json =
        "{\"status\":0,\"body\":{\"timezone\":\"Europe/Paris\",\"measuregrps\":[" + groups + "]}}";
    StreamMapping mapping = FixturePage.mapping("measures");
    MappedPage first = mapping.map(page(json));
    assertThat(first.problems()).isEmpty();
    assertThat(first.readings()).hasSize(2000 * 4);
    for (int i = 0; i < 5; i++) {
      long start = System.nanoTime();
      assertThat(mapping.map(page(json))).isEqualTo(first);
      if (i == 4) {
        System.out.printf("2,000 groups: %.1f ms%n", (System.nanoTime() - start) / 1e6);
      }
    }
  }

  private static RawPage page(String json) {
    return FixturePage.page("measures", json, Map.of());
  }

  private static String group(int i) {
    return """
        {"grpid":%d,"attrib":0,"date":%d,"modified":%d,"category":1,"deviceid":"d","model":"Body","modelid":18,
         "measures":[{"value":%d,"type":1,"unit":-3},{"value":2134,"type":6,"unit":-2},
                     {"value":5412,"type":76,"unit":-2},{"value":2705,"type":173,"unit":-2,"position":12}]}
        """
        .formatted(i, 1795330512 + i, 1795330530 + i, 72000 + i);
  }
}
