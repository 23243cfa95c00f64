package org.healthsync.platform;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** The {@code Retry-After} header, RFC 9110 section 10.2.3. */
public final class RetryAfter {

  private static final Duration LONGEST = Duration.ofDays(1);

  private RetryAfter() {}

  /**
   * The waiting time from {@code now}, at most a day: a mistaken date must not stop a connection
   * for years.
   *
   * @param value seconds or an HTTP date
   * @return empty when it is neither; zero for a date that has passed
   */
  public static Optional<Duration> parse(String value, Instant now) {
    String text = value.strip();
    try {
      Duration wait =
          text.matches("\\d{1,9}")
              ? Duration.ofSeconds(Long.parseLong(text))
              : Duration.between(
                  now, ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
      return Optional.of(
          wait.isNegative() ? Duration.ZERO : wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
