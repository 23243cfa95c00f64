package org.healthsync.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;
import org.healthsync.spi.stream.Page;
import org.healthsync.spi.stream.StreamDescriptor.Granularity;
import org.healthsync.spi.stream.Window;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.ThrowingConsumer;

/** Pages are read completely, once each; cursors lead on; windows are asked for as given. */
interface FetchRules extends PluginUnderTest {

  @TestFactory
  default Stream<DynamicTest> allPagesAreReadOnceEachAsReceivedAndThenItStops() {
    return forEachStream(
        this,
        stream -> {
          try (TestHost host = host()) {
            host.stub().enqueue(stream.pages());
            List<Page> pages = host.drain(stream.stream(), null, null);

            assertThat(host.stub().answersLeft())
                .as("pages that nobody asked for: more() must be true until the last page")
                .isZero();
            assertThat(pages)
                .as("payloads must be the provider's answers, untouched and in order")
                .extracting(page -> page.raw().payload().utf8())
                .containsExactlyElementsOf(stream.pages().stream().map(StubAnswer::body).toList());
            assertThat(host.stub().requests())
                .extracting(RecordedRequest::question)
                .as("two pages must not be asked for alike")
                .doesNotHaveDuplicates();
            assertThat(pages).allMatch(page -> page.raw().stream().equals(stream.stream()));
            Leaks.assertNoneIn(host);
          }
        });
  }

  @Test
  default void someStreamProvesPaging() {
    unlessExempt(Check.PAGING);
    assertThat(conformance().streams())
        .as("give at least one stream several pages, or exempt Check.PAGING with the reason")
        .anyMatch(stream -> stream.pages().size() > 1);
  }

  @TestFactory
  default Stream<DynamicTest> pageThatIsFetchedAgainAfterACrashIsAskedForAlike() {
    return forEachStream(
        this,
        stream -> {
          try (TestHost host = host()) {
            host.stub().enqueue(stream.pages().get(0), stream.pages().get(0));
            host.fetch(stream.stream(), null, null);
            host.fetch(stream.stream(), null, null);

            assertThat(host.stub().requests())
                .extracting(RecordedRequest::question)
                .as("the same cursor must lead to the same question; keep no state in the provider")
                .containsExactly(host.stub().last().question(), host.stub().last().question());
          }
        });
  }

  @TestFactory
  default Stream<DynamicTest> nothingNewIsAPageWithACursorAndNoSuccessor() {
    return forEachStream(
        this,
        stream -> {
          try (TestHost host = host()) {
            host.stub().enqueue(stream.nothing());
            List<Page> pages = host.drain(stream.stream(), null, null);

            assertThat(pages)
                .as("an empty page must end the run, unless the run goes by slices of time")
                .hasSizeLessThanOrEqualTo(stream.nothing().size());
            assertThat(pages)
                .extracting(Page::next)
                .as("an empty page still needs a cursor")
                .doesNotContainNull();
          }
        });
  }

  @TestFactory
  default Stream<DynamicTest> secondRunGoesOnInsteadOfBeginningAgain() {
    return forEachStream(
        this,
        stream -> {
          try (TestHost host = host()) {
            host.stub().enqueue(stream.pages());
            List<Page> first = host.drain(stream.stream(), null, null);
            String beginning = host.stub().requests().get(0).question();
            host.stub().reset();
            host.stub().enqueue(stream.nothingNew());
            List<Page> second =
                host.drain(stream.stream(), null, first.get(first.size() - 1).next());

            assertThat(second).as("nothing is new, so one page must do").hasSize(1);
            // slices may be read newest first, and a second run that began again would read many
            assertThat(
                    stream.kind() != StreamCase.Kind.CONTINUED
                        || !host.stub().last().question().equals(beginning))
                .as("the second run must start from the cursor, not from the beginning")
                .isTrue();
          }
        });
  }

  @TestFactory
  default Stream<DynamicTest> pageThatIsRepeatedForEverIsNoticed() {
    return forEachStream(
        this,
        stream -> {
          if (stream.pages().size() == 1) {
            return;
          }
          try (TestHost host = host()) {
            host.stub().enqueue(Collections.nCopies(50, stream.pages().get(0)));
            ProviderException failure =
                catchThrowableOfType(
                    ProviderException.class, () -> host.drain(stream.stream(), null, null));

            assertThat(failure)
                .as("a page that promises more for ever must end with ENDLESS_PAGING")
                .isNotNull();
            assertThat(failure.code()).isEqualTo(StandardError.ENDLESS_PAGING);
          }
        });
  }

  @TestFactory
  default Stream<DynamicTest> windowIsAskedForAsGivenAlsoWhenTheClocksChange() {
    return forEachStream(
        this,
        stream -> {
          for (Window window : windows(stream.stream())) {
            try (TestHost host = host()) {
              host.stub().enqueue(stream.nothing());
              host.drain(stream.stream(), window, null);

              host.stub()
                  .requests()
                  .forEach(request -> assertAsksFor(window, stream.stream(), request));
            }
          }
        });
  }

  private List<Window> windows(String stream) {
    boolean days =
        plugin().descriptor().stream(stream).orElseThrow().granularity() == Granularity.LOCAL_DAY;
    return days
        ? List.of(
            window("2026-03-29T00:00:00Z", "2026-03-30T00:00:00Z"),
            window("2026-10-25T00:00:00Z", "2026-10-26T00:00:00Z"),
            window("2023-12-31T00:00:00Z", "2024-01-02T00:00:00Z"),
            window("2024-02-28T00:00:00Z", "2024-03-01T00:00:00Z"))
        : List.of(
            window("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"),
            window("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"),
            window("2023-12-31T23:59:59Z", "2024-01-01T00:00:00Z"));
  }

  private static Window window(String from, String to) {
    return new Window(Instant.parse(from), Instant.parse(to));
  }

  private static Stream<DynamicTest> forEachStream(
      PluginUnderTest test, ThrowingConsumer<StreamCase> rule) {
    return DynamicTest.stream(test.conformance().streams().stream(), StreamCase::stream, rule);
  }
}
