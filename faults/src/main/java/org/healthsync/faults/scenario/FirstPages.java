package org.healthsync.faults.scenario;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.healthsync.faults.run.Member;
import org.healthsync.faults.run.Trial;
import org.healthsync.sandbox.withings.RecordedCall;

/**
 * How long people who connect one after the other wait for their first page.
 *
 * @param waits milliseconds from the callback's answer to the first data, shortest first
 * @param calls the same to the first call for them, as the provider saw it
 */
record FirstPages(List<Long> waits, List<Long> calls) {

  /** Of so many people whom {@code connect} connects. */
  static FirstPages of(Trial trial, int people, Supplier<Member> connect) {
    List<Long> waits = new ArrayList<>();
    List<Long> calls = new ArrayList<>();
    for (int i = 0; i < people; i++) {
      Member member = connect.get();
      long connected = System.currentTimeMillis();
      trial.until("the first page", () -> trial.fleet().rows().pages(member) > 0);
      waits.add(Math.max(0, trial.fleet().rows().firstPageAt(member) - connected));
      calls.add(Math.max(0, firstCall(trial, member) - connected));
    }
    Collections.sort(waits);
    Collections.sort(calls);
    return new FirstPages(waits, calls);
  }

  private static long firstCall(Trial trial, Member member) {
    return trial.fleet().cloud(member.provider()).calls().stream()
        .filter(call -> Objects.equals(call.user(), member.accountId()))
        .filter(call -> DataCalls.ACTIONS.contains(call.action()))
        .mapToLong(RecordedCall::atMillis)
        .min()
        .orElseThrow();
  }

  long middle() {
    return waits.get(waits.size() / 2);
  }

  /** Until the call, of which the wait is part. */
  long middleUntilCall() {
    return calls.get(calls.size() / 2);
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
