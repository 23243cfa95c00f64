package org.healthsync.faults.scenario;

import java.time.Duration;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.Trial;
import org.healthsync.sandbox.stack.ServerProcess;

/** Row 28: the replica ends in time, another goes on where it stopped. */
public final class StoppedInTheMiddle implements Scenario {

  @Override
  public int number() {
    return 28;
  }

  @Override
  public String name() {
    return "SIGTERM in the middle of a page";
  }

  @Override
  public int replicas(int usual) {
    return Math.max(2, usual);
  }

  @Override
  public void play(Trial trial) {
    trial.fleet().proxies().api().toClient().latency(Duration.ofMillis(250));
    trial.connect();
    trial.connect();
    trial.until("pages are read", () -> trial.fleet().rows().number(PAGES) > 0);
    ServerProcess leaving = trial.fleet().running().get(0);
    long begin = System.nanoTime();
    leaving.terminate();
    leaving.awaitEnd(Duration.ofSeconds(40));
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    trial.fleet().proxies().heal();
    trial.quiet();
    trial.did("SIGTERM to a replica while it reads");
    trial.saw("it ended after " + took.toMillis() + " ms");
    trial.judge();
  }

  private static final String PAGES = "select count(*) from scheduled_tasks where picked";
}
