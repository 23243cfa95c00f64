package org.healthsync.connect.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.healthsync.connect.fixture.Stage.ANNA;
import static org.healthsync.connect.fixture.Stage.BERT;
import static org.healthsync.connect.fixture.Stage.DEMO;
import static org.healthsync.connect.fixture.Stage.query;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsync.connect.AccountConnection;
import org.healthsync.connect.ConnectionStatus;
import org.healthsync.connect.fixture.EmbeddedServers;
import org.healthsync.connect.fixture.OneProvider;
import org.healthsync.connect.fixture.Stage;
import org.healthsync.connect.oauth.AuthorizationFlow.Begun;
import org.healthsync.connect.oauth.AuthorizationFlow.Wish;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.ProblemCode;
import org.healthsync.platform.ProblemException;
import org.healthsync.platform.ProviderId;
import org.healthsync.platform.UserId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.JedisPooled;

class AuthorizationFlowTest {

  private static final String BOTH = "user.metrics,user.activity";

  private Stage stage;

  @BeforeEach
  void start() {
    stage = new Stage();
  }

  @AfterEach
  void stop() {
    stage.close();
  }

  @Test
  void authorizationUrlAsksForTheScopesOfAllStreamsAndLeadsBackToUs() {
    Begun begun = stage.flow.begin(stage.wish(ANNA));

    Map<String, String> query = query(begun.url());
    assertThat(begun.url().toString()).startsWith(stage.server.address("/authorize?").toString());
    assertThat(query)
        .containsEntry("response_type", "code")
        .containsEntry("client_id", "the-client")
        .containsEntry("redirect_uri", Stage.CALLBACK.toString())
        .containsEntry("scope", BOTH)
        .doesNotContainKey("code_challenge");
    assertThat(query.get("state")).matches("[A-Za-z0-9_-]{43}");
    assertThat(stage.connections.find(DEMO, begun.id()).orElseThrow().status())
        .isEqualTo(ConnectionStatus.PENDING);
  }

  @Test
  void consentMakesTheConnectionActiveAndStoresSealedTokens() {
    Begun begun = stage.flow.begin(stage.wish(ANNA));

    URI end = stage.consent(begun.url(), "account-1", BOTH);

    assertThat(end.toString()).startsWith("https://app.example/done?");
    assertThat(query(end))
        .isEqualTo(Map.of("connection", begun.id().toString(), "status", "ACTIVE"));
    AccountConnection connection = stage.connections.find(DEMO, begun.id()).orElseThrow();
    assertThat(connection.status()).isEqualTo(ConnectionStatus.ACTIVE);
    assertThat(connection.accountId()).contains("account-1");
    assertThat(connection.grantedScopes()).containsExactlyInAnyOrder(BOTH.split(","));
    assertThat(stage.events.all()).containsExactly("activated " + begun.id());
    assertThat(stage.server.requests().get(0))
        .containsEntry("action", "requesttoken")
        .containsEntry("grant_type", "authorization_code")
        .containsEntry("client_id", "the-client")
        .containsEntry("client_secret", "the-client-secret")
        .containsEntry("redirect_uri", Stage.CALLBACK.toString());
    List<String> stored = stage.select("select encode(sealed, 'escape') from connection_token");
    assertThat(stored).hasSize(1);
    assertThat(stage.server.issued()).noneMatch(secret -> stored.get(0).contains(secret));
  }

  @Test
  void stateCanBeUsedOnce() {
    Begun begun = stage.flow.begin(stage.wish(ANNA));
    stage.consent(begun.url(), "account-1", BOTH);

    assertProblem(ProblemCode.INVALID_STATE, () -> stage.consent(begun.url(), "account-1", BOTH));
  }

