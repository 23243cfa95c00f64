package org.healthsync.fetch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.healthsync.spi.http.Budget;
import org.healthsync.spi.http.BudgetSignal;
import org.healthsync.spi.http.ProviderResponse;
import org.jspecify.annotations.Nullable;

/**
 * The well-known headers in which providers tell how much of a limit is left: {@code RateLimit-*},
 * {@code X-RateLimit-*} and {@code Fitbit-Rate-Limit-*}, each with {@code Limit}, {@code Remaining}
 * and {@code Reset}. What is no plain number counts as not said.
 */
final class RateLimitHeaders {

  private static final List<String> FAMILIES =
      List.of("RateLimit-", "X-RateLimit-", "Fitbit-Rate-Limit-");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,15}");

  /** No reset is a thousand days away: a larger number is a time since the epoch. */
  private static final long MOST_SECONDS = 86_400_000L;

  private static final long MOST_EPOCH_SECONDS = 100_000_000_000L;

  private RateLimitHeaders() {}

  /** What the answer says of {@code budget}; empty when it does not say what is left. */
  static Optional<BudgetSignal> read(ProviderResponse response, Budget budget, Instant now) {
    for (String family : FAMILIES) {
      Long remaining = number(response, family + "Remaining");
      if (remaining != null) {
        return Optional.of(
            new BudgetSignal(
                budget.name(),
                null,
                number(response, family + "Limit"),
                remaining,
                reset(number(response, family + "Reset"), now)));
      }
    }
    return Optional.empty();
  }

  /** Seconds from now, seconds since the epoch, or milliseconds since the epoch. */
  private static @Nullable Duration reset(@Nullable Long number, Instant now) {
    if (number == null) {
      return null;
    }
    if (number <= MOST_SECONDS) {
      return Duration.ofSeconds(number);
    }
    Instant at =
        number <= MOST_EPOCH_SECONDS ? Instant.ofEpochSecond(number) : Instant.ofEpochMilli(number);
    Duration left = Duration.between(now, at);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private static @Nullable Long number(ProviderResponse response, String header) {
    return response
        .header(header)
        .map(String::strip)
        .filter(value -> NUMBER.matcher(value).matches())
        .map(Long::valueOf)
        .orElse(null);
  }
}
