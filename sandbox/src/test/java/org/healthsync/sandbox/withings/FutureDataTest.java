package org.healthsync.sandbox.withings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class FutureDataTest extends CloudTest {

  @Override
  WithingsCloudOptions.Builder options() {
    return super.options().end(LocalDate.of(2026, 12, 31));
  }

  @Test
  void generatedDataOfTheFutureAppearWhenTheClockGetsThere() throws Exception {
    String token = app.connect(user).access();
    long updateTime = app.measures(token, "lastupdate=0").path("updatetime").asLong();
    int known = control.truth(user).size();
    assertThat(app.measures(token, "lastupdate=" + updateTime).path("measuregrps")).isEmpty();
    clock.advance(Duration.ofDays(7));
    String fresh = app.connect(user).access();
    assertThat(app.measures(fresh, "lastupdate=" + updateTime).path("measuregrps").size())
        .isBetween(4, 40);
    assertThat(control.truth(user)).hasSizeGreaterThan(known);
  }
}
