package org.healthsync.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.healthsync.spi.ConfigKey;
import org.healthsync.spi.ProviderDescriptor;
import org.healthsync.testkit.sample.SamplePlugin;
import org.junit.jupiter.api.Test;

class TestConfigTest {

  private static final ProviderDescriptor DESCRIPTOR = descriptor();

  @Test
  void unknownKeyIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TestConfig(DESCRIPTOR, Map.of("token", "x", "no-such-key", "1")))
        .withMessageContaining("no-such-key is not declared");
  }

  @Test
  void mandatoryKeyMustBeSet() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TestConfig(DESCRIPTOR, Map.of()))
        .withMessageContaining("token");
  }

  @Test
  void valueOfAnotherTypeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TestConfig(DESCRIPTOR, Map.of("token", "x", "wait", "soon")))
        .withMessageContaining("wait is not set to a valid DURATION");
  }

  @Test
  void defaultsHoldUntilTheOperatorSetsAValue() {
    assertThat(new TestConfig(DESCRIPTOR, Map.of("token", "x")).duration("wait"))
        .isEqualTo(Duration.ofMinutes(5));
    assertThat(new TestConfig(DESCRIPTOR, Map.of("token", "x", "wait", "PT1S")).duration("wait"))
        .isEqualTo(Duration.ofSeconds(1));
  }

  private static ProviderDescriptor descriptor() {
    ProviderDescriptor sample = new SamplePlugin().descriptor();
    return new ProviderDescriptor(
        sample.id(),
        sample.name(),
        sample.spiVersion(),
        sample.authorization(),
        sample.streams(),
        sample.budgets(),
        sample.capabilities(),
        List.of(
            new ConfigKey("token", ConfigKey.Type.TEXT, null, "A key without default."),
            new ConfigKey("wait", ConfigKey.Type.DURATION, "PT5M", "A key with default.")));
  }
}
