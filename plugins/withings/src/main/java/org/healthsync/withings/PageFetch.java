package org.healthsync.withings;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.http.ProviderHttp;
import org.healthsync.spi.http.ProviderRequest;
import org.healthsync.spi.http.ProviderResponse;
import org.healthsync.spi.stream.Cursor;
import org.healthsync.spi.stream.FetchRequest;
import org.healthsync.spi.stream.Page;
import org.healthsync.spi.stream.Window;

/**
 * Fetches one page: of what changed since the cursor ({@code lastupdate}), or of a window. Both
 * page by offset.
 */
final class PageFetch implements PageSource {

  private final Clock clock;
  private final Received received;

  PageFetch(Clock clock) {
    this.clock = clock;
    this.received = new Received(clock);
  }

  @Override
  public Page fetch(WithingsStream stream, FetchRequest request, ProviderHttp http)
      throws ProviderException {
    Optional<Cursor> cursor = request.cursor();
    Progress asked = cursor.isPresent() ? Progress.of(cursor.get()) : Progress.NONE;
    long askedAt = clock.instant().getEpochSecond();

    ProviderResponse response = http.send(question(stream, request.window(), asked));

    RecordPage page = RecordPage.of(response.json(), stream.list());
    Progress next =
        request.window().isPresent()
            ? inWindow(asked, page)
            : incremental(asked, page, earlier(askedAt, response));
    return new Page(received.page(stream, response, Map.of()), next.cursor(), page.more());
  }

  private static ProviderRequest question(
      WithingsStream stream, Optional<Window> window, Progress asked) {
    ProviderRequest request =
        window.isPresent()
            ? Spans.within(stream, window.get())
            : stream.request().withForm("lastupdate", Long.toString(asked.lastUpdate()));
    return asked.isFirstPage()
        ? request
        : request.withForm("offset", Long.toString(asked.offset()));
  }

  private static Progress inWindow(Progress asked, RecordPage page) throws ProviderException {
    return page.more() ? asked.at(page.next(asked.offset())) : Progress.NONE;
  }

  private static Progress incremental(Progress asked, RecordPage page, long now)
      throws ProviderException {
    Progress pass = asked.isFirstPage() ? asked.beginning(now) : asked;
    Progress seen = seen(pass, page);
    return page.more() ? seen.at(page.next(asked.offset())) : seen.done();
  }

  /**
   * Measures carry the provider's own time. That of the first page counts: what changes while later
   * pages are read may sit on a page already read, and must be part of the next pass. The other
   * streams have nothing but the {@code modified} of their records.
   */
  private static Progress seen(Progress pass, RecordPage page) {
    if (page.updateTime().isPresent()) {
      return pass.isFirstPage() ? pass.having(page.updateTime().getAsLong()) : pass;
    }
    return page.highestModified().isPresent()
        ? pass.having(page.highestModified().getAsLong())
        : pass;
  }

  /** The earlier of our clock and the provider's: a clock that is ahead would hide changes. */
  private static long earlier(long now, ProviderResponse response) {
    return response
        .header("Date")
        .flatMap(PageFetch::epochSecond)
        .map(theirs -> Math.min(now, theirs))
        .orElse(now);
  }

  private static Optional<Long> epochSecond(String httpDate) {
    try {
      return Optional.of(
          ZonedDateTime.parse(httpDate, DateTimeFormatter.RFC_1123_DATE_TIME).toEpochSecond());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
