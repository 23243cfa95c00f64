package org.healthsync.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.healthsync.fetch.ScriptedServer.http;
import static org.healthsync.fetch.ScriptedServer.ok;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.healthsync.spi.ErrorCode;
import org.healthsync.spi.Provider;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;
import org.healthsync.spi.Verdict;
import org.healthsync.spi.http.BudgetSignal;
import org.healthsync.spi.http.ProviderHttp;
import org.healthsync.spi.http.ProviderRequest;
import org.healthsync.spi.http.ProviderResponse;
import org.healthsync.spi.stream.FetchRequest;
import org.healthsync.spi.stream.Page;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class HostHttpTest {

  private static final RealRedis REDIS = new RealRedis();
  private static final ProviderRequest READ = ProviderRequest.get("api", "weights", "getweights");

  @AfterAll
  static void stop() {
    REDIS.close();
  }

  @Test
  void requestGoesOutWithTokenParametersAndOurName() throws Exception {
    try (ScriptedServer server = new ScriptedServer(ok("{}"));
        FetchBench bench = bench(server)) {
      ProviderRequest request =
          ProviderRequest.post("api", "v2/weights", "getweights")
              .withQuery("from", "1 & 2")
              .withForm("action", "get+me")
              .withHeader("X-Zoo", "lion");
      ProviderResponse response = bench.http().send(request);
      assertThat(response.status()).isEqualTo(200);
      assertThat(response.header("content-TYPE")).contains("application/json");
      assertThat(server.requests().get(0))
          .startsWith("POST /base/v2/weights?from=1+%26+2 HTTP/1.1")
          .contains("Authorization: Bearer " + FetchBench.OLD_TOKEN)
          .contains("User-Agent: HealthDataSync/test")
          .contains("X-Zoo: lion")
          .contains("Content-Type: application/x-www-form-urlencoded")
          .endsWith("action=get%2Bme");
    }
  }

  @Test
  void hostWorksWithItsOwnClassLoaderAlsoOnAPluginsThread() throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader host = thread.getContextClassLoader();
    try (ScriptedServer server = new ScriptedServer(ok("{}"));
        FetchBench bench = bench(server)) {
      List<ClassLoader> seen = new ArrayList<>();
      Attempts watching =
          attempt -> {
            seen.add(thread.getContextClassLoader());
            return Attempts.once().run(attempt);
          };
      HostHttp http = bench.http(bench.outbound(watching));
      thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
      http.send(READ);
      assertThat(seen).containsExactly(host);
      assertThat(thread.getContextClassLoader()).isSameAs(ClassLoader.getPlatformClassLoader());
    } finally {
      thread.setContextClassLoader(host);
    }
  }

  @Test
  void refusedTokenIsRenewedOnceAndTheSameRequestIsRepeatedAndCharged() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(http("401 Unauthorized", "", ""), ok("{}"), ok("{}"));
        FetchBench bench = bench(server)) {
      HostHttp http = bench.http();
      assertThat(http.send(READ).status()).isEqualTo(200);
      assertThat(bench.refused())
          .extracting(token -> token.value().reveal())
          .containsExactly(FetchBench.OLD_TOKEN);
      assertThat(server.requests().get(1)).contains("Bearer " + FetchBench.NEW_TOKEN);
      // five permits a minute, two of them gone
      for (int i = 0; i < 3; i++) {
        http.send(READ);
      }
      assertThat(code(http, READ)).isEqualTo(StandardError.THROTTLED);
    }
  }

  @Test
  void secretsAreFilledInWhereTheRequestWantsThemAndShowNowhereElse() throws Exception {
    try (ScriptedServer server = new ScriptedServer(ok("{}"));
        FetchBench bench = bench(server)) {
      ProviderRequest revoke =
          ProviderRequest.post("api", "revoke", "revoke")
              .with(ProviderRequest.Authentication.NONE)
              .withSecret(ProviderRequest.Place.FORM, "token", ProviderRequest.Secret.ACCESS_TOKEN);
      bench.http().send(revoke);
      assertThat(server.requests().get(0))
          .contains("token=" + FetchBench.OLD_TOKEN)
          .doesNotContain("Authorization:");
      assertThat(revoke.toString()).doesNotContain(FetchBench.OLD_TOKEN);
    }
  }

  @Test
  void tokenThatIsRefusedTwiceAsksForReauthorizationAndIsNotLogged() {
    try (ScriptedServer server =
            new ScriptedServer(http("401 Unauthorized", "", FetchBench.OLD_TOKEN));
        FetchBench bench = bench(server)) {
      ProviderException failure = failure(bench.http(), READ);
      assertThat(failure.code()).isEqualTo(StandardError.UNAUTHORIZED);
      assertThat(failure).hasMessageNotContainingAny(FetchBench.OLD_TOKEN, FetchBench.NEW_TOKEN);
      assertThat(server.requests()).hasSize(2);
    }
  }

  @Test
  void throttledAnswerClosesTheBudgetForAsLongAsTheProviderSays() {
    try (ScriptedServer server =
            new ScriptedServer(http("429 Too Many Requests", "Retry-After: 77\r\n", ""));
        FetchBench bench = bench(server)) {
      assertThat(failure(bench.http(), READ).retryAfter()).contains(Duration.ofSeconds(77));
      bench.time().advance(Duration.ofSeconds(7));
      assertThat(failure(bench.http(), READ).retryAfter()).contains(Duration.ofSeconds(70));
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void throttlingInsideASuccessIsThePluginsToSeeAndItsPatienceCounts() {
    try (ScriptedServer server = new ScriptedServer(ok("{\"status\":601}"));
        FetchBench bench =
            bench(
                server,
                new Judging() {
                  @Override
                  public Verdict classify(ProviderRequest request, ProviderResponse response) {
                    return response.body().utf8().contains("601")
                        ? Verdict.throttled("status 601", null)
                        : Verdict.ok();
                  }
                })) {
      ProviderException failure = failure(bench.http(), READ);
      assertThat(failure.code()).isEqualTo(StandardError.THROTTLED);
      assertThat(failure.retryAfter()).contains(FetchBench.PATIENCE);
      assertThat(failure).hasMessage("THROTTLED: getweights: status 601");
    }
  }

  @Test
  void providerThatSaysNothingIsLeftIsNotAskedAgainBeforeItsReset() throws Exception {
    try (ScriptedServer server = new ScriptedServer(ok("{}"));
        FetchBench bench =
            bench(
                server,
                new Judging() {
                  @Override
                  public List<BudgetSignal> budgetSignals(ProviderResponse response) {
                    return List.of(new BudgetSignal("app", null, 5L, 0L, Duration.ofSeconds(33)));
                  }
                })) {
      assertThat(bench.http().send(READ).status()).isEqualTo(200);
      assertThat(failure(bench.http(), READ).retryAfter()).contains(Duration.ofSeconds(33));
    }
  }

  @Test
  void resetThatIsFurtherAwayThanAnyWindowIsNotBelieved() throws Exception {
    for (String reset : List.of("3600000", "99999999999", "999999999999999")) {
      String headers = "X-RateLimit-Remaining: 0\r\nX-RateLimit-Reset: " + reset + "\r\n";
      try (ScriptedServer server = new ScriptedServer(http("200 OK", headers, "{}"));
          FetchBench bench = bench(server)) {
        assertThat(bench.http().send(READ).status()).as(reset).isEqualTo(200);
        assertThat(failure(bench.http(), READ).retryAfter()).contains(Duration.ofMinutes(1));
      }
    }
  }

  @Test
  void absurdTimesThatAPluginReadsAreNoDefect() throws Exception {
    Duration ages = Duration.ofSeconds(Long.MAX_VALUE);
    for (long remaining : new long[] {0, 3}) {
      try (ScriptedServer server = new ScriptedServer(ok("{}"));
          FetchBench bench =
              bench(
                  server,
                  new Judging() {
                    @Override
                    public List<BudgetSignal> budgetSignals(ProviderResponse response) {
                      return List.of(
                          new BudgetSignal("app", Duration.ofMinutes(1), 5L, remaining, ages));
                    }
                  })) {
        assertThat(bench.http().send(READ).status()).isEqualTo(200);
      }
    }
    try (ScriptedServer server = new ScriptedServer(ok("{}"));
        FetchBench bench =
            bench(
                server,
                new Judging() {
                  @Override
                  public Verdict classify(ProviderRequest request, ProviderResponse response) {
                    return Verdict.throttled("banned", ages);
                  }
                })) {
      assertThat(failure(bench.http(), READ).retryAfter()).contains(Duration.ofDays(1));
    }
  }

  @Test
  void refusalThatNamesNoTimeToComeOrOneThatHasPassedIsNotAskedAgainAtOnce() {
    for (String told : List.of("0", "Sun, 22 Nov 2026 09:59:59 GMT")) {
      String headers = "Retry-After: " + told + "\r\n";
      try (ScriptedServer server = new ScriptedServer(http("429 Too Many", headers, ""));
          FetchBench bench = bench(server)) {
        assertThat(failure(bench.http(), READ).retryAfter()).contains(FetchBench.PATIENCE);
        assertThat(failure(bench.http(), READ)).hasMessageContaining("budget app is used up");
        assertThat(server.requests()).hasSize(1);
      }
    }
  }

  @Test
  void usedUpBudgetSendsNothingAndSaysWhenToComeBack() throws Exception {
    try (ScriptedServer server = new ScriptedServer(ok("{}"));
        FetchBench bench = bench(server)) {
      for (int i = 0; i < 5; i++) {
        bench.http().send(READ);
      }
      ProviderException failure = failure(bench.http(), READ);
      assertThat(failure).hasMessageContaining("budget app is used up");
      bench.time().advance(failure.retryAfter().orElseThrow());
      assertThat(bench.http().send(READ).status()).isEqualTo(200);
      assertThat(server.requests()).hasSize(6);
    }
  }

  @Test
  void verdictsBecomeErrorsWithTheirRemedies() {
    Map<String, ErrorCode> expected =
        Map.of(
            "403 Forbidden", StandardError.FORBIDDEN,
            "404 Not Found", StandardError.REQUEST_REFUSED,
            "410 Gone", StandardError.API_GONE,
            "503 Unavailable", StandardError.PROVIDER_UNAVAILABLE,
            "302 Found", StandardError.PROVIDER_UNAVAILABLE);
    expected.forEach(
        (status, code) -> {
          try (ScriptedServer server =
                  new ScriptedServer(
                      http(status, "Location: http://elsewhere.example/\r\n", "<html>"));
              FetchBench bench = bench(server)) {
            assertThat(code(bench.http(), READ)).as(status).isEqualTo(code);
            assertThat(server.requests()).hasSize(1);
          }
        });
  }

  @Test
  void captivePageIsABadPayloadAsSoonAsItsJsonIsWanted() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(http("200 OK", "Content-Type: text/html\r\n", "<html>log in"));
        FetchBench bench = bench(server)) {
      ProviderResponse response = bench.http().send(READ);
      ProviderException failure = catchThrowableOfType(ProviderException.class, response::json);
      assertThat(failure.code()).isEqualTo(StandardError.BAD_PAYLOAD);
    }
  }

  @Test
  void pluginThatFailsToJudgeIsADefectAndItsMessageIsDropped() {
    try (ScriptedServer server = new ScriptedServer(ok("{}"));
        FetchBench bench =
            bench(
                server,
                new Judging() {
                  @Override
                  public Verdict classify(ProviderRequest request, ProviderResponse response) {
                    throw new IllegalStateException("weight 72.5");
                  }
                })) {
      ProviderException failure = failure(bench.http(), READ);
      assertThat(failure.code()).isEqualTo(StandardError.PLUGIN_DEFECT);
      assertThat(failure).hasMessageNotContaining("72.5");
    }
  }

  @Test
  void requestsThatCannotBeSentAreDefectsAndTakeNoPermit() throws Exception {
    try (ScriptedServer server = new ScriptedServer(ok("{}"));
        FetchBench bench = bench(server)) {
      HostHttp http = bench.http();
      List<ProviderRequest> wrong =
          List.of(
              ProviderRequest.get("nowhere", "", "x"),
              ProviderRequest.get("api", "../admin", "x"),
              ProviderRequest.get("api", "https://elsewhere.example/base/x", "x"),
              READ.withCharge("unknown", 1),
              READ.withHeader("X-Zoo", "72.5\r\nEvil: yes"));
      for (ProviderRequest request : wrong) {
        ProviderException failure = failure(http, request);
        assertThat(failure.code()).isEqualTo(StandardError.PLUGIN_DEFECT);
        assertThat(failure).hasMessageNotContainingAny("72.5", "admin", "elsewhere");
      }
      assertThat(server.requests()).isEmpty();
      for (int i = 0; i < 5; i++) {
        http.send(READ);
      }
    }
  }

  @Test
  void clientCredentialsGoWhereTheRequestAsksForThem() throws Exception {
    try (ScriptedServer server = new ScriptedServer(ok("{}"));
        FetchBench bench = bench(server)) {
      bench.http().send(READ.with(ProviderRequest.Authentication.CLIENT_BASIC));
      bench.http().send(READ.with(ProviderRequest.Authentication.NONE));
      assertThat(server.requests().get(0)).contains("Authorization: Basic Y2xpZW50OkplZmU=");
      assertThat(server.requests().get(1)).doesNotContain("Authorization");
    }
  }

  @Test
  void tokenRequestsShareTheBudgetAndTheirAnswersAreNotJudged() throws Exception {
    try (ScriptedServer server = new ScriptedServer(http("400 Bad", "", "{\"error\":\"x\"}"));
        FetchBench bench = bench(server)) {
      ProviderTokenHttp tokens = bench.tokenHttp();
      Map<String, String> form = Map.of("refresh_token", "r+1");
      for (int i = 0; i < 5; i++) {
        HttpAnswer answer = tokens.postForm(bench.plugin(), "default", "token", form, true);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().utf8()).contains("error");
        assertThat(answer.toString()).doesNotContain("error");
      }
      assertThat(server.requests().get(0))
          .contains("Authorization: Basic ")
          .doesNotContain("Bearer")
          .endsWith("refresh_token=r%2B1");
      assertThat(code(bench.http(), READ)).isEqualTo(StandardError.THROTTLED);
    }
  }

  @Test
  void throttledTokenRequestClosesTheClientsBudgetForAsLongAsTheProviderSays() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(http("429 Too Many Requests", "Retry-After: 77\r\n", ""));
        FetchBench bench = bench(server)) {
      ProviderTokenHttp tokens = bench.tokenHttp();
      HttpAnswer answer = tokens.postForm(bench.plugin(), "default", "token", Map.of(), true);

      Verdict heeded =
          tokens.heeded(
              bench.plugin(), answer, Verdict.throttled("http 429", Duration.ofSeconds(60)));

      assertThat(heeded.retryAfter()).isEqualTo(Duration.ofSeconds(77));
      assertThat(failure(bench.http(), READ).retryAfter()).contains(Duration.ofSeconds(77));
      assertThat(server.requests()).hasSize(1);
    }
  }

  private static ProviderException failure(ProviderHttp http, ProviderRequest request) {
    return catchThrowableOfType(ProviderException.class, () -> http.send(request));
  }

  private static ErrorCode code(ProviderHttp http, ProviderRequest request) {
    return failure(http, request).code();
  }

  private static FetchBench bench(ScriptedServer server) {
    return bench(server, new Judging());
  }

  private static FetchBench bench(ScriptedServer server, Provider provider) {
    return new FetchBench(REDIS, server.address("/base"), provider);
  }

  /** A provider that only judges. */
  private static class Judging implements Provider {
    @Override
    public Page fetch(FetchRequest request, ProviderHttp http) {
      throw new IllegalStateException("not used here");
    }
  }
}
