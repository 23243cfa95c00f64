package org.healthsync.platform;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An API call that cannot be done, answered as an RFC 9457 problem. */
public final class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ProblemCode code;
  private final @Nullable String field;

  /** A problem with the call as a whole. */
  public ProblemException(ProblemCode code, String detail) {
    this(code, detail, null);
  }

  /**
   * A problem with one field.
   *
   * @param detail what is wrong and what to do; no secrets, no health values
   * @param field path of the field such as {@code streams[0]}
   */
  public ProblemException(ProblemCode code, String detail, @Nullable String field) {
    super(detail);
    this.code = code;
    this.field = field;
  }

  /** What is wrong. */
  public ProblemCode code() {
    return code;
  }

  /** Which field is wrong. */
  public Optional<String> field() {
    return Optional.ofNullable(field);
  }
}
