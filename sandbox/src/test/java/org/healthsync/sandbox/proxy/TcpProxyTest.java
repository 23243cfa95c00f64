package org.healthsync.sandbox.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class TcpProxyTest {

  private final EchoServer echo = EchoServer.start();
  private final TcpProxy proxy = TcpProxy.start().forwardTo(echo.port());

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    echo.close();
  }

  @Test
  void passesBytesBothWaysUnchanged() throws IOException {
    try (Socket client = connect()) {
      String text = "x".repeat(10_000);
      for (int i = 0; i < 10; i++) {
        assertThat(exchange(client, text)).isEqualTo(text);
      }
    }
    assertThat(proxy.accepted()).isEqualTo(1);
  }

  @Test
  void latencyDelaysEachWayByItself() throws IOException {
    proxy.toServer().latency(Duration.ofMillis(150));
    proxy.toClient().latency(Duration.ofMillis(100));
    try (Socket client = connect()) {
      long begin = System.nanoTime();
      exchange(client, "a");
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(240));
    }
  }

  @Test
  void dribbleLetsSoManyBytesThroughInASecond() throws IOException {
    proxy.toClient().dribble(50);
    try (Socket client = connect()) {
      long begin = System.nanoTime();
      assertThat(exchange(client, "0123456789")).isEqualTo("0123456789");
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(190));
    }
  }

  @Test
  void resetEndsOpenConnectionsAndServesNewOnes() throws IOException {
    try (Socket client = connect()) {
      exchange(client, "a");
      proxy.reset();
      assertThatThrownBy(() -> exchange(client, "b")).isInstanceOf(IOException.class);
    }
    try (Socket client = connect()) {
      assertThat(exchange(client, "c")).isEqualTo("c");
    }
  }

  @Test
  void cutEndsTheConnectionAfterSoManyBytes() throws IOException {
    proxy.toServer().cutAfter(4);
    try (Socket client = connect()) {
      client.getOutputStream().write(bytes("abcdefgh"));
      assertThatThrownBy(() -> client.getInputStream().readNBytes(8))
          .isInstanceOf(SocketException.class);
    }
    assertThat("abcd").startsWith(echo.received());
  }

  @Test
  void blackHolePassesNothingUntilItIsHealedAndLosesNothing() throws IOException {
    try (Socket client = connect()) {
      exchange(client, "a");
      proxy.toServer().blackHole();
      client.setSoTimeout(200);
      assertThatThrownBy(() -> exchange(client, "b")).isInstanceOf(SocketTimeoutException.class);
      proxy.heal();
      client.setSoTimeout(10_000);
      assertThat(client.getInputStream().readNBytes(1)).isEqualTo(bytes("b"));
    }
  }

  @Test
  void refusedConnectionsAreServedAgainAfterHealing() throws IOException {
    proxy.refuse();
    assertThatThrownBy(this::once).isInstanceOf(IOException.class);
    proxy.heal();
    assertThat(once()).isEqualTo("a");
  }

  @Test
  void droppedAnswerIsLostAfterTheServerHasDoneItsWork() throws IOException {
    proxy.dropAnswers(1, "COMMIT");
    try (Socket client = connect()) {
      assertThat(exchange(client, "BEGIN")).isEqualTo("BEGIN");
      assertThatThrownBy(() -> exchange(client, "COMMIT")).isInstanceOf(IOException.class);
    }
    assertThat(echo.received()).isEqualTo("BEGINCOMMIT");
    assertThat(proxy.answersStillToDrop()).isZero();
    try (Socket client = connect()) {
      assertThat(exchange(client, "COMMIT")).isEqualTo("COMMIT");
    }
  }

  @Test
  void droppedAnswerIsLostUpToThePieceThatSaysItIsDone() throws IOException {
    proxy.dropAnswers(1, "NOTICE", "DONE");
    try (Socket client = connect()) {
      client.getOutputStream().write(bytes("NOTICE"));
      while (proxy.answersStillToDrop() > 0) {
        Thread.onSpinWait();
      }
      // still open, since the server is still at it
      client.getOutputStream().write(bytes("DONE"));
      assertThatThrownBy(() -> exchange(client, "more")).isInstanceOf(IOException.class);
    }
    assertThat(echo.received()).startsWith("NOTICEDONE");
  }

  @Test
  void endOfOneSideReachesTheOther() throws IOException {
    try (Socket client = connect()) {
      exchange(client, "a");
      client.shutdownOutput();
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void valuesThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> proxy.toClient().dribble(0)).hasMessageContaining("dribble");
    assertThatThrownBy(() -> proxy.toClient().cutAfter(0)).hasMessageContaining("cutAfter");
    assertThatThrownBy(() -> proxy.toClient().latency(Duration.ofMillis(-1)))
        .hasMessageContaining("latency");
  }

  private String once() throws IOException {
    try (Socket client = connect()) {
      return exchange(client, "a");
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static String exchange(Socket client, String text) throws IOException {
    client.getOutputStream().write(bytes(text));
    byte[] answer = client.getInputStream().readNBytes(text.length());
    if (answer.length < text.length()) {
      throw new IOException("the connection ended");
    }
    return new String(answer, StandardCharsets.ISO_8859_1);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
