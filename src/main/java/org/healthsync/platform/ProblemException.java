package org.healthsync.platform;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An API call that cannot be done, answered as an RFC 9457 problem. */
public final class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ProblemCode code;
  private final @Nullable String field;
  private final transient List<FileMistake> mistakes;

  /** A problem with the call as a whole. */
  public ProblemException(ProblemCode code, String detail) {
    super(detail);
    this.code = code;
    this.field = null;
    this.mistakes = List.of();
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
    this.mistakes = List.of();
  }

  /**
   * A problem with a file.
   *
   * @param mistakes all that is wrong with it
   */
  public ProblemException(ProblemCode code, String detail, List<FileMistake> mistakes) {
    super(detail);
    this.code = code;
    this.field = null;
    this.mistakes = List.copyOf(mistakes);
  }

  /** What is wrong. */
  public ProblemCode code() {
    return code;
  }

  /** What is wrong with a file; empty when it is about none. */
  public List<FileMistake> mistakes() {
    return mistakes;
  }

  /** Which field is wrong. */
  public Optional<String> field() {
    return Optional.ofNullable(field);
  }
}
