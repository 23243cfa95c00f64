package org.healthsync.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class LastingExecutorTest {

  private final List<Thread> ran = new ArrayList<>();

  @Test
  void threadsOfTheServerArePreferred() throws InterruptedException {
    List<Thread> lent = new ArrayList<>();
    LastingExecutor executor =
        new LastingExecutor(
            task -> {
              Thread thread = new Thread(task);
              lent.add(thread);
              thread.start();
            });

    executor.execute(() -> ran.add(Thread.currentThread()));

    lent.get(0).join();
    assertThat(ran).isEqualTo(lent);
  }

  @Test
  void serverThatTakesNothingMoreIsDoneWithout() {
    LastingExecutor executor =
        new LastingExecutor(
            task -> {
              throw new RejectedExecutionException();
            });

    executor.execute(() -> ran.add(Thread.currentThread()));

    assertThat(ran).containsExactly(Thread.currentThread());
  }
}
