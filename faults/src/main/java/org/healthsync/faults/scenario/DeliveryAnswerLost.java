package org.healthsync.faults.scenario;

import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.Trial;

/** Row 8: as a crash there, by the network. */
public final class DeliveryAnswerLost implements Scenario {

  @Override
  public int number() {
    return 8;
  }

  @Override
  public String name() {
    return "the FHIR server commits, its answer gets lost";
  }

  @Override
  public void play(Trial trial) {
    trial.fleet().proxies().fhir().dropAnswers(2, "HTTP/1.1 200");
    trial.connect();
    trial.until(
        "two answers are lost", () -> trial.fleet().proxies().fhir().answersStillToDrop() == 0);
    trial.quiet();
    trial.did("dropped two answers of the FHIR server after it had committed");
    trial.judge();
  }
}
