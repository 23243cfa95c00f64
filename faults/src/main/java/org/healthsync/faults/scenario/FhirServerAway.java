package org.healthsync.faults.scenario;

import java.time.Duration;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.Member;
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
    Member other = trial.connectOther();
    trial.until(
        "another server gets its data", () -> trial.fleet().rows().number(OPEN, other) == 0);
    long held = trial.held(other);
    trial.fleet().proxies().fhir().heal();
    trial.quiet();
    trial.did("refused every connection to the FHIR server while " + PEOPLE + " people connect");
    trial.saw("at most " + most + " versions waited, the limit is " + LIMIT);
    trial.saw(held + " resources of a patient at another server arrived meanwhile");
    trial.demand(held > 0, "who has another server waits as well");
    trial.demand(!overrun, "the outbox grew to " + most);
    trial.judge();
  }

  private static final int PEOPLE = 6;
  private static final long LIMIT = 1_000;

  private static final String OPEN =
      "select count(*) from sync_request r full join outbox o on o.connection_id = r.connection_id"
          + " where coalesce(r.connection_id, o.connection_id) = ?";

  private static long outbox(Trial trial) {
    return trial.fleet().rows().number("select count(*) from outbox");
  }
}
