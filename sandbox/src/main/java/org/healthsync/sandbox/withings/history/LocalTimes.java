package org.healthsync.sandbox.withings.history;

import java.time.LocalDate;
import java.time.ZoneId;

/** Local clock times as the vendor's epoch seconds. */
final class LocalTimes {

  private LocalTimes() {}

  /**
   * That minute of the local day, by the wall clock; a minute that a clock change skips is moved
   * forward.
   */
  static long at(LocalDate day, int minuteOfDay, int second, ZoneId zone) {
    return day.atTime(minuteOfDay / 60, minuteOfDay % 60, second).atZone(zone).toEpochSecond();
  }
}
