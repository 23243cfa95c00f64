package org.healthsync.spi;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A failure with a code, a fault and a remedy. The message is for operators: it never holds tokens,
 * payload or measured values.
 */
public final class ProviderException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient ErrorCode code;
  private final @Nullable Duration retryAfter;

  /** A failure without a time to retry at. */
  public ProviderException(ErrorCode code, String message) {
    this(code, message, null, null);
  }

  /** A failure with its cause. */
  public ProviderException(ErrorCode code, String message, @Nullable Throwable cause) {
    this(code, message, null, cause);
  }

  /**
   * A failure that passes after a known time.
   *
   * @param retryAfter earliest time from now to try again, or null when unknown
   */
  public ProviderException(
      ErrorCode code, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
    super(code.name() + ": " + message, cause);
    this.code = code;
    this.retryAfter = retryAfter;
  }

  /** What kind of failure. */
  public ErrorCode code() {
    return code;
  }

  /** How long to wait at least, when the provider said so. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
