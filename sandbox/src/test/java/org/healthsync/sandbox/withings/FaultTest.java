package org.healthsync.sandbox.withings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.healthsync.sandbox.withings.CloudClient.Tokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultTest extends CloudTest {

  private static final String READ = "action=getmeas&lastupdate=0";
  private static final Duration NONE = Duration.ZERO;

  private final Tokens tokens = connect();

  private Tokens connect() {
    try {
      return app.connect(user);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @CsvSource({"STATUS_401,401", "STATUS_601,601", "STATUS_503,503", "STATUS_522,522"})
  void statusFaultsComeInsideAnHttp200AndThenGoAway(CloudFault fault, int status) throws Exception {
    control.inject(fault, 2);
    assertThat(app.read(tokens.access(), "/measure", READ).path("status").asInt())
        .isEqualTo(status);
    assertThat(app.read(tokens.access(), "/measure", READ).path("status").asInt())
        .isEqualTo(status);
    app.measures(tokens.access(), "lastupdate=0");
  }

  @Test
  void http500IsHttp500() throws Exception {
    control.inject(CloudFault.HTTP_500, 1);
    assertThat(read().statusCode()).isEqualTo(500);
    assertThat(read().statusCode()).isEqualTo(200);
  }

  @Test
  void htmlAndEmptyBodiesComeWithHttp200() throws Exception {
    control.inject(CloudFault.HTML, 1);
    control.inject(CloudFault.EMPTY, 1);
    HttpResponse<String> html = read();
    assertThat(html.statusCode()).isEqualTo(200);
    assertThat(html.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
    HttpResponse<String> empty = read();
    assertThat(empty.statusCode()).isEqualTo(200);
    assertThat(empty.body()).isEmpty();
  }

  @Test
  void truncatedJsonCannotBeParsed() throws Exception {
    String whole = read().body();
    control.inject(CloudFault.TRUNCATED, 1);
    String half = read().body();
    assertThat(whole).startsWith(half);
    assertThatThrownBy(() -> new ObjectMapper().readTree(half))
        .isInstanceOf(JsonProcessingException.class);
  }

  @Test
  void droppedConnectionMeansNothingHappened() throws Exception {
    control.inject(CloudFault.DROP, 1, "oauth2/requesttoken", NONE);
    assertThatThrownBy(() -> app.refresh(tokens.refresh())).isInstanceOf(IOException.class);
    Tokens next = CloudClient.tokens(app.refresh(tokens.refresh()));
    app.measures(next.access(), "lastupdate=0");
  }

  @Test
  void faultOfOneActionLeavesTheOthersAlone() throws Exception {
    control.inject(CloudFault.HTTP_500, 1, "measure/getactivity", NONE);
    app.measures(tokens.access(), "lastupdate=0");
    HttpResponse<String> struck =
        app.post("/v2/measure", "action=getactivity&lastupdate=0", tokens.access());
    assertThat(struck.statusCode()).isEqualTo(500);
  }

  @Test
  void clearedFaultsDoNotStrike() throws Exception {
    control.inject(CloudFault.HTTP_500, 50);
    control.clearFaults();
    assertThat(read().statusCode()).isEqualTo(200);
  }

  @Test
  void delayedAnswerIsWholeAndNotEarly() throws Exception {
    control.inject(CloudFault.DELAY, 1, null, Duration.ofMillis(150));
    long before = System.nanoTime();
    String late = read().body();
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(140));
    assertThat(late).isEqualTo(read().body());
  }

  @Test
  void dribbledAnswerIsWholeInTheEnd() throws Exception {
    control.inject(CloudFault.DRIBBLE, 1, "user/getgoals", Duration.ofMillis(2));
    String body = app.post("/v2/user", "action=getgoals", tokens.access()).body();
    assertThat(body).isEqualTo("{\"status\":0,\"body\":{\"goals\":[]}}");
  }

  @Test
  void hugeAnswerGoesOnForAsLongAsOneReads() throws Exception {
    control.inject(CloudFault.HUGE, 1);
    try (InputStream body = app.postForStream("/measure", READ, tokens.access()).body()) {
      assertThat(body.skip(20_000_000)).isEqualTo(20_000_000);
      assertThat(body.read()).isNotNegative();
    }
  }

  @Test
  void gzipBombIsSmallOutsideAndLargeInside() throws Exception {
    control.inject(CloudFault.GZIP_BOMB, 1);
    HttpResponse<byte[]> bomb = app.postForBytes("/measure", READ, tokens.access());
    assertThat(bomb.headers().firstValue("Content-Encoding")).hasValue("gzip");
    assertThat(bomb.body().length).isLessThan(1_000_000);
    try (InputStream inside = new GZIPInputStream(new ByteArrayInputStream(bomb.body()))) {
      inside.skipNBytes(256L << 20);
      assertThat(inside.read()).isEqualTo(-1);
    }
  }

  @Test
  void damagedGzipTrailerIsNoticedByAReader() throws Exception {
    control.inject(CloudFault.BAD_GZIP, 1);
    byte[] body = app.postForBytes("/measure", READ, tokens.access()).body();
    assertThatThrownBy(() -> new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes())
        .isInstanceOf(IOException.class);
  }

  @Test
  void wrongCharsetIsTheRightTextInOtherBytes() throws Exception {
    String right = read().body();
    control.inject(CloudFault.WRONG_CHARSET, 1);
    byte[] body = app.postForBytes("/measure", READ, tokens.access()).body();
    assertThat(new String(body, UTF_8)).isNotEqualTo(right);
    assertThat(new String(body, StandardCharsets.UTF_16)).isEqualTo(right);
  }

  @Test
  void everyFaultIsRecordedUnderItsName() throws Exception {
    control.inject(CloudFault.HTTP_500, 1);
    control.inject(CloudFault.TRUNCATED, 1);
    read();
    read();
    assertThat(control.calls())
        .extracting(RecordedCall::outcome)
        .containsExactly("0", "HTTP_500", "TRUNCATED");
    assertThat(control.stats().calls())
        .isEqualTo(Map.of("oauth2/requesttoken", 1L, "measure/getmeas", 2L));
  }

  private HttpResponse<String> read() throws Exception {
    return app.post("/measure", READ, tokens.access());
  }
}
