package org.healthsync.deliver.fhir;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Reads the header {@code Retry-After} (RFC 9110, section 10.2.3) in both of its forms. */
final class RetryAfter {

  // a server that asks for more has a wrong clock or a fault; a day is long enough to be asked
  // again
  private static final Duration LONGEST = Duration.ofDays(1);

  private RetryAfter() {}

  /** When to ask again; empty when the value is not understood. */
  static Optional<Instant> parse(String value, Instant now) {
    String text = value.strip();
    try {
      Instant at =
          text.matches("\\d{1,9}")
              ? now.plusSeconds(Long.parseLong(text))
              : DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
      Instant latest = now.plus(LONGEST);
      return Optional.of(at.isAfter(latest) ? latest : at);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
