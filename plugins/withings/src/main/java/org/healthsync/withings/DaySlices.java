package org.healthsync.withings;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;
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
 * Reads samples by whole days of UTC, one for each page ("Measure v2 - Getintradayactivity"): the
 * service returns 24 hours at most and knows no {@code lastupdate}. Windows are widened to whole
 * days, since the samples of a day become one series: a part of them would replace all of it.
 *
 * <p>The very first run reads from today back into the past, so that what matters most is there
 * first; every later one goes on from where that began.
 */
final class DaySlices implements PageSource {

  /** Attribute of a page: whether its day is over long enough. */
  static final String SETTLED = "settled";

  /** Until so long after its end a day is read again: watches hand their data over late. */
  private static final Duration SETTLES = Duration.ofHours(6);

  private final Clock clock;
  private final Duration history;
  private final Received received;

  /**
   * Reads by this clock.
   *
   * @param history how far back the very first run begins
   */
  DaySlices(Clock clock, Duration history) {
    this.clock = clock;
    this.history = history;
    this.received = new Received(clock);
  }

  @Override
  public Page fetch(WithingsStream stream, FetchRequest request, ProviderHttp http)
      throws ProviderException {
    Instant now = clock.instant();
    Optional<Window> window = request.window();
    DayProgress asked = progress(request, now);
    ProviderResponse response = http.send(question(stream, asked.day()));
    refuseOtherDays(response.json().get("body"), stream, asked.day());

    LocalDate next = asked.day().plusDays(1);
    boolean settled = !start(next).plus(SETTLES).isAfter(now);
    RawPage raw = received.page(stream, response, Map.of(SETTLED, Boolean.toString(settled)));
    if (asked.isBackward()) {
      return new Page(raw, asked.before().cursor(), asked.hasBefore());
    }
    boolean more = next.isBefore(end(window, now));
    // the stream begins again with what may still grow; a window is read once
    LocalDate resume = more || window.isPresent() ? next : settling(now);
    return new Page(raw, DayProgress.at(resume).cursor(), more);
  }

  private DayProgress progress(FetchRequest request, Instant now) throws ProviderException {
    Optional<Cursor> cursor = request.cursor();
    if (cursor.isPresent()) {
      return DayProgress.of(cursor.get());
    }
    Optional<Window> window = request.window();
    return window.isPresent()
        ? DayProgress.at(Spans.utcDay(window.get().from()))
        : DayProgress.back(Spans.utcDay(now), Spans.utcDay(now.minus(history)), settling(now));
  }

  private static LocalDate settling(Instant now) {
    return Spans.utcDay(now.minus(SETTLES));
  }

  /** The day after the last one; nobody has data of tomorrow. */
  private static LocalDate end(Optional<Window> window, Instant now) {
    LocalDate tomorrow = Spans.utcDay(now).plusDays(1);
    LocalDate end =
        window.map(span -> Spans.utcDay(span.to().minusNanos(1)).plusDays(1)).orElse(tomorrow);
    return end.isBefore(tomorrow) ? end : tomorrow;
  }

  /** Whether {@code enddate} belongs to the answer is not documented: the next day must not. */
  private static ProviderRequest question(WithingsStream stream, LocalDate day) {
    return Spans.seconds(
        stream.request(), start(day).getEpochSecond(), start(day.plusDays(1)).getEpochSecond() - 1);
  }

  /** Without a span that it likes the service sends the latest data, for every day the same. */
  private static void refuseOtherDays(JsonView body, WithingsStream stream, LocalDate day)
      throws ProviderException {
    JsonView samples = body.get(stream.list());
    if (body.isAbsent() || !RecordPage.isObject(samples)) {
      throw new ProviderException(StandardError.BAD_PAYLOAD, "samples are no object");
    }
    boolean outside =
        !samples.members().isEmpty()
            && samples.members().keySet().stream().noneMatch(second -> isOf(day, second));
    if (outside) {
      throw new ProviderException(
          StandardError.ENDLESS_PAGING, "other samples come than those of the day asked for");
    }
  }

  private static boolean isOf(LocalDate day, String second) {
    return second.matches("\\d{1,12}")
        && Spans.utcDay(Instant.ofEpochSecond(Long.parseLong(second))).equals(day);
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
