package org.healthsync.withings;

import java.time.Clock;
import java.util.Map;
import org.healthsync.spi.http.ProviderResponse;
import org.healthsync.spi.stream.RawPage;

/** Answers become raw pages. */
final class Received {

  private final Clock clock;

  Received(Clock clock) {
    this.clock = clock;
  }

  /** The answer as it came, with what the mapping must know of the question. */
  RawPage page(WithingsStream stream, ProviderResponse response, Map<String, String> attributes) {
    return new RawPage(
        stream.streamName(),
        response.body(),
        response.header("Content-Type").orElse("application/json"),
        attributes,
        clock.instant());
  }
}
