package org.healthsync.sync;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.healthsync.ledger.ReplayCandidate;
import org.healthsync.spi.stream.StreamDescriptor;
import org.healthsync.spi.stream.StreamDescriptor.Granularity;
import org.healthsync.spi.stream.Window;

/**
 * Which days are fetched again for parts whose page is gone: the day on which a part was measured;
 * when nobody knows it, the days before it was first met that the stream looks back on.
 */
final class RefetchWindows {

  private RefetchWindows() {}

  /** The windows, days in a row in one as far as the provider answers so many at once. */
  static List<Window> of(
      SyncTarget target, StreamDescriptor stream, List<ReplayCandidate> items, Instant now) {
    TreeSet<LocalDate> days = new TreeSet<>();
    items.forEach(item -> add(days, target, stream, item));
    LocalDate tomorrow = LocalDate.ofInstant(now, target.zone()).plusDays(1);
    days.removeIf(day -> !day.isBefore(tomorrow));
    List<Window> windows = new ArrayList<>();
    while (!days.isEmpty()) {
      LocalDate first = days.first();
      LocalDate end = first;
      while (days.remove(end)) {
        end = end.plusDays(1);
      }
      windows.addAll(DayWindows.pieces(stream, first, end, target.zone()));
    }
    return windows;
  }

  private static void add(
      Set<LocalDate> days, SyncTarget target, StreamDescriptor stream, ReplayCandidate item) {
    Instant measured = item.measuredAt();
    if (measured != null) {
      boolean civil = stream.granularity() == Granularity.LOCAL_DAY;
      ZoneId zone = civil ? ZoneOffset.UTC : target.zone();
      days.add(LocalDate.ofInstant(measured, zone));
      return;
    }
    LocalDate met = LocalDate.ofInstant(item.firstAt(), target.zone());
    long back = Math.max(1, stream.lookBack().toDays());
    met.minusDays(back).datesUntil(met.plusDays(1)).forEach(days::add);
  }
}
