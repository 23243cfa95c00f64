package org.healthsync.withings;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.http.JsonView;
import org.healthsync.spi.http.ProviderHttp;
import org.healthsync.spi.http.ProviderRequest;
import org.healthsync.spi.http.ProviderResponse;
import org.healthsync.spi.stream.Cursor;
import org.healthsync.spi.stream.FetchRequest;
import org.healthsync.spi.stream.Page;
import org.healthsync.spi.stream.RawPage;
import org.healthsync.spi.stream.Window;

/**
 * Reads a list, and the content of what is new in it by a call each: nights with their stages, ECG
 * recordings with their signals. Every answer is a page of its own.
 */
final class ListedDetails implements PageSource {

  /** Attribute of a page: {@code list} or {@code detail}. */
  static final String PART = "part";

  /** Within so long a recording is expected to reach the vendor. */
  private static final Duration LATE = Duration.ofDays(30);

  private static final String LIST = "list";
  private static final String DETAIL = "detail";

  private final Clock clock;
  private final Duration history;
  private final Received received;

  /**
   * Reads by this clock.
   *
   * @param history how far back the very first run begins, where the stream limits it
   */
  ListedDetails(Clock clock, Duration history) {
    this.clock = clock;
    this.history = history;
    this.received = new Received(clock);
  }

  @Override
  public Page fetch(WithingsStream stream, FetchRequest request, ProviderHttp http)
      throws ProviderException {
    Optional<Cursor> cursor = request.cursor();
    DetailProgress stored =
        cursor.isPresent() ? DetailProgress.of(cursor.get()) : DetailProgress.NONE;
    DetailProgress asked = stored.begun(clock.instant().getEpochSecond());
    return asked.pending().isEmpty()
        ? list(stream, request.window(), asked, http)
        : detail(stream, asked, http);
  }

  private Page list(
      WithingsStream stream, Optional<Window> window, DetailProgress asked, ProviderHttp http)
      throws ProviderException {
    ProviderResponse response = http.send(question(stream, window, asked));
    JsonView answer = response.json();
    RecordPage page = RecordPage.of(answer, stream.list());
    long next = page.more() ? page.next(asked.offset()) : 0;
    boolean everything = window.isPresent();
    List<Detail> found =
        answer.get("body").get(stream.list()).elements().stream()
            .flatMap(element -> detailOf(stream, element).stream())
            .filter(detail -> everything || isNew(detail, asked))
            // what matters most first; the same page sorts the same way when it is read again
            .sorted(Comparator.comparingLong(Detail::start).reversed().thenComparing(Detail::id))
            .toList();
    DetailProgress seen = asked.having(found, page.highestModified().orElse(0), next);
    return page(received.page(stream, response, Map.of(PART, LIST)), seen);
  }

  private Page detail(WithingsStream stream, DetailProgress asked, ProviderHttp http)
      throws ProviderException {
    Detail detail = asked.pending().get(0);
    ProviderResponse response = http.send(question(stream, detail));
    Map<String, String> attributes = detail.attributes();
    attributes.put(PART, DETAIL);
    return page(received.page(stream, response, attributes), asked.detailRead());
  }

  private static Page page(RawPage raw, DetailProgress progress) {
    return progress.isDone()
        ? new Page(raw, progress.ended().cursor(), false)
        : new Page(raw, progress.cursor(), true);
  }

  /** A record without a time of change is taken for new. */
  private static boolean isNew(Detail detail, DetailProgress asked) {
    return detail.modified() == 0 || detail.modified() > asked.mark();
  }

  private static Optional<Detail> detailOf(WithingsStream stream, JsonView element) {
    return stream == WithingsStream.ECG ? Detail.ofRecording(element) : Detail.ofNight(element);
  }

  private ProviderRequest question(
      WithingsStream stream, Optional<Window> window, DetailProgress asked) {
    ProviderRequest request =
        window.isPresent() ? Spans.within(stream, window.get()) : changes(stream, asked);
    return asked.offset() == 0
        ? request
        : request.withForm("offset", Long.toString(asked.offset()));
  }

  private ProviderRequest changes(WithingsStream stream, DetailProgress asked) {
    if (stream == WithingsStream.ECG) {
      // no lastupdate: recordings that come late are looked for among those of the last weeks
      long from = Math.max(0, asked.mark() - LATE.toSeconds());
      return Spans.seconds(stream.request(), from, asked.ceiling());
    }
    Instant began = Instant.ofEpochSecond(asked.ceiling());
    return asked.mark() > 0
        ? stream.request().withForm("lastupdate", Long.toString(asked.mark()))
        : Spans.days(
            stream.request(),
            Spans.utcDay(began.minus(history)),
            Spans.utcDay(began.plus(Duration.ofDays(1))));
  }

  private static ProviderRequest question(WithingsStream stream, Detail detail) {
    if (stream == WithingsStream.ECG) {
      return WithingsStream.SIGNAL.request().withForm("signalid", Long.toString(detail.id()));
    }
    return Spans.seconds(WithingsStream.STAGES.request(), detail.start(), detail.end());
  }
}
