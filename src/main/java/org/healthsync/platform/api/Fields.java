package org.healthsync.platform.api;

import java.time.DateTimeException;
import java.util.Optional;
import java.util.function.Function;
import org.healthsync.platform.ProblemCode;
import org.healthsync.platform.ProblemException;
import org.jspecify.annotations.Nullable;

/** Reads fields of a body that may be missing or of a wrong form. */
public final class Fields {

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

  private static <T> T parse(
      String field, String value, Function<String, T> parser, String expected) {
    try {
      return parser.apply(value);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new ProblemException(ProblemCode.INVALID_FIELD, "The value must be " + expected, field);
    }
  }
}
