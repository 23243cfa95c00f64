package org.healthsync.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RetryAfterTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    " 120 , PT2M",
    "999999999, PT24H",
    "'Sun, 22 Nov 2026 10:01:30 GMT', PT1M30S",
    "'Sun, 22 Nov 2026 09:00:00 GMT', PT0S",
    "'Wed, 22 Nov 2056 10:00:00 GMT', PT24H"
  })
  void bothFormsAreReadAndNothingWaitsLongerThanADay(String value, Duration expected) {
    assertThat(RetryAfter.parse(value, NOW)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-5", "1.5", "99999999999999999999"})
  void anythingElseSaysNothing(String value) {
    assertThat(RetryAfter.parse(value, NOW)).isEmpty();
  }
}
