package org.healthsync.faults.scenario;

import java.time.Duration;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.Member;
import org.healthsync.faults.run.Trial;
import org.healthsync.sandbox.fhir.Fault;

/** Row 9: both forms of Retry-After are obeyed, fetching goes on meanwhile. */
public final class FhirServerBusy implements Scenario {

  @Override
  public int number() {
    return 9;
  }

  @Override
  public String name() {
    return "the FHIR server is busy and says until when";
  }

  @Override
  public void play(Trial trial) {
    trial.fleet().fhir().failNext(1, Fault.answer(429, WAIT));
    trial.fleet().fhir().failNext(1, Fault.answerWithDate(503, WAIT.plusSeconds(1)));
    long begin = System.nanoTime();
    Member member = trial.connect();
    trial.until("something waits", () -> !outbox(trial, member).equals("0"));
    trial.until("something arrives", () -> trial.held(member) > 0);
    Duration first = Duration.ofNanos(System.nanoTime() - begin);
    trial.quiet();
    trial.did("answered 429 with seconds and 503 with a date");
    trial.saw("first resource after " + first.toMillis() + " ms");
    trial.demand(first.compareTo(WAIT.multipliedBy(2)) > 0, "it came after " + first);
    trial.judge();
  }

  private static final Duration WAIT = Duration.ofSeconds(3);

  private static String outbox(Trial trial, Member member) {
    return trial.fleet().rows().text("select count(*) from outbox where connection_id = ?", member);
  }
}
