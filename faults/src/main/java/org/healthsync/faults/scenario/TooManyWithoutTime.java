package org.healthsync.faults.scenario;

import java.time.Duration;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.Member;
import org.healthsync.faults.run.Trial;
import org.healthsync.faults.run.Waiting;
import org.healthsync.sandbox.withings.CloudFault;

/** Row 17: everybody leaves the provider alone for a while, then all arrives. */
public final class TooManyWithoutTime implements Scenario {

  @Override
  public int number() {
    return 17;
  }

  @Override
  public String name() {
    return "'too many' that does not say for how long";
  }

  @Override
  public void play(Trial trial) {
    trial.strike(CloudFault.STATUS_601, 1);
    Member first = trial.connect();
    trial.until(
        "the refusal has come",
        () ->
            trial.fleet().cloud().calls().stream()
                .anyMatch(call -> call.outcome().equals("STATUS_601")));
    long refused = System.nanoTime();
    long before = trial.calls();
    Waiting.within(Duration.ofSeconds(20), () -> trial.calls() > before + 8);
    long meanwhile = trial.calls() - before;
    trial.quiet();
    Duration all = Duration.ofNanos(System.nanoTime() - refused);
    trial.did("answered 601 once without a time");
    trial.saw(meanwhile + " calls in the next 20 s, all there after " + all.toSeconds() + " s");
    trial.demand(meanwhile <= 8, meanwhile + " calls although the provider said no");
    trial.demand(trial.status(first).equals("ACTIVE"), "it is " + trial.status(first));
    trial.judge();
  }
}
