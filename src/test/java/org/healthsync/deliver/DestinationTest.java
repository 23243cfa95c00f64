package org.healthsync.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.healthsync.ledger.SettableClock;
import org.healthsync.platform.TenantId;
import org.junit.jupiter.api.Test;

class DestinationTest {

  private static final RandomGenerator LOWEST = () -> 0L;
  private static final RandomGenerator HIGHEST = () -> -1L;

  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-02T00:00:00Z"));
  private final Instant begin = clock.instant();
  private final DestinationHealth health =
      new DestinationHealth(
          new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(60), LOWEST), clock);

  @Test
  void backOffLiesBetweenHalfAndWholeOfADoublingWaitUpToItsLimit() {
    Backoff low = new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(60), LOWEST);
    Backoff high = new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(60), HIGHEST);

    assertThat(low.after(1)).isEqualTo(Duration.ofSeconds(1));
    assertThat(low.after(3)).isEqualTo(Duration.ofSeconds(4));
    assertThat(high.after(3)).isBetween(Duration.ofMillis(7999), Duration.ofSeconds(8));
    assertThat(low.after(1_000)).isEqualTo(Duration.ofSeconds(30));
    assertThat(high.after(1_000)).isLessThanOrEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void afterAPauseOnlyOneAsksUntilThereIsAnAnswer() {
    Instant wanted = begin.plusSeconds(10);
    assertThat(health.failed(wanted)).isEqualTo(wanted);
    assertThat(health.admit()).contains(wanted);

    clock.advance(Duration.ofSeconds(10));
    assertThat(health.admit()).as("the one").isEmpty();
    assertThat(health.admit()).as("another").isPresent();

    health.answered();
    assertThat(health.admit()).isEmpty();
    assertThat(health.admit()).isEmpty();
  }

  @Test
  void oneThatNeverReportsBackDoesNotKeepTheOthersOutForEver() {
    health.failed(null);
    clock.advance(Duration.ofSeconds(1));
    assertThat(health.admit()).isEmpty();
    clock.advance(Duration.ofSeconds(30));
    assertThat(health.admit()).isEmpty();
  }

  @Test
  void slowServerGetsSmallerBundlesAndAFastOneLargerAgain() {
    BundleSize size = new BundleSize(100);
    size.took(100, Duration.ofSeconds(3));
    assertThat(size.entries()).isEqualTo(50);
    size.took(50, Duration.ofSeconds(3));
    size.took(25, Duration.ofSeconds(3));
    size.took(20, Duration.ofSeconds(3));
    assertThat(size.entries()).as("never below 20").isEqualTo(20);

    size.took(20, Duration.ofMillis(1500));
    assertThat(size.entries()).as("neither slow nor fast").isEqualTo(20);
    size.took(3, Duration.ofMillis(10));
    assertThat(size.entries()).as("a small one says nothing").isEqualTo(20);
    size.took(20, Duration.ofMillis(10));
    assertThat(size.entries()).isEqualTo(40);
    for (int i = 0; i < 9; i++) {
      size.took(size.entries(), Duration.ofMillis(10));
    }
    assertThat(size.entries()).isEqualTo(100);
  }

  @Test
  void tenantWithoutDestinationIsToldWhichSettingIsMissing() {
    assertThatThrownBy(() -> new Destinations(Map.of()).of(new TenantId("ward")))
        .hasMessageContaining("healthsync.tenant.ward.fhir.base-url");
  }
}
