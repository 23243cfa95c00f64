package org.healthsync.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.healthsync.platform.ConfigReader;
import org.junit.jupiter.api.Test;

final class FetchSettingsTest {

  @Test
  void oneProviderDoesNotHoldAllWorkersUnlessTheOperatorWantsIt() {
    assertThat(read(Map.of()).concurrency()).isEqualTo(6);
    assertThat(read(Map.of("healthsync.schedule.workers", "1")).concurrency()).isEqualTo(1);
    assertThat(read(Map.of("healthsync.schedule.workers", "40")).concurrency()).isEqualTo(30);
    assertThat(read(Map.of("healthsync.fetch.concurrency-per-provider", "16")).concurrency())
        .isEqualTo(16);
  }

  private static FetchSettings read(Map<String, String> values) {
    ConfigReader reader = new ConfigReader(key -> Optional.ofNullable(values.get(key)));
    FetchSettings settings = FetchSettings.read(reader);
    reader.check();
    return settings;
  }
}
