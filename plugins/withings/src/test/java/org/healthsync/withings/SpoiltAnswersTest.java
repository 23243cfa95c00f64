package org.healthsync.withings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.healthsync.map.MappedPage;
import org.healthsync.map.StreamMapping;
import org.healthsync.map.fhir.FhirMapping;
import org.healthsync.map.fhir.FhirRenderer;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;
import org.healthsync.spi.stream.Page;
import org.healthsync.spi.stream.RawPage;
import org.healthsync.testkit.StubAnswer;
import org.healthsync.testkit.TestHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Answers that are spoilt at random: each is fetched, mapped and rendered alike each time, or
 * refused with a code; nothing else may come of it. {@code -Dspoilt.seed} repeats a failure and
 * {@code -Dspoilt.answers} plays more.
 */
class SpoiltAnswersTest {

  private static final long SEED = Long.getLong("spoilt.seed", 20261128L);
  private static final int ANSWERS = Integer.getInteger("spoilt.answers", 400);

  /** An answer in so many is sent over HTTP. */
  private static final int FETCHED = 4;

  /** More than any stream asks for one page. */
  private static final int CALLS = 40;

  private static final FhirRenderer RENDERER = new FhirRenderer(FhirMapping.load());

  private final TestHost host =
      new TestHost(
          new WithingsPlugin(), Map.of(), "45678912", Instant.parse("2026-11-23T10:00:00Z"));

  @AfterEach
  void stop() {
    host.close();
  }

  private static Stream<FixturePage> pages() {
    return FixturePage.all();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void spoiltAnswerIsReadOrRefusedAndNothingElse(FixturePage fixture) throws Exception {
    RawPage good = fixture.raw();
    StreamMapping mapping = FixturePage.mapping(good.stream());
    Spoiler spoiler = new Spoiler(new Random(SEED + fixture.name().hashCode()));
    int read = 0;
    for (int i = 0; i < ANSWERS; i++) {
      byte[] bad = spoiler.spoil(good.payload().utf8().getBytes(StandardCharsets.UTF_8));
      int which = i;
      Supplier<String> told =
          () ->
              "seed %d, answer %d: %s"
                  .formatted(SEED, which, new String(bad, StandardCharsets.UTF_8));
      read += maps(mapping, FixturePage.page(good, bad), told) ? 1 : 0;
      if (i % FETCHED == 0) {
        fetches(good.stream(), new String(bad, StandardCharsets.UTF_8), told);
      }
    }
    assertThat(read).as("of both kinds there are some").isBetween(1, ANSWERS - 1);
  }

  private static boolean maps(StreamMapping mapping, RawPage page, Supplier<String> told) {
    try {
      MappedPage mapped = mapping.map(page);
      assertThat(mapping.map(page)).as(told).isEqualTo(mapped);
      assertThat(RENDERER.renderPage(FixturePage.CONTEXT, mapped.readings())).as(told).isNotNull();
      return true;
    } catch (ProviderException e) {
      assertThat(e.code()).as(told).isEqualTo(StandardError.BAD_PAYLOAD);
      return false;
    } catch (RuntimeException | StackOverflowError e) {
      return fail(told.get(), e);
    }
  }

  private void fetches(String stream, String body, Supplier<String> told) {
    host.stub().reset();
    host.stub().enqueue(Collections.nCopies(CALLS, StubAnswer.json(body)));
    try {
      Page page = host.fetch(stream, null, null);
      assertThat(page.next().value()).as(told).isNotNull();
    } catch (ProviderException e) {
      assertThat(e.code()).as(told).isNotEqualTo(StandardError.PLUGIN_DEFECT);
    } catch (RuntimeException | StackOverflowError e) {
      fail(told.get(), e);
    }
  }
}
