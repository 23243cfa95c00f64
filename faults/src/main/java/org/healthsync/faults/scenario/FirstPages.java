package org.healthsync.faults.scenario;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.healthsync.faults.run.Member;
import org.healthsync.faults.run.Trial;

/**
 * How long people who connect one after the other wait for their first page.
 *
 * @param waits milliseconds from the callback's answer to the first data, shortest first
 */
record FirstPages(List<Long> waits) {

  /** Of so many people whom {@code connect} connects. */
  static FirstPages of(Trial trial, int people, Supplier<Member> connect) {
    return new FirstPages(
        Stream.generate(connect)
            .limit(people)
            .map(member -> wait(trial, member))
            .sorted()
            .toList());
  }

  private static long wait(Trial trial, Member member) {
    long begin = System.nanoTime();
    trial.until("the first page", () -> trial.fleet().rows().pages(member) > 0);
    return Duration.ofNanos(System.nanoTime() - begin).toMillis();
  }

  long middle() {
    return waits.get(waits.size() / 2);
  }

  long lastButOne() {
    return waits.get(waits.size() - 2);
  }

  /** Demands that nothing took more than twice as long as it takes alone. */
  static void demandTwice(Trial trial, long alone, long beside) {
    trial.demand(
        beside <= 2 * alone, "%d ms are more than twice the %d ms alone".formatted(beside, alone));
  }
}
