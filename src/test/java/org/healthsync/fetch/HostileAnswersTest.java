package org.healthsync.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.healthsync.fetch.ScriptedServer.head;
import static org.healthsync.fetch.ScriptedServer.http;
import static org.healthsync.fetch.ScriptedServer.ok;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.healthsync.spi.ErrorCode;
import org.healthsync.spi.Provider;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;
import org.healthsync.spi.http.ProviderRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class HostileAnswersTest {

  private static final RealRedis REDIS = new RealRedis();
  private static final ProviderRequest READ = ProviderRequest.get("api", "", "getweights");
  private static final ProviderRequest WRITE = ProviderRequest.post("api", "", "getweights");
  private static final String GZIP = "Content-Encoding: gzip\r\n";

  @AfterAll
  static void stop() {
    REDIS.close();
  }

  @Test
  void answerThatDribblesEndsAtTheTotalDeadline() {
    ScriptedServer.Answer dribble =
        (out, closed) -> {
          out.write(head("200 OK", "Content-Length: 50000\r\n"));
          while (!closed.await(20, TimeUnit.MILLISECONDS)) {
            out.write('x');
            out.flush();
          }
        };
    long begun = System.nanoTime();
    assertThat(code(dribble, WRITE)).isEqualTo(StandardError.PROVIDER_UNAVAILABLE);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void serverThatNeverAnswersEndsAtTheDeadline() {
    assertThat(code((out, closed) -> closed.await(), READ))
        .isEqualTo(StandardError.PROVIDER_UNAVAILABLE);
  }

  @Test
  void truncatedBodyIsATransientFailureAndNeverAnAnswer() {
    for (ProviderRequest request : new ProviderRequest[] {READ, WRITE}) {
      assertThat(code((out, closed) -> out.write(truncated("Content-Length: 100\r\n")), request))
          .isEqualTo(StandardError.PROVIDER_UNAVAILABLE);
      assertThat(
              code(
                  (out, closed) -> out.write(truncated("Transfer-Encoding: chunked\r\n")), request))
          .isEqualTo(StandardError.PROVIDER_UNAVAILABLE);
    }
  }

  @Test
  void endlessChunksEndAtTheSizeLimit() {
    byte[] chunk = ("400\r\n" + "x".repeat(1024) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    ScriptedServer.Answer endless =
        (out, closed) -> {
          out.write(head("200 OK", "Transfer-Encoding: chunked\r\n"));
          while (closed.getCount() > 0) {
            out.write(chunk);
          }
        };
    assertThat(code(endless, WRITE)).isEqualTo(StandardError.BAD_PAYLOAD);
  }

  @Test
  void gzipIsUnpacked() throws Exception {
    byte[] packed = gzip("{\"weights\":[]}".getBytes(StandardCharsets.UTF_8));
    try (ScriptedServer server = new ScriptedServer(http("200 OK", GZIP, packed));
        FetchBench bench = bench(server.address("/"))) {
      assertThat(bench.http().send(READ).body().utf8()).isEqualTo("{\"weights\":[]}");
      assertThat(server.requests().get(0)).contains("Accept-Encoding: gzip");
    }
  }

  @Test
  void gzipBombIsRefusedByItsUnpackedSize() throws Exception {
    byte[] bomb = gzip(new byte[30_000_000]);
    assertThat(bomb.length).isLessThan(64 * 1024);
    assertThat(code(http("200 OK", GZIP, bomb), READ)).isEqualTo(StandardError.BAD_PAYLOAD);
  }

  @Test
  void gzipWithAWrongTrailerOrCutShortIsRefused() throws Exception {
    byte[] packed = gzip("{\"weights\":[1,2,3]}".getBytes(StandardCharsets.UTF_8));
    byte[] wrong = packed.clone();
    wrong[wrong.length - 6] ^= 0x55;
    byte[] cut = Arrays.copyOf(packed, packed.length - 9);
    assertThat(code(http("200 OK", GZIP, wrong), READ)).isEqualTo(StandardError.BAD_PAYLOAD);
    assertThat(code(http("200 OK", GZIP, cut), READ)).isEqualTo(StandardError.BAD_PAYLOAD);
  }

  @Test
  void unknownContentCodingIsRefused() {
    assertThat(code(http("200 OK", "Content-Encoding: br\r\n", "xyz"), READ))
        .isEqualTo(StandardError.BAD_PAYLOAD);
  }

  @Test
  void readWhoseConnectionBrokeIsTriedAgainAndChargedAgain() throws Exception {
    ScriptedServer.Answer broken = (out, closed) -> out.write(truncated("Content-Length: 9\r\n"));
    try (ScriptedServer server = new ScriptedServer(broken, ok("{}"));
        FetchBench bench = bench(server.address("/"))) {
      HostHttp http = bench.http(bench.outbound(HostileAnswersTest::twice));
      assertThat(http.send(READ).status()).isEqualTo(200);
      for (int i = 0; i < 3; i++) {
        http.send(READ);
      }
      assertThat(failure(http, READ).code()).isEqualTo(StandardError.THROTTLED);
    }
  }

  @Test
  void requestWhoseConnectionEndsBeforeAnAnswerIsSentOnceForItsPermit() throws Exception {
    for (ProviderRequest request : List.of(READ, WRITE)) {
      try (ScriptedServer server = new ScriptedServer((out, closed) -> {});
          FetchBench bench = bench(server.address("/"))) {
        ProviderException failure = failure(bench.http(), request);
        assertThat(failure.code()).isEqualTo(StandardError.PROVIDER_UNAVAILABLE);
        assertThat(server.requests()).as(request.toString()).hasSize(1);
        assertThat(bench.unanswered()).containsExactly(NoAnswer.UNREACHABLE);
      }
    }
    try (ScriptedServer server = new ScriptedServer((out, closed) -> {}, ok("{}"));
        FetchBench bench = bench(server.address("/"))) {
      HostHttp http = bench.http(bench.outbound(HostileAnswersTest::twice));
      assertThat(http.send(READ).status()).isEqualTo(200);
      for (int i = 0; i < 3; i++) {
        http.send(READ);
      }
      assertThat(failure(http, READ).code()).isEqualTo(StandardError.THROTTLED);
      assertThat(server.requests()).as("one for each permit").hasSize(5);
    }
  }

  @Test
  void writeWhoseConnectionBrokeIsNotRepeatedByUs() {
    ScriptedServer.Answer broken = (out, closed) -> out.write(truncated("Content-Length: 9\r\n"));
    try (ScriptedServer server = new ScriptedServer(broken, ok("{}"));
        FetchBench bench = bench(server.address("/"))) {
      HostHttp http = bench.http(bench.outbound(HostileAnswersTest::twice));
      assertThat(failure(http, WRITE).code()).isEqualTo(StandardError.PROVIDER_UNAVAILABLE);
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void refusedConnectionIsRepeatedAsNothingWasSent() {
    AtomicInteger tries = new AtomicInteger();
    try (FetchBench bench = bench(URI.create("http://127.0.0.1:1/"))) {
      Attempts counting =
          attempt ->
              twice(
                  () -> {
                    tries.incrementAndGet();
                    return attempt.run();
                  });
      ProviderException failure = failure(bench.http(bench.outbound(counting)), WRITE);
      assertThat(failure.code()).isEqualTo(StandardError.PROVIDER_UNAVAILABLE);
      assertThat(failure).hasMessageContaining("ConnectException").hasMessageNotContaining("127.");
      assertThat(tries).hasValue(2);
    }
  }

  @Test
  void nameThatNobodyResolvesAndCertificateThatNobodyTrustsAreTransientFailuresThatSayWhich() {
    // nothing is ever registered below "invalid" (RFC 2606)
    try (FetchBench bench = bench(URI.create("https://provider.invalid/"))) {
      ProviderException failure = failure(bench.http(bench.outbound(Attempts.once())), WRITE);
      assertThat(failure.code()).isEqualTo(StandardError.PROVIDER_UNAVAILABLE);
      assertThat(failure).hasMessageContaining("ConnectException").hasMessageNotContaining("inval");
      assertThat(bench.unanswered()).containsExactly(NoAnswer.UNKNOWN_HOST);
    }
    try (NotTls server = new NotTls();
        FetchBench bench = bench(server.address())) {
      for (ProviderRequest request : List.of(READ, WRITE)) {
        ProviderException failure = failure(bench.http(bench.outbound(Attempts.once())), request);
        assertThat(failure.code()).isEqualTo(StandardError.PROVIDER_UNAVAILABLE);
        assertThat(failure).hasMessageContaining("SSL");
      }
      assertThat(bench.unanswered()).containsExactly(NoAnswer.TLS_FAILED, NoAnswer.TLS_FAILED);
    }
  }

  @Test
  void everyFailureSaysWhyNoAnswerCame() throws Exception {
    assertThat(why((out, closed) -> closed.await())).containsExactly(NoAnswer.TIMEOUT);
    assertThat(why((out, closed) -> out.write(truncated("Content-Length: 9\r\n"))))
        .containsExactly(NoAnswer.UNREACHABLE);
    assertThat(why(http("200 OK", GZIP, "this is no gzip"))).containsExactly(NoAnswer.UNREADABLE);
    assertThat(why(http("200 OK", "", "x".repeat(100_000)))).containsExactly(NoAnswer.UNREADABLE);
    assertThat(why(http("503 Down", "", ""))).as("an answer, if no good one").isEmpty();
    try (FetchBench bench = bench(URI.create("http://127.0.0.1:1/"))) {
      failure(bench.http(), WRITE);
      assertThat(bench.unanswered()).containsExactly(NoAnswer.UNREACHABLE);
    }
  }

  @Test
  void providerThatKeepsFailingIsLeftInPeaceThenTriedOnce() throws Exception {
    ScriptedServer.Answer down = http("503 Down", "", "");
    try (ScriptedServer server = new ScriptedServer(down, down, down, ok("{}"));
        FetchBench bench = bench(server.address("/"))) {
      HostHttp http = bench.http();
      for (int i = 0; i < 3; i++) {
        assertThat(failure(http, READ)).hasMessageContaining("http 503");
      }
      ProviderException left = failure(http, READ);
      assertThat(left).hasMessageContaining("left in peace after 3 failures");
      assertThat(left.retryAfter()).contains(Duration.ofSeconds(30));
      assertThat(server.requests()).hasSize(3);
      bench.time().advance(Duration.ofSeconds(30));
      assertThat(http.send(READ).status()).isEqualTo(200);
    }
  }

  @Test
  void twoReplicasLeaveAProviderInPeaceTogetherAndOneRequestTriesIt() throws Exception {
    ScriptedServer.Answer down = http("503 Down", "", "");
    List<HostHttp> replicas = new CopyOnWriteArrayList<>();
    List<ProviderException> meanwhile = new CopyOnWriteArrayList<>();
    ScriptedServer.Answer back =
        (out, closed) -> {
          meanwhile.add(failure(replicas.get(1), READ));
          ok("{}").write(out, closed);
        };
    try (ScriptedServer server = new ScriptedServer(down, down, down, back, ok("{}"));
        FetchBench bench = bench(server.address("/"))) {
      HostHttp one = bench.http();
      HostHttp other = bench.http(bench.outbound(Attempts.once()));
      replicas.addAll(List.of(one, other));
      failure(one, READ);
      failure(other, READ);
      failure(one, READ);
      assertThat(failure(one, READ)).hasMessageContaining("left in peace");
      assertThat(failure(other, READ)).hasMessageContaining("left in peace");
      bench.time().advance(Duration.ofSeconds(30));
      assertThat(one.send(READ).status()).isEqualTo(200);
      assertThat(meanwhile.get(0)).hasMessageContaining("left in peace");
      assertThat(server.requests()).hasSize(4);
      assertThat(other.send(READ).status()).isEqualTo(200);
    }
  }

  private static HttpAnswer twice(Attempts.Attempt attempt) throws ProviderException {
    try {
      return attempt.run();
    } catch (RepeatableFailureException first) {
      return Attempts.once().run(attempt);
    }
  }

  private static ErrorCode code(ScriptedServer.Answer answer, ProviderRequest request) {
    try (ScriptedServer server = new ScriptedServer(answer);
        FetchBench bench = bench(server.address("/"))) {
      return failure(bench.http(), request).code();
    }
  }

  private static List<NoAnswer> why(ScriptedServer.Answer answer) {
    try (ScriptedServer server = new ScriptedServer(answer);
        FetchBench bench = bench(server.address("/"))) {
      failure(bench.http(), READ);
      return List.copyOf(bench.unanswered());
    }
  }

  private static ProviderException failure(HostHttp http, ProviderRequest request) {
    return catchThrowableOfType(ProviderException.class, () -> http.send(request));
  }

  private static FetchBench bench(URI address) {
    Provider provider =
        (request, http) -> {
          throw new IllegalStateException("not used here");
        };
    return new FetchBench(REDIS, address, provider);
  }

  private static byte[] truncated(String framing) {
    byte[] head = head("200 OK", framing);
    byte[] all = Arrays.copyOf(head, head.length + 1);
    all[head.length] = '4';
    return all;
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    }
    return packed.toByteArray();
  }
}
