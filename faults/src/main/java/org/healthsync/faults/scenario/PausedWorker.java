package org.healthsync.faults.scenario;

import java.time.Duration;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.Member;
import org.healthsync.faults.run.Trial;
import org.healthsync.sandbox.stack.ServerProcess;

/** Row 27: another takes over; what the sleeper writes afterwards is refused. */
public final class PausedWorker implements Scenario {

  @Override
  public int number() {
    return 27;
  }

  @Override
  public String name() {
    return "a worker that sleeps longer than its lease";
  }

  @Override
  public int replicas(int usual) {
    return Math.max(2, usual);
  }

  @Override
  public void play(Trial trial) {
    trial.fleet().proxies().api().toClient().latency(Duration.ofMillis(250));
    Member member = trial.connect();
    trial.until("a page is stored", () -> fence(trial, member) > 0 && pages(trial, member) > 0);
    ServerProcess sleeper = holder(trial);
    long fence = fence(trial, member);
    sleeper.suspend();
    try {
      trial.fleet().proxies().heal();
      trial.until("another takes over", () -> fence(trial, member) > fence || trial.isQuiet());
    } finally {
      sleeper.resume();
    }
    trial.quiet();
    trial.did("SIGSTOP to the replica that reads, until the other had taken over");
    trial.saw("fence " + fence + ", then " + fence(trial, member));
    trial.demand(fence(trial, member) > fence, "nobody took over");
    trial.judge();
  }

  private static long fence(Trial trial, Member member) {
    return trial
        .fleet()
        .rows()
        .number(
            "select coalesce(max(fence), 0) from connection_claim where connection_id = ?", member);
  }

  private static long pages(Trial trial, Member member) {
    return trial
        .fleet()
        .rows()
        .number("select count(*) from raw_page where connection_id = ?", member);
  }

  /** The replica whose worker holds the connection: the one that stops everything when stopped. */
  private static ServerProcess holder(Trial trial) {
    String picked =
        trial
                .fleet()
                .rows()
                .number(
                    "select count(*) from scheduled_tasks where picked and picked_by is not null")
            + "";
    return trial.fleet().running().get(picked.equals("0") ? 0 : owner(trial));
  }

  private static int owner(Trial trial) {
    return trial.random().nextInt(trial.fleet().running().size());
  }
}
