package org.healthsync.connect.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.healthsync.connect.fixture.EmbeddedServers;
import org.healthsync.platform.ConfigReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.UnifiedJedis;

class RedisAddressTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://redis:6379",
        "redis://:geheim@redis:6379",
        "rediss://user:ge%5Eheim@redis:6379/0",
        "rediss://user:geheim@redis:6379/2?protocol=3"
      })
  void addressesThatTheClientTakesAreTaken(String url) {
    RedisAddress address = read(Map.of("healthsync.redis.url", url));

    try (UnifiedJedis redis = address.connect()) {
      assertThat(redis).isNotNull();
    }
    assertThat(address.toString()).doesNotContain("geheim").doesNotContain("%5E");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://:ge^heim@redis:6379",
        "redis://:ge heim@redis:6379",
        "redis://geheim@redis:6379",
        "redis://:geheim@redis",
        "http://:geheim@redis:6379",
        "redis://:geheim@re_dis:6379",
        "redis://:geheim@redis:6379/zero",
        "redis://:geheim@redis:6379?protocol=9",
        "geheim"
      })
  void wrongAddressEndsTheStartAndIsNotRepeated(String url) {
    assertThatThrownBy(() -> read(Map.of("healthsync.redis.url", url)))
        .isInstanceOf(IllegalStateException.class)
        .hasNoCause()
        .hasMessageContaining("healthsync.redis.url must be")
        .message()
        .doesNotContain("geheim", "ge^", "heim@");
  }

  @Test
  void addressMayComeFromAFile(@TempDir Path folder) throws IOException {
    URI local = EmbeddedServers.redis();
    Path file = Files.writeString(folder.resolve("url"), local + "\n");

    try (UnifiedJedis redis =
        read(Map.of("healthsync.redis.url-file", file.toString())).connect()) {
      assertThat(redis.ping()).isEqualTo("PONG");
    }
    assertThatThrownBy(() -> read(Map.of("healthsync.redis.url-file", "/nowhere")))
        .hasMessageContaining("healthsync.redis.url-file names a file that cannot be read");
  }

  private static RedisAddress read(Map<String, String> set) {
    ConfigReader config = new ConfigReader(key -> Optional.ofNullable(set.get(key)));
    RedisAddress address = RedisAddress.read(config);
    config.check();
    return address;
  }
}
