package org.healthsync.faults.scenario;

import java.time.Duration;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.Member;
import org.healthsync.faults.run.Trial;
import org.healthsync.faults.run.Waiting;
import org.healthsync.sandbox.fhir.Fault;
import org.healthsync.sandbox.fhir.FhirServerControl;

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
    FhirServerControl fhir = trial.fleet().fhir();
    trial.fleet().proxies().api().toClient().latency(Duration.ofMillis(200));
    fhir.failNext(1, Fault.answer(429, WAIT));
    // a date has no fractions of a second
    fhir.failNext(1, Fault.answerWithDate(503, WAIT.plusSeconds(1)));
    long before = fhir.requests();
    Member member = trial.connect();
    trial.until("it is asked", () -> fhir.requests() > before);
    long pages = trial.fleet().rows().pages(member);
    leftInPeace(trial, "429 and so many seconds");
    long read = trial.fleet().rows().pages(member) - pages;
    trial.until("it is asked again", () -> fhir.requests() > before + 1);
    leftInPeace(trial, "503 and a date");
    trial.fleet().proxies().heal();
    trial.quiet();
    trial.did("answered 429 with seconds and 503 with a date");
    trial.saw("no request for %d ms each, %d pages read".formatted(PEACE.toMillis(), read));
    trial.demand(read > 0, "fetching stood still meanwhile");
    trial.judge();
  }

  private static final Duration WAIT = Duration.ofSeconds(5);

  /** It takes a moment to notice that the request has come. */
  private static final Duration PEACE = WAIT.minusMillis(500);

  private static void leftInPeace(Trial trial, String answer) {
    FhirServerControl fhir = trial.fleet().fhir();
    long asked = fhir.requests();
    boolean again = Waiting.within(PEACE, () -> fhir.requests() > asked);
    trial.demand(!again, "it was asked again although it had said " + answer);
  }
}
