package org.healthsync.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

final class RedisClientsTest {

  @Test
  void hostOfACertificateIsChecked() {
    assertThat(RedisClients.verifying().getEndpointIdentificationAlgorithm()).isEqualTo("HTTPS");
  }

  @Test
  void redisThatTakesConnectionsAndNeverAnswersIsGivenUpSoon() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        UnifiedJedis client =
            RedisClients.open(
                URI.create("redis://:hidden@127.0.0.1:" + silent.getLocalPort() + "/2"))) {
      long begun = System.nanoTime();
      assertThatThrownBy(() -> client.get("key"))
          .isInstanceOf(JedisException.class)
          .hasMessageNotContaining("hidden");
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
    }
  }
}
