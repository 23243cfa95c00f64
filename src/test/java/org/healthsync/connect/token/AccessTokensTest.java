package org.healthsync.connect.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.healthsync.connect.fixture.Stage.ANNA;
import static org.healthsync.connect.fixture.Stage.DEMO;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.healthsync.connect.ConnectionStatus;
import org.healthsync.connect.fixture.OneProvider;
import org.healthsync.connect.fixture.Stage;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.ProviderId;
import org.healthsync.platform.Sealer;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;
import org.healthsync.spi.auth.Refresh;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccessTokensTest {

  private static final Duration LIFE = Duration.ofHours(3);
  private static final Duration LATEST_ANSWER = Duration.ofSeconds(30);

  private Stage stage;
  private ConnectionId id;

  @BeforeEach
  void start() {
    stage = new Stage();
    id = stage.connect(ANNA, "account-1");
  }

  @AfterEach
  void stop() {
    stage.close();
  }

  @Test
  void freshTokenIsReturnedWithoutACall() throws ProviderException {
    stage.clock.advance(LIFE.minusMinutes(2));

    AccessToken token = stage.tokens.current(id);

    assertThat(token.rotation()).isEqualTo(1);
    assertThat(refreshes()).isZero();
  }

  @Test
  void tokenIsRenewedBeforeItExpires() throws ProviderException {
    stage.clock.advance(LIFE.minusSeconds(59));

    AccessToken token = stage.tokens.current(id);

    assertThat(token.rotation()).isEqualTo(2);
    assertThat(token.expiresAt()).isEqualTo(stage.clock.instant().plus(LIFE));
    assertThat(stage.tokens.current(id)).isEqualTo(token);
    assertThat(refreshes()).isEqualTo(1);
  }

  @Test
  void fiftyCallersInTwoReplicasMakeOneTokenCall() throws Exception {
    for (int round = 1; round <= 5; round++) {
      stage.clock.advance(LIFE);
      Set<AccessToken> tokens = fromEverywhere(AccessTokens::current);
      assertThat(tokens).hasSize(1);
      assertThat(refreshes()).isEqualTo(round);
    }
  }

  @Test
  void fiftyRefusedTokensMakeOneTokenCall() throws Exception {
    long refused = stage.tokens.current(id).rotation();

    Set<AccessToken> tokens =
        fromEverywhere((replica, connection) -> replica.renew(connection, refused));

    assertThat(tokens).hasSize(1).extracting(AccessToken::rotation).containsExactly(2L);
    assertThat(refreshes()).isEqualTo(1);
  }

  @Test
  void refusedTokenThatWasReplacedMeanwhileNeedsNoCall() throws ProviderException {
    AccessToken second = stage.tokens.renew(id, 1);

    assertThat(stage.tokens.renew(id, 1)).isEqualTo(second);
    assertThat(refreshes()).isEqualTo(1);
  }

  @Test
  void crashBetweenAnswerAndStoreIsHealedByTheOldTokenWithinItsGrace() throws ProviderException {
    stage.server.withGrace();
    crashBetweenAnswerAndStore();
    assertThat(stage.select("select rotation from connection_token")).containsExactly("1");
    assertThat(stage.select("select refreshing_since from connection_token")).doesNotContainNull();
    stage.clock.advance(LATEST_ANSWER);

    AccessToken token = stage.tokens.renew(id, 1);

    assertThat(token.rotation()).isEqualTo(2);
    assertThat(stage.select("select refreshing_since from connection_token")).containsOnlyNulls();
  }

  @Test
  void crashBetweenAnswerAndStoreWithoutGraceAsksForAuthorizationOnce() {
    crashBetweenAnswerAndStore();
    stage.clock.advance(LATEST_ANSWER);

    assertFails(StandardError.CONSENT_LOST, () -> stage.tokens.renew(id, 1));
    assertFails(StandardError.CONSENT_LOST, () -> stage.tokens.renew(id, 1));

    assertThat(refreshes()).isEqualTo(2);
    assertThat(status()).isEqualTo(ConnectionStatus.REAUTHORIZE);
    assertThat(stage.select("select detail from audit where action = 'grant-lost'"))
        .containsExactly("refresh-outcome-unknown");
  }

  @Test
  void requestThatMayStillBeOutIsNotSentASecondTime() {
    crashBetweenAnswerAndStore();
    stage.clock.advance(LATEST_ANSWER.minusSeconds(7));

    assertThatThrownBy(() -> stage.newTokens().renew(id, 1))
        .isInstanceOfSatisfying(
            ProviderException.class,
            busy -> {
              assertThat(busy.code()).isEqualTo(StandardError.PROVIDER_UNAVAILABLE);
              assertThat(busy.retryAfter()).contains(Duration.ofSeconds(7));
            });

    assertThat(refreshes()).isEqualTo(1);
    assertThat(status()).isEqualTo(ConnectionStatus.ACTIVE);
  }

  @Test
  void tokensAreStoredAlthoughTheSessionDiedDuringTheRequest() throws ProviderException {
    TokenRefresh cutOff =
        refreshing(
            current -> {
              Tokens tokens = stage.requests.refresh(OneProvider.ID, "default", current);
              stage.select(
                  "select pg_terminate_backend(pid) from pg_stat_activity where"
                      + " datname = current_database() and state = 'idle in transaction'");
              return tokens;
            });

    AccessToken token = tokens(cutOff).renew(id, 1);

    assertThat(token.rotation()).isEqualTo(2);
    assertThat(stage.tokens.current(id)).isEqualTo(token);
    assertThat(refreshes()).isEqualTo(1);
  }

  @Test
  void answerIsStoredAlthoughTheCallThatWantedItWasInterrupted() throws Exception {
    CountDownLatch sent = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    TokenRefresh slow =
        refreshing(
            current -> {
              sent.countDown();
              assertThat(awaited(answer)).isTrue();
              return stage.requests.refresh(OneProvider.ID, "default", current);
            });
    Thread plugin =
        new Thread(
            () -> {
              assertFails(StandardError.PROVIDER_UNAVAILABLE, () -> tokens(slow).renew(id, 1));
              assertThat(Thread.currentThread().isInterrupted()).isTrue();
            });
    plugin.start();
    assertThat(awaited(sent)).isTrue();

    plugin.interrupt();
    plugin.join();
    answer.countDown();

    await().until(() -> stage.select("select rotation from connection_token").contains("2"));
    assertThat(stage.tokens.current(id).rotation()).isEqualTo(2);
    assertThat(refreshes()).isEqualTo(1);
  }

  private static boolean awaited(CountDownLatch latch) {
    try {
      return latch.await(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      return false;
    }
  }

  @Test
  void lateRefusalOfEarlierTokensLosesNothing() throws ProviderException {
    stage.tokens.renew(id, 1);

    assertThat(abandon(1)).isEqualTo(Loss.RENEWED);
    assertThat(stage.tokens.current(id).rotation()).isEqualTo(2);
    assertThat(abandon(2)).isEqualTo(Loss.NOW);
    assertThat(abandon(2)).isEqualTo(Loss.BEFORE);
    stage.consent(stage.flow.again(DEMO, ANNA, id).url(), "account-1", "user.metrics");

    assertThat(abandon(2)).as("numbers do not begin anew").isEqualTo(Loss.RENEWED);
    assertThat(status()).isEqualTo(ConnectionStatus.ACTIVE);
  }

  private Loss abandon(long rotation) {
    return stage.database.inTransaction(
        jdbc -> stage.tokens.abandon(jdbc, id, rotation, "refused"));
  }

  @Test
  void damagedTokensAskForAuthorizationOnce() {
    stage.select("update connection_token set sealed = 'damaged' returning connection_id");

    assertFails(StandardError.CONSENT_LOST, () -> stage.tokens.current(id));
    assertFails(StandardError.CONSENT_LOST, () -> stage.tokens.current(id));

    assertThat(status()).isEqualTo(ConnectionStatus.REAUTHORIZE);
    assertThat(stage.events.all()).containsOnlyOnce("reauthorize " + id);
    assertThat(stage.select("select detail from audit where action = 'grant-lost'"))
        .containsExactly("tokens-damaged");
  }

  @Test
  void keyThatIsMissingCostsNobodysConsent() {
    TokenRows otherKey =
        new TokenRows(new TokenVault(Sealer.of(Sealer.newKeyset())), stage.audit, stage.clock);
    AccessTokens misconfigured =
        new AccessTokens(
            stage.database,
            otherKey,
            stage.requests,
            stage.events,
            stage.threads,
            new AccessTokens.Settings(1, Duration.ofSeconds(5), LATEST_ANSWER),
            stage.clock);

    assertThatThrownBy(() -> misconfigured.current(id))
        .isInstanceOf(Sealer.BrokenSealException.class);

    assertThat(status()).isEqualTo(ConnectionStatus.ACTIVE);
    assertThat(stage.select("select connection_id from connection_token")).hasSize(1);
  }

  @Test
  void lostGrantAsksForAuthorizationOnceAndStopsCalling() throws Exception {
    stage.server.forgetEveryGrant();
    stage.clock.advance(LIFE);

    assertThatThrownBy(() -> fromEverywhere(AccessTokens::current))
        .hasRootCauseInstanceOf(ProviderException.class);

    assertThat(refreshes()).isEqualTo(1);
    assertThat(status()).isEqualTo(ConnectionStatus.REAUTHORIZE);
    assertThat(stage.events.all()).filteredOn(event -> event.startsWith("reauth")).hasSize(1);
    assertThat(stage.select("select detail from audit where action = 'grant-lost'"))
        .containsExactly("refused");
    assertThat(stage.select("select connection_id from connection_token")).isEmpty();
  }

  @Test
  void authorizingAgainAfterALossMakesTheSameConnectionActive() throws ProviderException {
    stage.server.forgetEveryGrant();
    assertFails(StandardError.CONSENT_LOST, () -> stage.tokens.renew(id, 1));

    stage.consent(stage.flow.again(DEMO, ANNA, id).url(), "account-1", "user.metrics");

    assertThat(status()).isEqualTo(ConnectionStatus.ACTIVE);
    assertThat(stage.tokens.current(id)).isNotNull();
  }

  @Test
  void failureOfTheProviderLeavesTheConnectionActive() throws ProviderException {
    for (int status : new int[] {500, 502, 503, 504}) {
      stage.server.answerNext(status, "");
      assertFails(StandardError.PROVIDER_UNAVAILABLE, () -> stage.tokens.renew(id, 1));
    }
    stage.server.answerNext(200, "{\"status\":601}");
    assertFails(StandardError.THROTTLED, () -> stage.tokens.renew(id, 1));
    stage.server.answerNext(200, "<html>");
    assertFails(StandardError.BAD_PAYLOAD, () -> stage.tokens.renew(id, 1));

    assertThat(status()).isEqualTo(ConnectionStatus.ACTIVE);
    assertThat(stage.tokens.renew(id, 1).rotation()).isEqualTo(2);
  }

  @Test
  void wrongClientSecretCostsNobodysConsent() {
    stage.server.answerNext(401, "{\"error\":\"invalid_client\"}");

    assertFails(StandardError.CLIENT_REFUSED, () -> stage.tokens.renew(id, 1));

    assertThat(status()).isEqualTo(ConnectionStatus.ACTIVE);
  }

  @Test
  void refreshThatEndsAfterDisconnectionStoresNothing() {
    TokenRefresh disconnectsMeanwhile = new DisconnectingBeforeTheLock();
    AccessTokens tokens =
        new AccessTokens(
            stage.database,
            stage.rows,
            disconnectsMeanwhile,
            stage.events,
            stage.threads,
            new AccessTokens.Settings(1, Duration.ofSeconds(5), LATEST_ANSWER),
            stage.clock);
    stage.clock.advance(LIFE);

    assertFails(StandardError.CONSENT_LOST, () -> tokens.current(id));

    assertThat(status()).isEqualTo(ConnectionStatus.REVOKED);
    assertThat(stage.select("select connection_id from connection_token")).isEmpty();
  }

  @Test
  void providerWithoutRefreshTokensAsksForAuthorizationWithoutACall() {
    stage.provider.refreshAs(
        new Refresh(Refresh.Kind.NONE, Duration.ZERO, Duration.ofMinutes(1), null));

    assertFails(StandardError.CONSENT_LOST, () -> stage.tokens.renew(id, 1));

    assertThat(refreshes()).isZero();
    assertThat(status()).isEqualTo(ConnectionStatus.REAUTHORIZE);
  }

  @Test
  void answerWithoutANewRefreshTokenKeepsTheOldOneAndTheScopes() throws ProviderException {
    stage.server.answerNext(
        200, "{\"status\":0,\"body\":{\"access_token\":\"access-x\",\"expires_in\":60}}");
    stage.tokens.renew(id, 1);

    AccessToken third = stage.tokens.renew(id, 2);

    assertThat(third.rotation()).isEqualTo(3);
  }

  @Test
  void callerThatWaitsTooLongForALockGoesAwayWithARetryableError() throws Exception {
    AccessTokens impatient =
        new AccessTokens(
            stage.database,
            stage.rows,
            stage.requests,
            stage.events,
            stage.threads,
            new AccessTokens.Settings(1, Duration.ofMillis(100), LATEST_ANSWER),
            stage.clock);
    stage.database.inTransaction(
        jdbc -> {
          assertThat(stage.rows.lock(jdbc, id)).isPresent();
          assertFails(StandardError.PROVIDER_UNAVAILABLE, () -> impatient.renew(id, 1));
          return id;
        });
    assertThat(impatient.renew(id, 1).rotation()).isEqualTo(2);
  }

  /** Disconnects when asked for the margin, which is after the first look and before the lock. */
  private final class DisconnectingBeforeTheLock implements TokenRefresh {

    @Override
    public Duration early(ProviderId provider) {
      stage.disconnection.disconnect(DEMO, id, "test");
      return Duration.ZERO;
    }

    @Override
    public Tokens refresh(ProviderId provider, String region, Tokens current) {
      throw new AssertionError("no call after disconnection");
    }
  }

  private interface Asked {
    Tokens refresh(Tokens current) throws ProviderException;
  }

  private TokenRefresh refreshing(Asked asked) {
    return new TokenRefresh() {
      @Override
      public Duration early(ProviderId provider) {
        return stage.requests.early(provider);
      }

      @Override
      public Tokens refresh(ProviderId provider, String region, Tokens current)
          throws ProviderException {
        return asked.refresh(current);
      }
    };
  }

  private AccessTokens tokens(TokenRefresh refresh) {
    return new AccessTokens(
        stage.database,
        stage.rows,
        refresh,
        stage.events,
        stage.threads,
        new AccessTokens.Settings(1, Duration.ofSeconds(5), LATEST_ANSWER),
        stage.clock);
  }

  private interface Call {
    AccessToken on(AccessTokens replica, ConnectionId connection) throws ProviderException;
  }

  private Set<AccessToken> fromEverywhere(Call call) throws Exception {
    AccessTokens other = stage.newTokens();
    ExecutorService threads = Executors.newFixedThreadPool(50);
    try {
      List<Callable<AccessToken>> calls = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        AccessTokens replica = i % 2 == 0 ? stage.tokens : other;
        calls.add(() -> call.on(replica, id));
      }
      Set<AccessToken> tokens = new HashSet<>();
      for (Future<AccessToken> future : threads.invokeAll(calls)) {
        tokens.add(future.get());
      }
      return tokens;
    } finally {
      threads.shutdownNow();
    }
  }

  /** The provider answers, then everything of this process is gone. */
  private void crashBetweenAnswerAndStore() {
    TokenRefresh dying =
        refreshing(
            current -> {
              stage.requests.refresh(OneProvider.ID, "default", current);
              throw new IllegalStateException("crash");
            });
    assertThatThrownBy(() -> tokens(dying).renew(id, 1)).hasMessage("crash");
  }

  private long refreshes() {
    return stage.server.count("refresh_token");
  }

  private ConnectionStatus status() {
    return stage.connections.find(DEMO, id).orElseThrow().status();
  }

  private void assertFails(StandardError code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProviderException.class,
            failure -> {
              assertThat(failure.code()).isEqualTo(code);
              assertThat(stage.server.issued())
                  .noneMatch(secret -> String.valueOf(failure.getMessage()).contains(secret));
            });
  }
}
