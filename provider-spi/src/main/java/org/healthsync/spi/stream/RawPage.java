package org.healthsync.spi.stream;

import java.time.Instant;
import java.util.Map;

/**
 * A provider's answer as received. Archived, so that it can be mapped again later.
 *
 * @param stream name of the stream
 * @param payload the bytes of the body
 * @param contentType media type of the body
 * @param attributes facts of the request that the body lacks and mapping needs, such as the id of a
 *     signal; no secrets
 * @param fetchedAt when the answer came
 */
public record RawPage(
    String stream,
    Payload payload,
    String contentType,
    Map<String, String> attributes,
    Instant fetchedAt) {

  /** Copies the attributes. */
  public RawPage {
    attributes = Map.copyOf(attributes);
  }
}
