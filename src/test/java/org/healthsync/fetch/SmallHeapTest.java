package org.healthsync.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.healthsync.fetch.ScriptedServer.head;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.healthsync.spi.Provider;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;
import org.healthsync.spi.http.ProviderRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Answers many times as large as the memory, with the limit of an answer that is the default. */
@Tag("small-heap")
final class SmallHeapTest {

  private static final int MEBIBYTE = 1024 * 1024;
  private static final int ANSWER = 512;
  private static final int MOST = 8 * MEBIBYTE;
  private static final RealRedis REDIS = new RealRedis();
  private static final ExecutorService CALLERS = Executors.newCachedThreadPool();
  private static final ProviderRequest READ = ProviderRequest.get("api", "", "getweights");
  private static final Provider UNUSED =
      (request, http) -> {
        throw new IllegalStateException("not used here");
      };

  /** Half a gigabyte, written as it is read. */
  private static final ScriptedServer.Answer HUGE =
      (out, closed) -> {
        out.write(head("200 OK", "Transfer-Encoding: chunked\r\n"));
        byte[] chunk = new byte[MEBIBYTE];
        for (int i = 0; i < ANSWER; i++) {
          out.write("100000\r\n".getBytes(StandardCharsets.US_ASCII));
          out.write(chunk);
          out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      };

  /** The same, packed to half a megabyte. */
  private static final ScriptedServer.Answer BOMB =
      (out, closed) -> {
        out.write(head("200 OK", "Content-Encoding: gzip\r\n"));
        OutputStream packed = new GZIPOutputStream(out);
        byte[] chunk = new byte[MEBIBYTE];
        for (int i = 0; i < ANSWER; i++) {
          packed.write(chunk);
        }
        packed.close();
      };

  @AfterAll
  static void stop() {
    REDIS.close();
    CALLERS.shutdownNow();
  }

  @Test
  void answersLargerThanTheMemoryAreRefusedTwoAtATime() throws Exception {
    assertThat(Runtime.getRuntime().maxMemory()).as("-Xmx128m").isLessThan(150L * MEBIBYTE);
    for (ScriptedServer.Answer answer : List.of(HUGE, BOMB)) {
      try (ScriptedServer server = new ScriptedServer(answer);
          FetchBench bench =
              new FetchBench(REDIS, server.address("/"), UNUSED, Duration.ofSeconds(20), MOST)) {
        List<Future<ProviderException>> failures =
            IntStream.range(0, 2)
                .mapToObj(i -> CALLERS.submit(() -> failure(bench.http())))
                .toList();
        for (Future<ProviderException> failure : failures) {
          assertThat(failure.get().code()).isEqualTo(StandardError.BAD_PAYLOAD);
        }
      }
    }
  }

  private static ProviderException failure(HostHttp http) {
    return catchThrowableOfType(ProviderException.class, () -> http.send(READ));
  }
}
