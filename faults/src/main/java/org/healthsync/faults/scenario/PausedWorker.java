package org.healthsync.faults.scenario;

import java.time.Duration;
import java.util.Map;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.Member;
import org.healthsync.faults.run.Trial;
import org.healthsync.sandbox.stack.ServerProcess;

/** Row 27: another takes over; what the sleeper writes afterwards is refused. */
public final class PausedWorker implements Scenario {

  private static final String HOLDER =
      "select holder from connection_claim where connection_id = ?";
  private static final String PAGES = "select count(*) from raw_page where connection_id = ?";

  @Override
  public int number() {
    return 27;
  }

  @Override
  public String name() {
    return "a worker that sleeps longer than its lease";
  }

  /** One, so that it is known who reads. */
  @Override
  public int replicas(int usual) {
    return 1;
  }

  @Override
  public void play(Trial trial) {
    ServerProcess sleeper = trial.fleet().running().get(0);
    trial.fleet().proxies().api().toClient().latency(Duration.ofMillis(400));
    Member member = trial.connect(trial.fleet().client(sleeper));
    trial.until("a page is stored", () -> trial.fleet().rows().number(PAGES, member) > 0);
    sleeper.suspend();
    String first = trial.fleet().rows().text(HOLDER, member);
    try {
      trial.demand(!trial.isQuiet(), "all was read before it could be put to sleep");
      ServerProcess heir = trial.fleet().launch(Map.of());
      long before = Probe.takenForDead(heir);
      trial.fleet().ready(heir);
      trial.fleet().proxies().heal();
      trial.quiet();
      trial.demand(Probe.takenForDead(heir) > before, "nobody noticed that the worker sleeps");
    } finally {
      sleeper.resume();
    }
    trial.until("it is awake", () -> Probe.ready(trial.fleet(), sleeper));
    trial.quiet();
    boolean takenOver = !trial.fleet().rows().text(HOLDER, member).equals(first);
    trial.did("SIGSTOP to the replica that reads, until another had read everything");
    trial.demand(takenOver, "nobody took over");
    trial.judge();
  }
}
