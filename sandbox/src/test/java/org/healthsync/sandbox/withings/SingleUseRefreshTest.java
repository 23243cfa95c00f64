package org.healthsync.sandbox.withings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.healthsync.sandbox.withings.CloudClient.Tokens;
import org.junit.jupiter.api.Test;

class SingleUseRefreshTest extends CloudTest {

  private static final int AT_ONCE = 8;

  @Override
  WithingsCloudOptions.Builder options() {
    return super.options().refreshGrace(false);
  }

  @Test
  void withoutGraceTheOldRefreshTokenIsGoneAtOnce() throws Exception {
    Tokens first = app.connect(user);
    Tokens second = CloudClient.tokens(app.refresh(first.refresh()));
    assertThat(app.refresh(first.refresh()).path("status").asInt()).isEqualTo(503);
    CloudClient.tokens(app.refresh(second.refresh()));
  }

  @Test
  void ofManyConcurrentRefreshesWithOneTokenExactlyOneWins() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(AT_ONCE);
    try {
      Tokens tokens = app.connect(user);
      CyclicBarrier together = new CyclicBarrier(AT_ONCE);
      Callable<Integer> refresh =
          () -> {
            together.await();
            return app.refresh(tokens.refresh()).path("status").asInt(-1);
          };
      List<Future<Integer>> calls = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        calls.add(callers.submit(refresh));
      }
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> call : calls) {
        statuses.add(call.get());
      }
      assertThat(statuses).containsOnlyOnce(0);
      assertThat(statuses.stream().filter(status -> status == 503)).hasSize(AT_ONCE - 1);
      assertThat(control.stats().refusedRefreshes()).isEqualTo(AT_ONCE - 1);
    } finally {
      callers.shutdownNow();
    }
  }
}
