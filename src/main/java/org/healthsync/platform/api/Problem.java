package org.healthsync.platform.api;

import com.fasterxml.jackson.annotation.JsonInclude;
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
    @Nullable String incident) {

  /** The media type. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /** The problem that {@code e} speaks of. */
  public static Problem of(ProblemException e) {
    return of(e.code(), String.valueOf(e.getMessage()), e.field().orElse(null), null);
  }

  static Problem of(
      ProblemCode code, String detail, @Nullable String field, @Nullable String incident) {
    return new Problem(
        "urn:healthsync:problem:" + code.code(),
        code.title(),
        code.status(),
        detail,
        code.code(),
        field,
        incident);
  }
}
