package org.healthsync.fetch;

import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.healthsync.platform.Causes;

/** Why no usable answer came from a provider. */
public enum NoAnswer {
  /** The provider's name is not known. */
  UNKNOWN_HOST("unknown-host"),
  /** A certificate that has expired or that nobody here trusts, or no TLS at all. */
  TLS_FAILED("tls-failed"),
  /** No connection, or no complete answer, in time. */
  TIMEOUT("timeout"),
  /** The connection could not be made or broke. */
  UNREACHABLE("unreachable"),
  /** An answer came that is too large or damaged. */
  UNREADABLE("unreadable");

  private final String code;

  NoAnswer(String code) {
    this.code = code;
  }

  /** As metrics and documentation have it. */
  public String code() {
    return code;
  }

  /** What lies behind a failure of the HTTP client, which may report it inside of others. */
  static NoAnswer behind(Throwable failure) {
    if (has(failure, SSLException.class)) {
      return TLS_FAILED;
    }
    if (has(failure, UnresolvedAddressException.class)
        || has(failure, UnknownHostException.class)) {
      return UNKNOWN_HOST;
    }
    if (has(failure, HttpTimeoutException.class) || has(failure, TimeoutException.class)) {
      return TIMEOUT;
    }
    return has(failure, BodyTooLargeException.class) ? UNREADABLE : UNREACHABLE;
  }

  private static boolean has(Throwable failure, Class<? extends Throwable> kind) {
    return Causes.first(failure, kind).isPresent();
  }
}
