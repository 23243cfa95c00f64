package org.healthsync.spi.notify;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.healthsync.spi.stream.Payload;

/**
 * An inbound webhook call, unverified, body untouched since signatures cover its bytes.
 *
 * @param method HTTP method, upper case
 * @param headers by lower-case name
 * @param query by name, in order
 * @param body as received
 * @param receivedAt when it came, by the host's clock
 */
public record Notification(
    String method,
    Map<String, List<String>> headers,
    Map<String, List<String>> query,
    Payload body,
    Instant receivedAt) {

  /** First value of a header, name in any case. */
  public Optional<String> header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream().findFirst();
  }

  /** First value of a query parameter. */
  public Optional<String> parameter(String name) {
    return query.getOrDefault(name, List.of()).stream().findFirst();
  }

  /** Method and size; the rest may be personal. */
  @Override
  public String toString() {
    return "Notification[" + method + ", " + body + "]";
  }
}
