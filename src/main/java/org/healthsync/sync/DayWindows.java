package org.healthsync.sync;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.healthsync.spi.stream.StreamDescriptor;
import org.healthsync.spi.stream.StreamDescriptor.Granularity;
import org.healthsync.spi.stream.Window;

/** Windows of a person's local days, as each stream wants them. */
final class DayWindows {

  private DayWindows() {}

  /**
   * The window from the beginning of {@code first} to the beginning of {@code end}.
   *
   * @param zone the person's
   */
  static Window of(StreamDescriptor stream, LocalDate first, LocalDate end, ZoneId zone) {
    return new Window(start(stream, first, zone), start(stream, end, zone));
  }

  /**
   * The same, of the days that the provider may have, in pieces no longer than it answers at once,
   * newest first. Empty when all lies before its earliest day.
   *
   * @param zone the person's
   */
  static List<Window> pieces(StreamDescriptor stream, LocalDate first, LocalDate end, ZoneId zone) {
    LocalDate begin = begin(stream, first);
    long days = longest(stream);
    List<Window> pieces = new ArrayList<>();
    LocalDate to = end;
    while (begin.isBefore(to)) {
      LocalDate from = ChronoUnit.DAYS.between(begin, to) <= days ? begin : to.minusDays(days);
      pieces.add(of(stream, from, to, zone));
      to = from;
    }
    return pieces;
  }

  /** How many {@link #pieces} there are, without making them. */
  static long count(StreamDescriptor stream, LocalDate first, LocalDate end) {
    long days = Math.max(0, ChronoUnit.DAYS.between(begin(stream, first), end));
    return days / longest(stream) + (days % longest(stream) == 0 ? 0 : 1);
  }

  private static LocalDate begin(StreamDescriptor stream, LocalDate first) {
    LocalDate earliest = stream.earliest();
    return earliest != null && earliest.isAfter(first) ? earliest : first;
  }

  private static long longest(StreamDescriptor stream) {
    Duration longest = stream.maxWindow();
    return longest == null ? Long.MAX_VALUE : Math.max(1, longest.toDays());
  }

  // a local day is denoted by its midnight UTC, see StreamDescriptor.Granularity
  private static Instant start(StreamDescriptor stream, LocalDate day, ZoneId zone) {
    ZoneId clockZone = stream.granularity() == Granularity.LOCAL_DAY ? ZoneOffset.UTC : zone;
    return day.atStartOfDay(clockZone).toInstant();
  }
}
