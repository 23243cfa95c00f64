package org.healthsync.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.healthsync.faults.run.Meter;
import org.junit.jupiter.api.Test;

final class MeterTest {

  private static final Duration SPAN = Duration.ofSeconds(2);

  private final Meter meter = new Meter();

  @Test
  void recoveryIsTheTimeUntilTheRateIsBackAtNinetyFivePercent() {
    long count = 0;
    for (int second = 0; second <= 20; second++) {
      meter.note(second * 1_000L, count);
      // ten a second, nothing from the kill at 10 until 14, then ten again
      count += second >= 10 && second < 14 ? 0 : 10;
    }
    assertThat(meter.recovery(10_000, SPAN)).hasValue(6_000);
  }

  @Test
  void ratesAreToldSpanBySpan() {
    for (int second = 0; second <= 6; second++) {
      meter.note(second * 1_000L, (long) second * second);
    }
    assertThat(meter.rates(0, SPAN, 4)).containsExactly(2L, 6L, 10L, 0L);
  }

  @Test
  void looksThatAreFarApartTellTheRateBetweenThem() {
    meter.note(0, 0);
    meter.note(9_000, 90);
    assertThat(meter.rates(0, SPAN, 5)).containsExactly(10L, 10L, 10L, 10L, 0L);
  }

  @Test
  void rateThatNeverComesBackHasNoRecovery() {
    for (int second = 0; second <= 20; second++) {
      meter.note(second * 1_000L, Math.min(second, 10) * 10L);
    }
    assertThat(meter.recovery(10_000, SPAN)).isEmpty();
  }

  @Test
  void nothingBeforeTheKillHasNoRecovery() {
    meter.note(0, 0);
    meter.note(10_000, 0);
    assertThat(meter.recovery(10_000, SPAN)).isEmpty();
  }
}
