package org.healthsync.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  @Test
  void misspeltNameIsNamedInTheFormInWhichItWasSet() {
    Settings settings = of("HEALTHSYNC_OUTBOX_LIMT", "healthsync.schedule.worker");

    assertThatThrownBy(settings::refuseUnknown)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("configuration: HEALTHSYNC_OUTBOX_LIMT is not a known setting")
        .hasMessageContaining("; healthsync.schedule.worker is not a known setting")
        .hasMessageNotContaining("set to this");
  }

  @ParameterizedTest
  @ValueSource(strings = {"healthsync.outbox.limit", "HEALTHSYNC_OUTBOX_LIMIT"})
  void whatWasAskedForIsKnownInEverySpelling(String name) {
    Settings settings = of(name);

    settings.reader().optional("healthsync.outbox.limit");

    assertThatCode(settings::refuseUnknown).doesNotThrowAnyException();
  }

  @Test
  void whatIsReadByOneReaderIsKnownForAll() {
    Settings settings = of("healthsync.keyset-file");

    FileOrValue.read(settings.reader(), "healthsync.keyset");

    assertThatCode(settings::refuseUnknown).doesNotThrowAnyException();
    assertThat(settings.value("healthsync.keyset-file")).contains("set to this");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "healthsyncx.outbox.limit",
        "HEALTHSYNC_PROVIDER_WITHINGS_CLIENT_ID",
        "healthsync.crash",
        // of Kubernetes, for services "healthsync" and "healthsync-redis"
        "HEALTHSYNC_SERVICE_HOST",
        "HEALTHSYNC_SERVICE_PORT",
        "HEALTHSYNC_SERVICE_PORT_HTTPS",
        "HEALTHSYNC_PORT",
        "HEALTHSYNC_PORT_9443_TCP_ADDR",
        "HEALTHSYNC_REDIS_SERVICE_HOST",
        "HEALTHSYNC_REDIS_PORT_6379_TCP"
      })
  void namesOfOthersAreNoneOfItsBusiness(String name) {
    assertThatCode(of(name)::refuseUnknown).doesNotThrowAnyException();
  }

  private static Settings of(String... names) {
    Map<String, String> set = new HashMap<>();
    for (String name : names) {
      set.put(name, "set to this");
    }
    return new Settings(key -> Optional.ofNullable(set.get(key)), set.keySet());
  }
}
