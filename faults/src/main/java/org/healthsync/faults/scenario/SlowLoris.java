package org.healthsync.faults.scenario;

import java.time.Duration;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.Trial;
import org.healthsync.sandbox.withings.CloudFault;

/** Row 23: a total deadline frees the worker; others do not wait. */
public final class SlowLoris implements Scenario {

  @Override
  public int number() {
    return 23;
  }

  @Override
  public String name() {
    return "answers that come byte by byte";
  }

  @Override
  public void play(Trial trial) {
    trial.fleet().cloud().inject(CloudFault.DRIBBLE, 2, "measure/getmeas", Duration.ofSeconds(1));
    trial.connect();
    trial.connect();
    trial.connect();
    trial.quiet();
    trial.did("answered two calls with a byte a second");
    trial.judge();
  }
}
