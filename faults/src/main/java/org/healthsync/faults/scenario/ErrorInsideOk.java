package org.healthsync.faults.scenario;

import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.Member;
import org.healthsync.faults.run.Trial;
import org.healthsync.sandbox.withings.CloudFault;

/** Row 12: an error all the same; the cursor stays. */
public final class ErrorInsideOk implements Scenario {

  @Override
  public int number() {
    return 12;
  }

  @Override
  public String name() {
    return "HTTP 200 with an error inside";
  }

  @Override
  public void play(Trial trial) {
    trial.strike(CloudFault.STATUS_522, 3);
    Member member = trial.connect();
    trial.until("an error is noted", () -> !trial.fleet().rows().text(ERRORS, member).equals("0"));
    trial.quiet();
    trial.did("answered status 522 inside HTTP 200 to three calls of each kind");
    trial.judge();
  }

  private static final String ERRORS =
      "select count(*) from stream_state where last_error_at is not null and connection_id = ?";
}
