package org.healthsync.sandbox.fhir;

import java.time.Duration;

/**
 * What goes wrong with one request.
 *
 * @param status of an {@code ANSWER}, else 0
 * @param retryAfter sent with an {@code ANSWER}; zero for no such header
 * @param retryAfterAsDate whether it is sent as an HTTP date instead of seconds
 * @param delay before a {@code DELAY}ed request is looked at, else zero
 */
public record Fault(
    Kind kind, int status, Duration retryAfter, boolean retryAfterAsDate, Duration delay) {

  /** The ways in which requests fail. */
  public enum Kind {
    /** Answered with an error, nothing done. */
    ANSWER,
    /** Done and answered as usual, but late. */
    DELAY,
    /** The connection ends without an answer, nothing done. */
    DROP_BEFORE,
    /** All is done, but the connection ends without an answer. */
    DROP_AFTER
  }

  public Fault {
    if ((kind == Kind.ANSWER) != (status >= 400 && status <= 599)) {
      throw new IllegalArgumentException("status is 400 to 599 for ANSWER only: " + status);
    }
    if (retryAfter.isNegative() || delay.isNegative()) {
      throw new IllegalArgumentException("retryAfter and delay are not negative");
    }
  }

  public static Fault answer(int status) {
    return new Fault(Kind.ANSWER, status, Duration.ZERO, false, Duration.ZERO);
  }

  /** With Retry-After in seconds. */
  public static Fault answer(int status, Duration retryAfter) {
    return new Fault(Kind.ANSWER, status, retryAfter, false, Duration.ZERO);
  }

  /** With Retry-After as the HTTP date that is so far in the future. */
  public static Fault answerWithDate(int status, Duration retryAfter) {
    return new Fault(Kind.ANSWER, status, retryAfter, true, Duration.ZERO);
  }

  public static Fault delay(Duration delay) {
    return new Fault(Kind.DELAY, 0, Duration.ZERO, false, delay);
  }

  public static Fault dropBefore() {
    return new Fault(Kind.DROP_BEFORE, 0, Duration.ZERO, false, Duration.ZERO);
  }

  public static Fault dropAfter() {
    return new Fault(Kind.DROP_AFTER, 0, Duration.ZERO, false, Duration.ZERO);
  }
}
