package org.healthsync.sandbox.withings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateLimitTest extends CloudTest {

  private static final int LIMIT = 120;

  @Override
  WithingsCloudOptions.Builder options() {
    return super.options().callsPerMinute(LIMIT);
  }

  @Test
  void theCallAfterTheHundredAndTwentiethInAMinuteGets601() throws Exception {
    String token = app.connect(user).access();
    for (int call = 2; call <= LIMIT; call++) {
      assertThat(device(token)).as("call %d", call).isZero();
    }
    assertThat(control.stats().callsOverLimit()).isZero();
    assertThat(device(token)).isEqualTo(601);
    assertThat(control.stats().callsOverLimit()).isEqualTo(1);
  }

  @Test
  void theWindowSlides() throws Exception {
    String token = app.connect(user).access();
    clock.advance(Duration.ofSeconds(30));
    for (int call = 2; call <= LIMIT; call++) {
      device(token);
    }
    clock.advance(Duration.ofMillis(29_999));
    assertThat(device(token)).isEqualTo(601);
    clock.advance(Duration.ofMillis(1));
    assertThat(device(token)).as("the first call has left the window").isZero();
    assertThat(device(token)).as("and only that one").isEqualTo(601);
  }

  @Test
  void allUsersOfAClientShareTheLimit() throws Exception {
    String mine = app.connect(user).access();
    String theirs = app.connect(control.users().get(1).userId()).access();
    for (int call = 3; call <= LIMIT; call++) {
      device(mine);
    }
    assertThat(device(theirs)).isEqualTo(601);
  }

  @Test
  void allLimitsHoldAndARefusedCallCountsNowhere() {
    RateLimit limit =
        new RateLimit(
            clock,
            List.of(
                new CallLimit(3, Duration.ofSeconds(10), false),
                new CallLimit(2, Duration.ofMinutes(1), true)));
    assertThat(limit.admits("c", 1L)).isTrue();
    assertThat(limit.admits("c", 1L)).isTrue();
    assertThat(limit.admits("c", 1L)).as("a third call of the person").isFalse();
    assertThat(limit.admits("c", 2L)).as("of somebody else").isTrue();
    assertThat(limit.admits("c", null)).as("a fourth call of the client").isFalse();
    assertThat(limit.admits("d", 1L)).as("of another client").isTrue();
    clock.advance(Duration.ofSeconds(10));
    assertThat(limit.admits("c", 1L)).as("the person's minute is not over").isFalse();
    assertThat(limit.admits("c", 2L)).isTrue();
  }

  @Test
  void anInjected601IsNotACallOverTheLimit() throws Exception {
    String token = app.connect(user).access();
    control.inject(CloudFault.STATUS_601, 1);
    assertThat(device(token)).isEqualTo(601);
    assertThat(control.stats().callsOverLimit()).isZero();
  }

  private int device(String token) throws Exception {
    return app.read(token, "/v2/user", "action=getdevice").path("status").asInt(-1);
  }
}
