package org.healthsync.platform;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Reads times that callers name. Java knows years that PostgreSQL does not and that no calendar of
 * ours means: those are refused here, so that nothing behind has to expect them.
 */
public final class PlausibleTime {

  private static final int FIRST_YEAR = 1900;
  private static final int LAST_YEAR = 2200;

  private PlausibleTime() {}

  /**
   * A date such as 2026-01-31.
   *
   * @throws DateTimeException when it is none, or not of the years 1900 to 2200
   */
  public static LocalDate date(String text) {
    return checked(LocalDate.parse(text));
  }

  /**
   * An instant such as 2026-01-01T00:00:00Z.
   *
   * @throws DateTimeException when it is none, or not of the years 1900 to 2200
   */
  public static Instant instant(String text) {
    Instant instant = Instant.parse(text);
    checked(LocalDate.ofInstant(instant, ZoneOffset.UTC));
    return instant;
  }

  private static LocalDate checked(LocalDate date) {
    if (date.getYear() < FIRST_YEAR || date.getYear() > LAST_YEAR) {
      throw new DateTimeException("year from " + FIRST_YEAR + " to " + LAST_YEAR);
    }
    return date;
  }
}
