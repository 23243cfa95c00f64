package org.healthsync.faults.scenario;

import java.time.Duration;
import java.util.Map;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.Member;
import org.healthsync.faults.run.Trial;
import org.healthsync.sandbox.stack.ServerProcess;

/** Row 28: the replica ends in time, another goes on where it stopped. */
public final class StoppedInTheMiddle implements Scenario {

  private static final String HOLDER =
      "select holder from connection_claim where connection_id = ?";
  private static final int PEOPLE = 4;
  private static final Duration IN_TIME = Duration.ofSeconds(40);

  @Override
  public int number() {
    return 28;
  }

  @Override
  public String name() {
    return "SIGTERM in the middle of a page";
  }

  /** One, so that it is known what it calls itself. */
  @Override
  public int replicas(int usual) {
    return 1;
  }

  @Override
  public void play(Trial trial) {
    ServerProcess leaving = trial.fleet().running().get(0);
    Member member = trial.settled();
    String name = trial.fleet().rows().text(HOLDER, member);
    trial.fleet().ready(trial.fleet().launch(Map.of()));
    trial.fleet().proxies().api().toClient().latency(Duration.ofMillis(250));
    for (int i = 0; i < PEOPLE; i++) {
      trial.connect();
    }
    trial.until("it reads", () -> trial.fleet().rows().number(reading(name)) > 0);
    long begin = System.nanoTime();
    leaving.terminate();
    trial.demand(!trial.isQuiet(), "all was read before it was told to stop");
    leaving.awaitEnd(IN_TIME);
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    trial.fleet().proxies().heal();
    trial.quiet();
    trial.did("SIGTERM to a replica while it reads");
    trial.saw("it ended after " + took.toMillis() + " ms");
    trial.judge();
  }

  /** Syncs, and neither deliveries nor chores, that the replica of that name works on. */
  private static String reading(String name) {
    return "select count(*) from scheduled_tasks where task_name = 'sync' and picked"
        + " and picked_by in ('%s', '%s-express')".formatted(name, name);
  }
}
