package org.healthsync.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.healthsync.platform.Lane;
import org.healthsync.platform.ProviderId;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.JedisPooled;
import redis.clients.jedis.UnifiedJedis;

/** One breaker for each provider, over all replicas. */
final class BreakersTest {

  private static final ProviderId ZOO = new ProviderId("zoo");
  private static final ProviderId FARM = new ProviderId("farm");
  private static final Duration PAUSE = Duration.ofSeconds(30);
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final Duration LEASE = Duration.ofSeconds(2 + 10 + 5);
  private static final FetchSettings SETTINGS =
      new FetchSettings(
          Duration.ofSeconds(2),
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          1000,
          1000,
          "test",
          8,
          4,
          PAUSE,
          LONGEST);
  private static final RealRedis REDIS = new RealRedis();
  private static final UnifiedJedis CLIENT = REDIS.client();

  private final MovedTime time = new MovedTime();
  private final List<Duration> pauses = new ArrayList<>();
  private final FetchListener listener =
      new FetchListener() {
        @Override
        public void paused(ProviderId provider, Duration pause) {
          pauses.add(pause);
        }
      };
  private final Breakers one = replica(CLIENT);
  private final Breakers other = replica(CLIENT);

  @AfterEach
  void flush() {
    CLIENT.flushAll();
  }

  @AfterAll
  static void stop() {
    CLIENT.close();
    REDIS.close();
  }

  @Test
  void failuresOfAllReplicasAddUpAndOpenItForAll() throws Exception {
    open();
    for (Breakers replica : List.of(one, other, replica(CLIENT))) {
      ProviderException refused = refusal(replica, ZOO);
      assertThat(refused.code()).isEqualTo(StandardError.THROTTLED);
      assertThat(refused).hasMessageContaining("left in peace after 4 failures");
      assertThat(refused.retryAfter()).contains(PAUSE);
    }
    assertThat(pauses).containsExactly(PAUSE);
  }

  @Test
  void answerInBetweenBeginsTheCountAnew() throws Exception {
    for (int i = 0; i < 10; i++) {
      one.leave(one.enter(ZOO), Outcome.FAILED);
      one.leave(one.enter(ZOO), Outcome.FAILED);
      one.leave(one.enter(ZOO), Outcome.FAILED);
      other.leave(other.enter(ZOO), Outcome.ANSWERED);
    }
    assertThat(pauses).isEmpty();
  }

