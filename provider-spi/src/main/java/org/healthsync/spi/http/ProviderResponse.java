package org.healthsync.spi.http;

import java.util.Optional;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.stream.Payload;

/** A provider's answer, read completely and within the host's limits. */
public interface ProviderResponse {

  /** HTTP status code. */
  int status();

  /** First value of a header, name in any case. */
  Optional<String> header(String name);

  /** The body after content decoding; empty when there is none. */
  Payload body();

  /**
   * The body as JSON, parsed once.
   *
   * @throws ProviderException with {@code BAD_PAYLOAD} when it is not well-formed
   */
  JsonView json() throws ProviderException;
}
