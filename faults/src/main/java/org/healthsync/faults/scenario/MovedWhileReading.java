package org.healthsync.faults.scenario;

import java.time.Duration;
import java.time.Instant;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.Member;
import org.healthsync.faults.run.Trial;

/** Row 16: nothing falls between two pages. */
public final class MovedWhileReading implements Scenario {

  @Override
  public int number() {
    return 16;
  }

  @Override
  public String name() {
    return "records change while pages are read";
  }

  @Override
  public void play(Trial trial) {
    trial.fleet().proxies().api().toClient().latency(Duration.ofMillis(300));
    Member member = trial.connect();
    Instant day = Instant.now().minus(Duration.ofDays(15));
    for (int i = 0; i < 12; i++) {
      Instant at = day.plusSeconds(trial.random().nextInt(86_400));
      trial.fleet().cloud().addMeasure(member.accountId(), at, 1, 70_000 + i, -3);
    }
    trial.fleet().proxies().api().heal();
    trial.quiet();
    trial.ask(member, "measures");
    trial.quiet();
    trial.did("added twelve old measures between the pages of a slow first reading");
    trial.judge();
  }
}