  @Test
  void requestsThatTimeOutInAReplicaThatWasFrozenSayNothingOfTheProvider() throws Exception {
    List<Breakers.Pass> underWay = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      underWay.add(one.enter(ZOO));
    }
    time.advance(LEASE.plusSeconds(1));
    for (Breakers.Pass pass : underWay) {
      one.leave(pass, Outcome.FAILED);
    }
    assertThat(pauses).isEmpty();
    assertThat(other.state(ZOO)).isEqualTo(closed());
  }

  @Test
  void frozenProbeMakesRoomForTheNext() throws Exception {
    open();
    time.advance(PAUSE);
    Breakers.Pass frozen = one.enter(ZOO);
    time.advance(LEASE.plusSeconds(1));
    one.leave(frozen, Outcome.FAILED);
    assertThat(pauses).hasSize(1);
    assertThat(other.enter(ZOO).probe()).isTrue();
  }

  @Test
  void afterThePauseExactlyOneRequestOfAllReplicasTries() throws Exception {
    open();
    time.advance(PAUSE);
    Breakers.Pass probe = other.enter(ZOO);
    for (Breakers replica : List.of(one, other, one)) {
      assertThat(refusal(replica, ZOO).retryAfter()).contains(Duration.ofSeconds(5));
    }
    assertThat(one.state(ZOO).position()).isEqualTo(BreakerState.Position.HALF_OPEN);
    other.leave(probe, Outcome.ANSWERED);
    assertThat(one.state(ZOO)).isEqualTo(closed());
    one.leave(one.enter(ZOO), Outcome.ANSWERED);
  }

  @Test
  void pauseGrowsUpToItsLongestAndBeginsAnewAfterRecovery() throws Exception {
    open();
    for (int i = 0; i < 6; i++) {
      time.advance(pauses.get(pauses.size() - 1));
      one.leave(one.enter(ZOO), Outcome.FAILED);
    }
    assertThat(pauses)
        .containsExactly(
            PAUSE,
            PAUSE.multipliedBy(2),
            PAUSE.multipliedBy(4),
            PAUSE.multipliedBy(8),
            LONGEST,
            LONGEST,
            LONGEST);
    time.advance(LONGEST);
    one.leave(one.enter(ZOO), Outcome.ANSWERED);
    pauses.clear();
    open();
    assertThat(pauses).containsExactly(PAUSE);
  }

  @Test
  void probeOfAReplicaThatDiedIsReplacedWhenItsLeaseEnds() throws Exception {
    open();
    time.advance(PAUSE);
    Breakers.Pass lost = one.enter(ZOO);
    time.advance(LEASE.minusMillis(1));
    assertThat(refusal(other, ZOO).retryAfter()).contains(Duration.ofMillis(1));
    time.advance(Duration.ofMillis(1));
    Breakers.Pass next = other.enter(ZOO);
    one.leave(lost, Outcome.FAILED);
    assertThat(pauses).as("what the dead one says late changes nothing").hasSize(1);
    other.leave(next, Outcome.ANSWERED);
    assertThat(one.state(ZOO)).isEqualTo(closed());
  }

  @Test
  void probeThatWasNeverSentLeavesItsPlaceToAnother() throws Exception {
    open();
    time.advance(PAUSE);
    one.leave(one.enter(ZOO), Outcome.UNSENT);
    other.leave(other.enter(ZOO), Outcome.ANSWERED);
    assertThat(one.state(ZOO)).isEqualTo(closed());
  }

  @Test
  void requestThatNeverLeftTellsNothing() throws Exception {
    for (int i = 0; i < 3; i++) {
      one.leave(one.enter(ZOO), Outcome.FAILED);
    }
    other.leave(other.enter(ZOO), Outcome.UNSENT);
    one.leave(one.enter(ZOO), Outcome.FAILED);
    assertThat(refusal(other, ZOO).retryAfter()).contains(PAUSE);
  }

  @Test
  void lateEndsOfRequestsFromBeforeChangeNothing() throws Exception {
    Breakers.Pass slow = one.enter(ZOO);
    Breakers.Pass slower = one.enter(ZOO);
    open();
    time.advance(Duration.ofSeconds(10));
    one.leave(slow, Outcome.FAILED);
    one.leave(slower, Outcome.ANSWERED);
    assertThat(pauses).hasSize(1);
    assertThat(refusal(other, ZOO).retryAfter()).contains(Duration.ofSeconds(20));
  }

  @Test
  void otherProvidersFeelNothing() throws Exception {
    open();
    for (Breakers replica : List.of(one, other)) {
      replica.leave(replica.enter(FARM), Outcome.ANSWERED);
      assertThat(replica.state(FARM)).isEqualTo(closed());
    }
  }

  @Test
  void providerThatIsLeftInPeaceHoldsNoPlace() throws Exception {
    open();
    for (int i = 0; i < 100; i++) {
      refusal(one, ZOO);
    }
    time.advance(PAUSE);
    one.leave(one.enter(ZOO), Outcome.ANSWERED);
    List<Breakers.Pass> passes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      passes.add(one.enter(ZOO));
    }
    assertThat(refusal(one, ZOO)).hasMessageContaining("8 requests are under way");
    for (int i = 0; i < 4; i++) {
      passes.add(one.enter(ZOO, Lane.INTERACTIVE));
    }
    assertThatThrownBy(() -> one.enter(ZOO, Lane.INTERACTIVE))
        .hasMessageContaining("12 requests are under way");
    for (Breakers.Pass pass : passes) {
      one.leave(pass, Outcome.ANSWERED);
    }
  }

  @Test
  void whoFindsNoRoomComesBackAfterTheOneBeforeAndSoon() throws Exception {
    for (int i = 0; i < 8; i++) {
      one.enter(ZOO);
    }
    List<Long> told = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      told.add(refusal(one, ZOO).retryAfter().orElseThrow().toMillis());
    }
    assertThat(told).startsWith(1000L, 1050L, 1100L).endsWith(5000L, 5000L);
    time.advance(Duration.ofSeconds(10));
    assertThat(refusal(one, ZOO).retryAfter()).contains(Duration.ofSeconds(1));
    one.leave(one.enter(FARM), Outcome.ANSWERED);
  }

  @Test
  void withoutRedisEachReplicaDecidesForItself() throws Exception {
    try (UnifiedJedis nowhere = new JedisPooled("127.0.0.1", 1)) {
      Breakers alone = replica(nowhere);
      for (int i = 0; i < 4; i++) {
        alone.leave(alone.enter(ZOO), Outcome.FAILED);
      }
      assertThat(refusal(alone, ZOO).retryAfter()).contains(PAUSE);
      assertThat(alone.state(ZOO).position()).isEqualTo(BreakerState.Position.OPEN);
      one.leave(one.enter(ZOO), Outcome.ANSWERED);
      time.advance(PAUSE);
      Breakers.Pass probe = alone.enter(ZOO);
      assertThat(refusal(alone, ZOO)).hasMessageContaining("another request tries");
      alone.leave(probe, Outcome.ANSWERED);
      assertThat(alone.state(ZOO)).isEqualTo(closed());
      assertThat(pauses).containsExactly(PAUSE);
    }
  }

  private void open() throws ProviderException {
    for (int i = 0; i < 4; i++) {
      Breakers replica = i % 2 == 0 ? one : other;
      replica.leave(replica.enter(ZOO), Outcome.FAILED);
    }
  }

  private static BreakerState closed() {
    return new BreakerState(BreakerState.Position.CLOSED, 0, Duration.ZERO);
  }

  private static ProviderException refusal(Breakers breakers, ProviderId provider) {
    return catchThrowableOfType(ProviderException.class, () -> breakers.enter(provider));
  }

  private Breakers replica(UnifiedJedis redis) {
    return new Breakers(
        redis, new RedisContact(time, FetchListener.NONE), SETTINGS, listener, time, time);
  }
}
