package org.healthsync.faults.scenario;

import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.Trial;
import org.healthsync.sandbox.withings.CloudFault;

/** Row 24: the whole page is refused, the cursor stays, the next answer is read. */
public final class SpoiltJson implements Scenario {

  @Override
  public int number() {
    return 24;
  }

  @Override
  public String name() {
    return "truncated, ill-encoded and damaged answers";
  }

  @Override
  public void play(Trial trial) {
    trial.strike(CloudFault.TRUNCATED, 1);
    trial.strike(CloudFault.WRONG_CHARSET, 1);
    trial.strike(CloudFault.BAD_GZIP, 1);
    trial.connect();
    trial.quiet();
    trial.did("cut an answer in half, sent one in UTF-16, one with a damaged gzip trailer");
    trial.judge();
  }
}
