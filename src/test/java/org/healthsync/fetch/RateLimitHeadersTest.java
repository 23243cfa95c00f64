package org.healthsync.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;
import org.healthsync.spi.http.Budget;
import org.healthsync.spi.http.BudgetSignal;
import org.healthsync.spi.http.JsonView;
import org.healthsync.spi.stream.Payload;
import org.junit.jupiter.api.Test;

final class RateLimitHeadersTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final Budget APP =
      new Budget(
          "app",
          Budget.Scope.CLIENT,
          List.of(Budget.Allowance.sliding(100, Duration.ofMinutes(1))),
          true,
          Duration.ofMinutes(1));

  @Test
  void everyFamilyIsReadInAnyCase() {
    for (String family : List.of("ratelimit-", "X-RateLimit-", "Fitbit-Rate-Limit-")) {
      assertThat(read(family + "Limit", "150", family + "Remaining", "149", family + "Reset", "9"))
          .contains(new BudgetSignal("app", null, 150L, 149L, Duration.ofSeconds(9)));
    }
  }

  @Test
  void resetIsSecondsFromNowOrATimeInSecondsOrMilliseconds() {
    long at = NOW.plusSeconds(77).getEpochSecond();
    for (String reset : List.of("77", Long.toString(at), Long.toString(at * 1000))) {
      assertThat(read("X-RateLimit-Remaining", "1", "X-RateLimit-Reset", reset))
          .contains(new BudgetSignal("app", null, null, 1L, Duration.ofSeconds(77)));
    }
  }

  @Test
  void resetThatHasPassedIsNow() {
    String past = Long.toString(NOW.minusSeconds(5).getEpochSecond());
    assertThat(read("X-RateLimit-Remaining", "1", "X-RateLimit-Reset", past))
        .contains(new BudgetSignal("app", null, null, 1L, Duration.ZERO));
  }

  @Test
  void whatIsNoPlainNumberIsNotSaid() {
    assertThat(read()).isEmpty();
    assertThat(read("X-RateLimit-Limit", "100")).isEmpty();
    assertThat(read("X-RateLimit-Remaining", "99,998")).isEmpty();
    assertThat(read("X-RateLimit-Remaining", "-1")).isEmpty();
    assertThat(read("X-RateLimit-Remaining", "12345678901234567890")).isEmpty();
    assertThat(read("X-RateLimit-Remaining", "7", "X-RateLimit-Reset", "soon"))
        .contains(new BudgetSignal("app", null, null, 7L, null));
  }

  private static Optional<BudgetSignal> read(String... namesAndValues) {
    Map<String, List<String>> headers = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.put(namesAndValues[i], List.of(namesAndValues[i + 1]));
    }
    HttpAnswer answer =
        new HttpAnswer(
            200, HttpHeaders.of(headers, (name, value) -> true), Payload.of(new byte[0]));
    return RateLimitHeaders.read(
        new ReceivedResponse(answer, RateLimitHeadersTest::none), APP, NOW);
  }

  private static JsonView none(Payload payload) throws ProviderException {
    throw new ProviderException(StandardError.BAD_PAYLOAD, "not read here");
  }
}
