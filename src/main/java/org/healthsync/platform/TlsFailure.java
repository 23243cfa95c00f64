package org.healthsync.platform;

import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Tells a certificate or protocol that does not fit from a network that is down. */
public final class TlsFailure {

  private TlsFailure() {}

  /** The failure of TLS behind {@code failure}: an HTTP client may report it inside of others. */
  public static Optional<Throwable> behind(@Nullable Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
        .filter(SSLException.class::isInstance)
        .findFirst();
  }
}
