package org.healthsync.withings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.healthsync.spi.ErrorCode;
import org.healthsync.spi.ProviderDescriptor;
import org.healthsync.spi.auth.Account;
import org.healthsync.spi.auth.Grant;
import org.healthsync.spi.auth.Refresh;
import org.healthsync.spi.http.Budget;
import org.healthsync.spi.stream.StreamDescriptor;
import org.healthsync.spi.stream.StreamDescriptor.Granularity;
import org.healthsync.spi.stream.StreamDescriptor.Movement;
import org.healthsync.testkit.TestHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WithingsDescriptorTest {

  private final ProviderDescriptor descriptor = WithingsDescriptor.descriptor();

  @Test
  void tokensAreReadFromTheBodyOfTheEnvelope() {
    assertThat(descriptor.authorization().tokenAnswer().parameters())
        .containsExactlyEntriesOf(Map.of("action", "requesttoken"));
    assertThat(descriptor.authorization().tokenAnswer().fieldsAt()).isEqualTo("/body");
    assertThat(descriptor.authorization().tokenAnswer().accountAt()).isEqualTo("/userid");
    assertThat(descriptor.authorization().scopeSeparator()).isEqualTo(",");
  }

  @Test
  void replacedRefreshTokenHasAGraceOfEightHours() {
    Refresh refresh = descriptor.authorization().refresh();

    assertThat(refresh.kind()).isEqualTo(Refresh.Kind.ROTATING);
    assertThat(refresh.grace()).isEqualTo(Duration.ofHours(8));
  }

  @Test
  void everyRequestIsChargedToTheApplicationsMinute() {
    assertThat(descriptor.budgets())
        .containsExactly(
            new Budget(
                "app",
                Budget.Scope.CLIENT,
                List.of(Budget.Allowance.sliding(120, Duration.ofMinutes(1))),
                true,
                Duration.ofSeconds(60)));
  }

  @Test
  void whatCanBeReadByWindowShowsDeletionsInIt() {
    assertThat(descriptor.streams())
        .filteredOn(StreamDescriptor::authoritative)
        .extracting(StreamDescriptor::name)
        .containsExactly(
            "measures", "activity", "workouts", "sleep-summary", "intraday", "sleep", "ecg");
    assertThat(descriptor.streams())
        .filteredOn(stream -> stream.movement() == Movement.INCREMENTAL)
        .extracting(StreamDescriptor::name)
        .containsExactly("measures", "activity", "workouts", "sleep-summary", "sleep");
    assertThat(descriptor.streams())
        .filteredOn(stream -> stream.granularity() == Granularity.LOCAL_DAY)
        .extracting(StreamDescriptor::name)
        .containsExactly("activity", "workouts", "sleep-summary", "sleep");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "3651"})
  void detailDaysThatMakeNoSenseAreRefused(String days) {
    assertThatThrownBy(
            () ->
                new TestHost(new WithingsPlugin(), Map.of("detail-days", days), "1", Instant.EPOCH))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("detail-days");
  }

  @Test
  void accountIsTheOneOfTheTokenAnswer() throws Exception {
    try (TestHost host = new TestHost(new WithingsPlugin(), Map.of(), "1", Instant.EPOCH)) {
      Grant grant = new Grant("default", "45678912", Set.of("user.metrics"), "member");

      assertThat(host.provider().onAuthorized(grant, host.http()))
          .isEqualTo(Account.of("45678912"));
      assertThat(host.stub().requests()).isEmpty();
    }
  }

  @Test
  void numbersOfErrorsAreUniqueAndInThePluginsRange() {
    assertThat(Arrays.stream(WithingsError.values()).map(ErrorCode::number))
        .doesNotHaveDuplicates()
        .allMatch(number -> number >= 2100 && number <= 2199);
  }
}
