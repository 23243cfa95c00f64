package org.healthsync.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"https://sync.example", "https://sync.example/", "https://sync.example//"})
  void pathsAreBelowTheAddressWithOneSlashBetween(String set) {
    assertThat(read(set).of("/api/v1/syncs/1")).hasToString("https://sync.example/api/v1/syncs/1");
  }

  @Test
  void addressMayHaveAPathOfItsOwn() {
    assertThat(read("https://example.org/sync/").of("/oauth/callback"))
        .hasToString("https://example.org/sync/oauth/callback");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sync.example", "ftp://sync.example", "https://sync.example?a=b"})
  void wrongAddressEndsTheStart(String set) {
    assertThatThrownBy(() -> read(set))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("healthsync.public-url");
  }

  private static PublicAddress read(String set) {
    ConfigReader config =
        new ConfigReader(key -> Optional.ofNullable(Map.of("healthsync.public-url", set).get(key)));
    PublicAddress address = PublicAddress.read(config);
    config.check();
    return address;
  }
}
