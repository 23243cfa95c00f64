package org.healthsync.sync;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
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

  // a local day is denoted by its midnight UTC, see StreamDescriptor.Granularity
  private static Instant start(StreamDescriptor stream, LocalDate day, ZoneId zone) {
    ZoneId clockZone = stream.granularity() == Granularity.LOCAL_DAY ? ZoneOffset.UTC : zone;
    return day.atStartOfDay(clockZone).toInstant();
  }
}
