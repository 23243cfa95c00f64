package org.healthsync.platform.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.healthsync.platform.FileMistake;
import org.healthsync.platform.ProblemCode;
import org.healthsync.platform.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * The body of every error, RFC 9457.
 *
 * @param type a URN that ends in the code
 * @param title the same sentence for every occurrence
 * @param status the HTTP status
 * @param detail what is wrong this time and what to do
 * @param code stable, for programs
 * @param field path of the field that is wrong; left out when no single one is
 * @param mistakes all that is wrong with a file that was sent; left out when there is none
 * @param incident id under which the log has more; only for our own failures
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    String code,
    @Nullable String field,
    @Nullable List<FileMistake> mistakes,
    @Nullable String incident) {

  /** The media type. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /** The problem that {@code e} speaks of. */
  public static Problem of(ProblemException e) {
    List<FileMistake> mistakes = e.mistakes().isEmpty() ? null : e.mistakes();
    return of(e.code(), String.valueOf(e.getMessage()), e.field().orElse(null), mistakes, null);
  }

  static Problem of(
      ProblemCode code, String detail, @Nullable String field, @Nullable String incident) {
    return of(code, detail, field, null, incident);
  }

  private static Problem of(
      ProblemCode code,
      String detail,
      @Nullable String field,
      @Nullable List<FileMistake> mistakes,
      @Nullable String incident) {
    return new Problem(
        "urn:healthsync:problem:" + code.code(),
        code.title(),
        code.status(),
        detail,
        code.code(),
        field,
        mistakes,
        incident);
  }
}
