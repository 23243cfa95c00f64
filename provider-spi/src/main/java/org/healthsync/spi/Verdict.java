package org.healthsync.spi;

import java.time.Duration;
import org.healthsync.spi.http.ProviderResponse;
import org.jspecify.annotations.Nullable;

/**
 * What an answer of the provider means, independent of its HTTP status.
 *
 * @param kind the outcome
 * @param detail a short vendor code for logs such as {@code status 601}; no payload
 * @param retryAfter how long to wait at least; null when the provider did not say
 * @param budget name of the budget that is used up; null means all that the request was charged to
 */
public record Verdict(
    Kind kind, String detail, @Nullable Duration retryAfter, @Nullable String budget) {

  /** Outcomes. */
  public enum Kind {
    /** The plugin reads the response. */
    OK,
    /** A limit is used up: wait, do not count as a failure. */
    THROTTLED,
    /** The token is refused: the host refreshes it once and repeats the request. */
    UNAUTHORIZED,
    /** Consent is gone: authorize again. */
    CONSENT_LOST,
    /** A scope or right is missing: leave this stream out. */
    FORBIDDEN,
    /** Passes by itself: repeat with growing delay. */
    TRANSIENT,
    /** Repeating the same request cannot help. */
    PERMANENT,
    /** The answer cannot be read. */
    BAD_PAYLOAD,
    /** The API is withdrawn. */
    GONE
  }

  private static final Verdict FINE = new Verdict(Kind.OK, "", null, null);

  /** The response is as wanted. */
  public static Verdict ok() {
    return FINE;
  }

  /** A verdict without a waiting time. */
  public static Verdict of(Kind kind, String detail) {
    return new Verdict(kind, detail, null, null);
  }

  /** A used-up limit; {@code retryAfter} null when the provider did not say how long. */
  public static Verdict throttled(String detail, @Nullable Duration retryAfter) {
    return new Verdict(Kind.THROTTLED, detail, retryAfter, null);
  }

  /**
   * The verdict by RFC 9110 status code alone. {@code Retry-After} is read by the host in both of
   * its forms, so no waiting time is set here.
   */
  public static Verdict ofHttpStatus(ProviderResponse response) {
    int status = response.status();
    return status >= 200 && status < 300 ? ok() : of(kindOf(status), "http " + status);
  }

  private static Kind kindOf(int status) {
    return switch (status) {
      case 401 -> Kind.UNAUTHORIZED;
      case 403 -> Kind.FORBIDDEN;
      case 410 -> Kind.GONE;
      case 429 -> Kind.THROTTLED;
      case 408, 425 -> Kind.TRANSIENT;
      default -> status >= 500 ? Kind.TRANSIENT : Kind.PERMANENT;
    };
  }
}
