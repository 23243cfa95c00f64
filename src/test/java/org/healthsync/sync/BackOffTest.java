package org.healthsync.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackOffTest {

  @ParameterizedTest
  @CsvSource({"0,5", "1,5", "2,10", "3,20", "7,320", "8,640", "9,900", "50,900", "2147483647,900"})
  void delayDoublesFromFiveSecondsToAQuarterOfAnHour(int failures, long seconds) {
    assertThat(Fixed.middle().after(failures)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 20})
  void delayIsSpreadByAFifthToBothSides(int failures) {
    Duration middle = Fixed.middle().after(failures);

    assertThat(Fixed.at(0.0).after(failures)).isEqualTo(middle.multipliedBy(8).dividedBy(10));
    assertThat(Fixed.at(1.0).after(failures)).isEqualTo(middle.multipliedBy(12).dividedBy(10));
  }

  @Test
  void whatAProviderDemandsIsNeverShortened() {
    BackOff backOff = new BackOff(new Random(42));
    Duration demanded = Duration.ofSeconds(37);

    for (int i = 0; i < 1000; i++) {
      assertThat(backOff.atLeast(demanded)).isBetween(demanded, Duration.ofMillis(40_700));
    }
  }

  @Test
  void twoDelaysInARowDiffer() {
    BackOff backOff = new BackOff(new Random(42));

    assertThat(backOff.after(5)).isNotEqualTo(backOff.after(5));
  }
}
