package org.healthsync.platform.api;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Function;
import org.healthsync.platform.PlausibleTime;
import org.healthsync.platform.ProblemCode;
import org.healthsync.platform.ProblemException;
import org.jspecify.annotations.Nullable;

/** Reads fields of a query or a body that may be missing or of a wrong form. */
public final class Fields {

  private static final String DATE = "a date such as 2026-01-31, of the years 1900 to 2200";
  private static final String INSTANT =
      "an instant such as 2026-01-01T00:00:00Z, of the years 1900 to 2200";
  private static final int LONGEST_TEXT = 1000;

  private Fields() {}

  /**
   * The parsed value of a field that must be there.
   *
   * @param field its path, for the problem
   * @param expected what it must look like, for the problem; the sent value is never repeated
   * @throws ProblemException {@code invalid-field}
   */
  public static <T> T required(
      String field, @Nullable String value, Function<String, T> parser, String expected) {
    if (value == null) {
      throw new ProblemException(
          ProblemCode.INVALID_FIELD, "The field is missing; it must be " + expected, field);
    }
    return parse(field, value, parser, expected);
  }

  /** The parsed value of a field that may be left out. */
  public static <T> Optional<T> optional(
      String field, @Nullable String value, Function<String, T> parser, String expected) {
    return value == null ? Optional.empty() : Optional.of(parse(field, value, parser, expected));
  }

  /** A date that must be there. */
  public static LocalDate date(String field, @Nullable String value) {
    return required(field, value, PlausibleTime::date, DATE);
  }

  /** An instant that must be there. */
  public static Instant instant(String field, @Nullable String value) {
    return required(field, value, PlausibleTime::instant, INSTANT);
  }

  /** An instant that may be left out. */
  public static Optional<Instant> optionalInstant(String field, @Nullable String value) {
    return optional(field, value, PlausibleTime::instant, INSTANT);
  }

  /** A short text in somebody's own words, which may be left out. */
  public static Optional<String> text(String field, @Nullable String value) {
    return optional(
        field,
        value,
        text -> printable(text, LONGEST_TEXT),
        "a text of at most " + LONGEST_TEXT + " characters, without control characters");
  }

  /** A text of any length that must be there. */
  public static String longText(String field, @Nullable String value) {
    return required(
        field,
        value,
        text -> printable(text, Integer.MAX_VALUE),
        "a text without control characters");
  }

  /** A whole body that must be there. */
  public static <T> T body(@Nullable T body) {
    if (body == null) {
      throw new ProblemException(ProblemCode.MALFORMED_JSON, "Send one JSON object");
    }
    return body;
  }

  /**
   * An id from the path. What is no id names nothing.
   *
   * @throws ProblemException {@code not-found}
   */
  public static <T> T pathId(String value, Function<String, T> parser) {
    try {
      return parser.apply(value);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(ProblemCode.NOT_FOUND, "There is nothing of that id");
    }
  }

  /** PostgreSQL keeps no NUL, and nobody reads the others. */
  private static String printable(String text, int longest) {
    if (text.length() > longest || text.chars().anyMatch(Fields::isControl)) {
      throw new IllegalArgumentException("not a plain text");
    }
    return text;
  }

  private static boolean isControl(int character) {
    return Character.isISOControl(character) && "\t\r\n".indexOf(character) < 0;
  }

  private static <T> T parse(
      String field, String value, Function<String, T> parser, String expected) {
    try {
      return parser.apply(value);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new ProblemException(ProblemCode.INVALID_FIELD, "The value must be " + expected, field);
    }
  }
}
