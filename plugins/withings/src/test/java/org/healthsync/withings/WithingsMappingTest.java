package org.healthsync.withings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.healthsync.map.MappedPage;
import org.healthsync.map.MappingFileException;
import org.healthsync.map.StreamMapping;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;
import org.healthsync.spi.stream.Payload;
import org.healthsync.spi.stream.RawPage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The mapping files on pages of our own making; what they become stands beside each page. */
class WithingsMappingTest {

  private static String resource(String path) {
    try (InputStream stream = WithingsMappingTest.class.getResourceAsStream(path)) {
      assertThat(stream).as(path).isNotNull();
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static StreamMapping mapping(String stream) throws MappingFileException {
    String file = stream + ".yaml";
    return StreamMapping.compile("withings/" + file, resource("/mapping/" + file));
  }

  private static RawPage page(String stream, String json) {
    return new RawPage(
        stream,
        Payload.of(json),
        "application/json",
        Map.of(),
        Instant.parse("2026-11-23T10:00:00Z"));
  }

  private static MappedPage map(String stream, String json)
      throws MappingFileException, ProviderException {
    return mapping(stream).map(page(stream, json));
  }

  private static String streamOf(String fixture) {
    return fixture.startsWith("sleep-summary") ? "sleep-summary" : fixture.split("-", 2)[0];
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "measures-every-type",
        "measures-blood-pressure",
        "measures-attribution",
        "measures-poison",
        "activity-days",
        "sleep-summary-full-night",
        "sleep-summary-clock-changes",
        "sleep-summary-odd-nights"
      })
  void aPageBecomesTheReadingsThatStandBesideIt(String fixture) throws Exception {
    String json = resource("/fixtures/" + fixture + ".json");
    assertThat(ReadingText.of(map(streamOf(fixture), json)))
        .isEqualTo(resource("/fixtures/" + fixture + ".expected.txt"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"measures", "activity", "sleep-summary"})
  void anEmptyBodyWrittenAsAListIsAnEmptyPage(String stream) throws Exception {
    MappedPage page = map(stream, resource("/fixtures/nothing.json"));
    assertThat(page.readings()).isEmpty();
    assertThat(page.problems()).isEmpty();
  }

  @Test
  void aPageThatIsNotJsonIsABadPayloadAsAWhole() throws Exception {
    StreamMapping mapping = mapping("measures");
    ProviderException bad =
        catchThrowableOfType(
            ProviderException.class,
            () -> mapping.map(page("measures", "<html>maintenance</html>")));
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
    StreamMapping mapping = mapping("measures");
    MappedPage first = mapping.map(page("measures", json));
    assertThat(first.problems()).isEmpty();
    assertThat(first.readings()).hasSize(2000 * 4);
    for (int i = 0; i < 5; i++) {
      long start = System.nanoTime();
      assertThat(mapping.map(page("measures", json))).isEqualTo(first);
      if (i == 4) {
        System.out.printf("2,000 groups: %.1f ms%n", (System.nanoTime() - start) / 1e6);
      }
    }
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
