package org.healthsync.spi.http;

import org.healthsync.spi.ProviderException;
import org.healthsync.spi.stream.Payload;

/** Parses JSON (RFC 8259) within the host's size and depth limits. */
public interface JsonReader {

  /**
   * Parses UTF-8 JSON. Duplicate member names are an error.
   *
   * @throws ProviderException with {@code BAD_PAYLOAD} when it is not well-formed
   */
  JsonView read(Payload payload) throws ProviderException;
}
