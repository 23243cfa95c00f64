package org.healthsync.faults.scenario;

import java.time.Duration;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.Trial;
import org.healthsync.faults.run.Waiting;

/** Row 11: the outbox is bounded, fetching pauses, then everything arrives. */
public final class FhirServerAway implements Scenario {

  @Override
  public int number() {
    return 11;
  }

  @Override
  public String name() {
    return "the FHIR server is away for long";
  }

  @Override
  public void play(Trial trial) {
    trial.fleet().proxies().fhir().refuse();
    for (int i = 0; i < PEOPLE; i++) {
      trial.connect();
    }
    trial.until("the outbox is full", () -> outbox(trial) > LIMIT);
    // what was under way when it became full still gets in, and not more
    boolean overrun = Waiting.within(Duration.ofSeconds(15), () -> outbox(trial) > 2 * LIMIT);
    long most = outbox(trial);
    trial.fleet().proxies().fhir().heal();
    trial.quiet();
    trial.did("refused every connection to the FHIR server while " + PEOPLE + " people connect");
    trial.saw("at most " + most + " versions waited, the limit is " + LIMIT);
    trial.demand(!overrun, "the outbox grew to " + most);
    trial.judge();
  }

  private static final int PEOPLE = 6;
  private static final long LIMIT = 1_000;

  private static long outbox(Trial trial) {
    return trial.fleet().rows().number("select count(*) from outbox");
  }
}