  @Test
  void ofManyCallbacksWithOneStateOneWins() throws Exception {
    Begun begun = stage.flow.begin(stage.wish(ANNA));
    String state = Objects.requireNonNull(query(begun.url()).get("state"));
    ExecutorService threads = Executors.newFixedThreadPool(10);
    try {
      Callable<Boolean> take = () -> stage.pending.take(state).isPresent();
      List<Boolean> taken =
          threads.invokeAll(Stream.generate(() -> take).limit(40).toList()).stream()
              .map(AuthorizationFlowTest::result)
              .toList();
      assertThat(taken).filteredOn(won -> won).hasSize(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void inventedOrMissingStateIsRefused() {
    String code = stage.server.issueCode("account-1", BOTH);
    for (String state : new String[] {null, "", "x", "A".repeat(43), "../../x"}) {
      assertProblem(
          ProblemCode.INVALID_STATE,
          () -> stage.back(new Callback.Redirect(state, code, null, null)));
    }
    assertThat(stage.server.requests()).isEmpty();
  }

  @Test
  void redisHoldsNeitherTheStateNorWhatBelongsToIt() {
    stage.provider.demandPkce();
    Begun begun = stage.flow.begin(stage.wish(ANNA));
    String state = query(begun.url()).get("state");

    Set<String> keys = stage.redis.keys("healthsync:oauth-state:*");
    assertThat(keys).isNotEmpty().noneMatch(key -> key.contains(state));
    assertThat(keys)
        .allSatisfy(key -> assertThat(stage.redis.pttl(key)).isBetween(1L, 600_000L))
        .noneMatch(key -> stage.redis.get(key).contains(begun.id().toString()));
  }

  @Test
  void withoutRedisNothingIsBegunAndTheProblemSaysSo() {
    try (JedisPooled nobody = new JedisPooled("127.0.0.1", EmbeddedServers.freePort())) {
      AuthorizationFlow flow =
          stage.flow(
              new PendingAuthorizations(
                  new RedisStateStore(nobody), stage.sealer, Duration.ofMinutes(1)));
      assertProblem(ProblemCode.UNAVAILABLE, () -> flow.begin(stage.wish(ANNA)));
    }
    assertThat(stage.select("select id from connection")).isEmpty();
  }

  @Test
  void pkceVerifierOfTheChallengeIsSentWithTheCode() {
    stage.provider.demandPkce();
    Begun begun = stage.flow.begin(stage.wish(ANNA));
    Map<String, String> query = query(begun.url());
    assertThat(query).containsEntry("code_challenge_method", "S256");

    stage.consent(begun.url(), "account-1", BOTH);

    String verifier = Objects.requireNonNull(stage.server.requests().get(0).get("code_verifier"));
    assertThat(RandomText.sha256(verifier)).isEqualTo(query.get("code_challenge"));
  }

  @Test
  void partOfTheScopesIsEnoughWhenTheRequiredOnesAreThere() {
    Begun begun = stage.flow.begin(stage.wish(ANNA));

    URI end = stage.consent(begun.url(), "account-1", "user.metrics");

    assertThat(query(end)).containsEntry("status", "ACTIVE");
    assertThat(stage.connections.find(DEMO, begun.id()).orElseThrow().grantedScopes())
        .containsExactly("user.metrics");
    assertThat(stage.provider.grants().get(0).scopes()).containsExactly("user.metrics");
  }

  @Test
  void scopesOfTheRedirectCountWhenTheTokenAnswerNamesNone() {
    stage.server.tellNoScopes();
    Begun begun = stage.flow.begin(stage.wish(ANNA));
    String code = stage.server.issueCode("account-1", "");

    stage.back(new Callback.Redirect(query(begun.url()).get("state"), code, null, "user.metrics"));

    assertThat(stage.connections.find(DEMO, begun.id()).orElseThrow().grantedScopes())
        .containsExactly("user.metrics");
  }

  @Test
  void withoutARequiredScopeTheConnectionStaysPending() {
    Begun begun = stage.flow.begin(stage.wish(ANNA));

    URI end = stage.consent(begun.url(), "account-1", "user.activity");

    assertThat(query(end))
        .containsEntry("status", "PENDING")
        .containsEntry("error", "required_scope_missing");
    assertThat(stage.provider.revoked()).as("given back").containsExactly("account-1:true");
    assertThat(stage.select("select connection_id from connection_token")).isEmpty();
  }

  @Test
  void refusedConsentLeadsBackWithTheErrorAndNoTokenCall() {
    Begun begun = stage.flow.begin(stage.wish(ANNA));

    URI end =
        stage.back(
            new Callback.Redirect(query(begun.url()).get("state"), null, "access_denied", null));

    assertThat(query(end)).containsEntry("error", "access_denied");
    assertThat(stage.server.requests()).isEmpty();
  }

  @Test
  void whateverElseIsInErrorDoesNotReachTheReturnUrl() {
    Begun begun = stage.flow.begin(stage.wish(ANNA));

    URI end =
        stage.back(new Callback.Redirect(query(begun.url()).get("state"), null, "<script>", null));

    assertThat(query(end)).containsEntry("error", "authorization_failed");
  }

  @Test
  void failedExchangeLeadsBackWithAnError() {
    Begun begun = stage.flow.begin(stage.wish(ANNA));
    stage.server.answerNext(500, "");

    URI end = stage.consent(begun.url(), "account-1", BOTH);

    assertThat(query(end)).containsEntry("error", "exchange_failed");
    assertThat(stage.events.all()).isEmpty();
  }

  @Test
  void whoIsPutOffForAMomentIsConnectedAllTheSame() {
    Begun begun = stage.flow.begin(stage.wish(ANNA));
    stage.server.throttleNext(Duration.ofSeconds(1));
    stage.provider.putOffNext();

    URI end = stage.consent(begun.url(), "account-1", BOTH);

    assertThat(query(end)).containsEntry("status", "ACTIVE").doesNotContainKey("error");
    assertThat(stage.server.count("authorization_code")).isEqualTo(2);
    assertThat(stage.provider.grants()).hasSize(1);
  }

  @Test
  void whoIsPutOffForLongIsToldToTryLater() {
    Begun begun = stage.flow.begin(stage.wish(ANNA));
    stage.server.throttleNext(Stage.PATIENCE.plusSeconds(1));

    URI end = stage.consent(begun.url(), "account-1", BOTH);

    assertThat(query(end))
        .containsEntry("status", "PENDING")
        .containsEntry("error", "temporarily_unavailable");
    assertThat(stage.server.requests()).hasSize(1);
  }

  @Test
  void whoIsPutOffForEverIsToldAtOnce() {
    Begun begun = stage.flow.begin(stage.wish(ANNA));
    stage.server.throttleNext(Duration.ofSeconds(Long.MAX_VALUE));

    URI end = stage.consent(begun.url(), "account-1", BOTH);

    assertThat(query(end)).containsEntry("error", "temporarily_unavailable");
  }

  @Test
  void sameAccountOfTheSameUserRenewsTheConnectionThatIsThere() {
    ConnectionId first = stage.connect(ANNA, "account-1");
    Begun second = stage.flow.begin(stage.wish(ANNA));

    URI end = stage.consent(second.url(), "account-1", "user.metrics");

    assertThat(query(end)).containsEntry("connection", first.toString());
    assertThat(stage.connections.find(DEMO, second.id()).orElseThrow().status())
        .isEqualTo(ConnectionStatus.REVOKED);
    assertThat(stage.select("select rotation from connection_token")).containsExactly("2");
  }

  @Test
  void accountOfAnotherUserIsRefused() {
    ConnectionId annas = stage.connect(ANNA, "account-1");
    Begun berts = stage.flow.begin(stage.wish(BERT));

    URI end = stage.consent(berts.url(), "account-1", BOTH);

    assertThat(query(end))
        .containsEntry("error", "account_in_use")
        .containsEntry("status", "PENDING");
    assertThat(stage.select("select connection_id from connection_token"))
        .containsExactly(annas.toString());
    assertThat(stage.provider.revoked()).as("the grant is the other's too").isEmpty();
  }

  @Test
  void reauthorizationKeepsTheConnectionAndRefusesAnotherAccount() {
    ConnectionId id = stage.connect(ANNA, "account-1");

    URI other = stage.consent(stage.flow.again(DEMO, ANNA, id).url(), "account-2", BOTH);
    URI same = stage.consent(stage.flow.again(DEMO, ANNA, id).url(), "account-1", BOTH);

    assertThat(query(other)).containsEntry("error", "account_mismatch");
    assertThat(stage.provider.revoked()).containsExactly("account-2:true");
    assertThat(query(same)).isEqualTo(Map.of("connection", id.toString(), "status", "ACTIVE"));
    assertProblem(ProblemCode.NOT_FOUND, () -> stage.flow.again(DEMO, BERT, id));
  }

  @Test
  void concurrentAuthorizationsOfOneAccountLeaveOneLiveConnection() throws Exception {
    List<Begun> begun = Stream.of(ANNA, BERT).map(u -> stage.flow.begin(stage.wish(u))).toList();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Callable<URI>> ends =
          begun.stream()
              .map(b -> (Callable<URI>) () -> stage.consent(b.url(), "account-1", BOTH))
              .toList();
      Set<String> errors =
          threads.invokeAll(ends).stream()
              .map(AuthorizationFlowTest::result)
              .map(end -> query(end).getOrDefault("error", "none"))
              .collect(Collectors.toSet());
      assertThat(errors).containsExactlyInAnyOrder("none", "account_in_use");
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void callbackForADisconnectedConnectionStoresNothing() {
    Begun begun = stage.flow.begin(stage.wish(ANNA));
    stage.disconnection.disconnect(DEMO, begun.id(), "test-app");

    URI end = stage.consent(begun.url(), "account-1", BOTH);

    assertThat(query(end)).containsEntry("error", "connection_gone");
    assertThat(stage.server.requests()).as("the code is not redeemed").isEmpty();
    assertThat(stage.select("select connection_id from connection_token")).isEmpty();
  }

  @Test
  void unknownUserProviderRegionAndReturnUrlAreProblems() {
    Wish good = stage.wish(ANNA);
    assertProblem(ProblemCode.NOT_FOUND, () -> stage.flow.begin(stage.wish(new UserId("nobody"))));
    assertProblem(
        ProblemCode.UNKNOWN_PROVIDER,
        () ->
            stage.flow.begin(
                new Wish(DEMO, ANNA, new ProviderId("nope"), null, good.returnUrl(), "a")));
    assertProblem(
        ProblemCode.INVALID_FIELD,
        () -> stage.flow.begin(new Wish(DEMO, ANNA, OneProvider.ID, "mars", Stage.DONE, "a")));
    assertProblem(
        ProblemCode.UNREGISTERED_RETURN_URL,
        () ->
            stage.flow.begin(
                new Wish(
                    DEMO, ANNA, OneProvider.ID, null, URI.create("https://evil.example/"), "a")));
  }

  private static <T> T result(Future<T> future) {
    try {
      return future.get();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertProblem(
      ProblemCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProblemException.class, problem -> assertThat(problem.code()).isEqualTo(code));
  }
}
