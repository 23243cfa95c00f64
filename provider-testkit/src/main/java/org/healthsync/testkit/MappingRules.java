package org.healthsync.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.healthsync.map.MappedPage;
import org.healthsync.map.StreamMapping;
import org.healthsync.spi.reading.Reading;
import org.healthsync.spi.stream.Page;
import org.healthsync.spi.stream.StreamDescriptor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Pages become readings with stable identities; what is unknown is counted. */
interface MappingRules extends PluginUnderTest {

  @TestFactory
  default Stream<DynamicTest> declaredMappingFileIsInTheJar() {
    return DynamicTest.stream(
        plugin().descriptor().streams().stream().filter(stream -> stream.mapping() != null),
        StreamDescriptor::name,
        stream -> {
          unlessExempt(Check.MAPPING);
          String file = Objects.requireNonNull(stream.mapping());
          assertThat(plugin().getClass().getClassLoader().getResource(file))
              .as("stream %s declares src/main/resources/%s", stream.name(), file)
              .isNotNull();
        });
  }

  @TestFactory
  default Stream<DynamicTest> examplesOfMappingFilesGiveWhatTheySay() {
    return DynamicTest.stream(
        plugin().descriptor().streams().stream(),
        StreamDescriptor::name,
        stream -> {
          unlessExempt(Check.MAPPING);
          try (TestHost host = host()) {
            if (mapper(host, stream) instanceof StreamMapping mapping) {
              mapping.proveExamples();
            }
          }
        });
  }

  @TestFactory
  default Stream<DynamicTest> samePageGivesTheSameReadingsTwice() {
    return forEachStream(
        (host, stream) -> {
          host.stub().enqueue(stream.pages());
          List<Page> pages = host.drain(stream.stream(), null, null);
          assertThat(readings(host, pages))
              .as("mapping must be pure: the same page, the same readings in the same order")
              .isNotEmpty()
              .isEqualTo(readings(host, pages));
        });
  }

  @TestFactory
  default Stream<DynamicTest> identitiesWithinARunAreUnique() {
    return forEachStream(
        (host, stream) -> {
          host.stub().enqueue(stream.pages());
          assertThat(readings(host, host.drain(stream.stream(), null, null)))
              .extracting(reading -> reading.header().type() + " " + reading.header().sourceKey())
              .as("type and source key name one measurement")
              .doesNotHaveDuplicates();
        });
  }

  @TestFactory
  default Stream<DynamicTest> emptyPageGivesNoReadings() {
    return forEachStream(
        (host, stream) -> {
          host.stub().enqueue(stream.nothing());
          assertThat(readings(host, host.drain(stream.stream(), null, null))).isEmpty();
        });
  }

  @Test
  default void unknownMeasureIsSkippedAndCounted() throws Exception {
    unlessExempt(Check.MAPPING);
    Conformance.UnknownMeasure unknown =
        conformance()
            .unknownMeasure()
            .orElseThrow(
                () -> new AssertionError("declare Conformance.unknownMeasure(...) with a page"));
    try (TestHost host = host()) {
      host.stub().enqueue(unknown.page());
      Page page = host.fetch(unknown.stream(), null, null);
      MappedPage mapped = map(host, page);

      assertThat(mapped.skipped())
          .as("an unknown measure is counted, neither guessed nor a problem")
          .isNotEmpty();
      assertThat(mapped.problems()).isEmpty();
      assertThat(mapped.readings()).as("the rest of the page goes on").isNotEmpty();
    }
  }

  private MappedPage map(TestHost host, Page page) throws Exception {
    StreamDescriptor stream = host.descriptor().stream(page.raw().stream()).orElseThrow();
    return mapper(host, stream).map(page.raw());
  }

  private List<Reading> readings(TestHost host, List<Page> pages) throws Exception {
    List<Reading> readings = new ArrayList<>();
    for (Page page : pages) {
      readings.addAll(map(host, page).readings());
    }
    return readings;
  }

  private Stream<DynamicTest> forEachStream(Rule rule) {
    return DynamicTest.stream(
        conformance().streams().stream(),
        StreamCase::stream,
        stream -> {
          unlessExempt(Check.MAPPING);
          try (TestHost host = host()) {
            rule.check(host, stream);
          }
        });
  }

  /** A rule about one stream. */
  @FunctionalInterface
  interface Rule {
    /** Fails when it is broken. */
    void check(TestHost host, StreamCase stream) throws Exception;
  }
}
