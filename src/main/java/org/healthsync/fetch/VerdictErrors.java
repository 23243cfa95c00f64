package org.healthsync.fetch;

import java.time.Duration;
import org.healthsync.spi.ErrorCode;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;
import org.healthsync.spi.Verdict;
import org.jspecify.annotations.Nullable;

/** The error that a verdict other than OK becomes. */
final class VerdictErrors {

  private static final int LONGEST_DETAIL = 100;

  private VerdictErrors() {}

  /**
   * The error for {@code verdict}.
   *
   * @param retryAfter how long to wait, or null when nobody knows
   * @throws IllegalArgumentException for OK
   */
  static ProviderException of(String operation, Verdict verdict, @Nullable Duration retryAfter) {
    return new ProviderException(
        code(verdict.kind()), operation + ": " + tidy(verdict.detail()), retryAfter, null);
  }

  private static ErrorCode code(Verdict.Kind kind) {
    return switch (kind) {
      case OK -> throw new IllegalArgumentException("OK is no error");
      case THROTTLED -> StandardError.THROTTLED;
      case UNAUTHORIZED -> StandardError.UNAUTHORIZED;
      case CONSENT_LOST -> StandardError.CONSENT_LOST;
      case FORBIDDEN -> StandardError.FORBIDDEN;
      case TRANSIENT -> StandardError.PROVIDER_UNAVAILABLE;
      case PERMANENT -> StandardError.REQUEST_REFUSED;
      case BAD_PAYLOAD -> StandardError.BAD_PAYLOAD;
      case GONE -> StandardError.API_GONE;
    };
  }

  /** A vendor code is short and printable; anything else may be forged log lines or payload. */
  private static String tidy(String detail) {
    String printable = detail.replaceAll("\\p{Cntrl}", " ");
    return printable.length() <= LONGEST_DETAIL
        ? printable
        : printable.substring(0, LONGEST_DETAIL);
  }
}
