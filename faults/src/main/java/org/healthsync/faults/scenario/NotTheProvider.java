package org.healthsync.faults.scenario;

import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.Trial;
import org.healthsync.sandbox.withings.CloudFault;

/** Row 13: an answer that is not the provider's is repeated, and its text is in no log. */
public final class NotTheProvider implements Scenario {

  @Override
  public int number() {
    return 13;
  }

  @Override
  public String name() {
    return "a captive page or an empty body";
  }

  @Override
  public void play(Trial trial) {
    trial.strike(CloudFault.HTML, 1);
    trial.strike(CloudFault.EMPTY, 1);
    trial.strike(CloudFault.HTTP_500, 1);
    trial.connect();
    trial.quiet();
    trial.did("answered with a login page, then nothing, then HTTP 500");
    trial.judge();
  }
}
