package org.healthsync.sandbox.fhir.store;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/**
 * The time that a FHIR date stands for: a day is all of that day, in UTC as this server's zone.
 *
 * @param start first instant
 * @param end first instant after it
 * @see <a href="https://hl7.org/fhir/R5/search.html#date">R5 search, date</a>
 */
public record TimeRange(Instant start, Instant end) {

  /** Of a period that is open at both ends. */
  public static final TimeRange ALWAYS = new TimeRange(Instant.MIN, Instant.MAX);

  private static final Pattern HAS_OFFSET = Pattern.compile(".*T.*(Z|[+-]\\d\\d:\\d\\d)");

  /** How a search value and a value in a resource compare; the names are the prefixes. */
  public enum Comparison {
    EQ,
    NE,
    GT,
    LT,
    GE,
    LE,
    SA,
    EB
  }

  /**
   * Reads year, month, day, minute, second or fraction precision; without an offset in UTC.
   *
   * @throws IllegalArgumentException when it is none of these
   */
  public static TimeRange parse(String text) {
    try {
      return switch (text.length()) {
        case 4 -> days(Year.parse(text).atDay(1), Year.parse(text).plusYears(1).atDay(1));
        case 7 ->
            days(YearMonth.parse(text).atDay(1), YearMonth.parse(text).plusMonths(1).atDay(1));
        case 10 -> days(LocalDate.parse(text), LocalDate.parse(text).plusDays(1));
        default -> moment(text);
      };
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("not a FHIR date or time", e);
    }
  }

  /** From the start of one to the end of the other; both may be the same. */
  public TimeRange until(TimeRange last) {
    return new TimeRange(start, last.end);
  }

  /** Whether this value of a resource satisfies the comparison with the value searched for. */
  public boolean satisfies(Comparison comparison, TimeRange searched) {
    boolean within = !start.isBefore(searched.start) && !end.isAfter(searched.end);
    return switch (comparison) {
      case EQ -> within;
      case NE -> !within;
      case GT -> end.isAfter(searched.end);
      case LT -> start.isBefore(searched.start);
      case GE -> end.isAfter(searched.start);
      case LE -> start.isBefore(searched.end);
      case SA -> !start.isBefore(searched.end);
      case EB -> !end.isAfter(searched.start);
    };
  }

  private static TimeRange days(LocalDate first, LocalDate after) {
    return new TimeRange(
        first.atStartOfDay(ZoneOffset.UTC).toInstant(),
        after.atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  private static TimeRange moment(String text) {
    Instant start =
        HAS_OFFSET.matcher(text).matches()
            ? OffsetDateTime.parse(text).toInstant()
            : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    boolean minutes = text.indexOf(':') == text.length() - 3;
    ChronoUnit unit =
        minutes
            ? ChronoUnit.MINUTES
            : text.indexOf('.') > 0 ? ChronoUnit.MILLIS : ChronoUnit.SECONDS;
    return new TimeRange(start, start.plus(1, unit));
  }
}
