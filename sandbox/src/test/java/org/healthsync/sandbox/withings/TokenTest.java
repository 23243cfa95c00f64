package org.healthsync.sandbox.withings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import org.healthsync.sandbox.withings.CloudClient.Tokens;
import org.junit.jupiter.api.Test;

class TokenTest extends CloudTest {

  @Test
  void codeBecomesTokensInsideTheEnvelope() throws Exception {
    JsonNode answer = app.redeem(app.code(user));
    JsonNode body = answer.path("body");
    assertThat(answer.path("status").asInt(-1)).isZero();
    assertThat(body.path("userid").isTextual()).isTrue();
    assertThat(body.path("userid").asText()).isEqualTo(Long.toString(user));
    assertThat(body.path("expires_in").asInt()).isEqualTo(10_800);
    assertThat(body.path("token_type").asText()).isEqualTo("Bearer");
    assertThat(body.path("scope").asText()).isEqualTo(CloudClient.ALL_SCOPES);
    assertThat(answer.has("access_token")).isFalse();
  }

  @Test
  void codeWorksOnce() throws Exception {
    String code = app.code(user);
    CloudClient.tokens(app.redeem(code));
    assertInvalidCode(app.redeem(code));
  }

  @Test
  void codeLivesThirtySeconds() throws Exception {
    String punctual = app.code(user);
    String late = app.code(user);
    clock.advance(Duration.ofSeconds(29));
    CloudClient.tokens(app.redeem(punctual));
    clock.advance(Duration.ofSeconds(1));
    assertInvalidCode(app.redeem(late));
  }

  @Test
  void codeIsBoundToItsReturnAddress() throws Exception {
    String code = app.code(user);
    Map<String, String> elsewhere =
        Map.of("grant_type", "authorization_code", "code", code, "redirect_uri", "http://other");
    assertInvalidCode(app.token(elsewhere));
  }

  @Test
  void wrongClientSecretGetsNothingAndLeavesTheCodeUsable() throws Exception {
    String code = app.code(user);
    Map<String, String> wrong =
        Map.of(
            "grant_type",
            "authorization_code",
            "code",
            code,
            "redirect_uri",
            CloudClient.REDIRECT,
            "client_secret",
            "guess");
    JsonNode refused = app.token(wrong);
    assertThat(refused.path("status").asInt()).isEqualTo(503);
    assertThat(refused.path("error").asText()).contains("client_secret");
    CloudClient.tokens(app.redeem(code));
  }

  @Test
  void accessTokenLivesThreeHours() throws Exception {
    Tokens tokens = app.connect(user);
    clock.advance(Duration.ofHours(3).minusSeconds(1));
    app.measures(tokens.access(), "lastupdate=0");
    clock.advance(Duration.ofSeconds(1));
    assertUnauthorized(tokens);
  }

  @Test
  void refreshRotatesAndTheUserIdIsANumberThisTime() throws Exception {
    Tokens first = app.connect(user);
    JsonNode answer = app.refresh(first.refresh());
    Tokens second = CloudClient.tokens(answer);
    assertThat(answer.path("body").path("userid").isNumber()).isTrue();
    assertThat(second.refresh()).isNotEqualTo(first.refresh());
    assertThat(second.access()).isNotEqualTo(first.access());
    app.measures(second.access(), "lastupdate=0");
  }

  @Test
  void oldRefreshTokenStaysGoodForEightHours() throws Exception {
    Tokens first = app.connect(user);
    CloudClient.tokens(app.refresh(first.refresh()));
    clock.advance(Duration.ofHours(8).minusSeconds(1));
    CloudClient.tokens(app.refresh(first.refresh()));
    clock.advance(Duration.ofSeconds(1));
    assertInvalidRefresh(app.refresh(first.refresh()));
  }

  @Test
  void oldRefreshTokenDiesWithTheFirstUseOfTheNewAccessToken() throws Exception {
    Tokens first = app.connect(user);
    Tokens second = CloudClient.tokens(app.refresh(first.refresh()));
    app.measures(second.access(), "lastupdate=0");
    assertInvalidRefresh(app.refresh(first.refresh()));
    CloudClient.tokens(app.refresh(second.refresh()));
  }

  @Test
  void refreshTokenLivesAYear() throws Exception {
    Tokens tokens = app.connect(user);
    clock.advance(Duration.ofDays(365));
    assertInvalidRefresh(app.refresh(tokens.refresh()));
  }

  @Test
  void expiredByControlMeansOnlyTheAccessToken() throws Exception {
    Tokens tokens = app.connect(user);
    control.expireAccessTokens(user);
    assertUnauthorized(tokens);
    Tokens fresh = CloudClient.tokens(app.refresh(tokens.refresh()));
    app.measures(fresh.access(), "lastupdate=0");
  }

  @Test
  void revokedByTheUserMeansEveryTokenOfThatUserAlone() throws Exception {
    long neighbour = control.users().get(1).userId();
    Tokens mine = app.connect(user);
    Tokens theirs = app.connect(neighbour);
    control.revoke(user);
    assertUnauthorized(mine);
    assertInvalidRefresh(app.refresh(mine.refresh()));
    app.measures(theirs.access(), "lastupdate=0");
  }

  @Test
  void madeUpTokenIsUnauthorizedInsideAnHttp200() throws Exception {
    assertUnauthorized(new Tokens("5b1e77c09d3f4a22", ""));
    assertUnauthorized(new Tokens("", ""));
  }

  @Test
  void statisticsCountTokenCallsAndRefusedRefreshes() throws Exception {
    Tokens tokens = app.connect(user);
    CloudClient.tokens(app.refresh(tokens.refresh()));
    assertInvalidRefresh(app.refresh("nonsense"));
    CloudStats stats = control.stats();
    assertThat(stats.codeCalls()).isEqualTo(1);
    assertThat(stats.refreshCalls()).isEqualTo(2);
    assertThat(stats.refusedRefreshes()).isEqualTo(1);
  }

  @Test
  void recordedCallsHoldNoSecretAndNoToken() throws Exception {
    String code = app.code(user);
    Tokens tokens = CloudClient.tokens(app.redeem(code));
    app.refresh(tokens.refresh());
    app.measures(tokens.access(), "lastupdate=7");
    String all = control.calls().toString();
    assertThat(all)
        .doesNotContain(code, tokens.access(), tokens.refresh(), "sandbox-secret")
        .contains("lastupdate=7");
    assertThat(control.calls().get(2).user()).isEqualTo(user);
  }

  private void assertUnauthorized(Tokens tokens) throws Exception {
    JsonNode answer = app.read(tokens.access(), "/measure", "action=getmeas&lastupdate=0");
    assertThat(answer.path("status").asInt()).isEqualTo(401);
    assertThat(answer.path("error").asText()).contains("invalid_token");
  }

  private static void assertInvalidCode(JsonNode answer) {
    assertThat(answer.path("status").asInt()).isEqualTo(503);
    assertThat(answer.path("error").asText()).contains("invalid code");
  }

  private static void assertInvalidRefresh(JsonNode answer) {
    assertThat(answer.path("status").asInt()).isEqualTo(503);
    assertThat(answer.path("error").asText()).contains("invalid refresh_token");
  }
}
