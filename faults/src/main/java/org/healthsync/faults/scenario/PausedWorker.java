package org.healthsync.faults.scenario;

import java.time.Duration;
import java.util.Map;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.FleetOptions;
import org.healthsync.faults.run.Member;
import org.healthsync.faults.run.Trial;
import org.healthsync.sandbox.stack.ServerProcess;
import org.healthsync.sandbox.withings.CloudFault;

/**
 * Row 27: another takes over; what the sleeper writes afterwards is refused. One falls asleep over
 * an answer, and one in the middle of its transaction, whose locks must not keep the heir out.
 */
public final class PausedWorker implements Scenario {

  private static final String HOLDER =
      "select holder from connection_claim where connection_id = ?";
  private static final String NOTES = "select count(*) from fault_note where connection_id = ?";
  private static final String FENCED = "another worker has taken over connection ";

  /** It falls asleep while an answer is on its way, and wakes with it in its hands. */
  private static final Duration ON_ITS_WAY = Duration.ofSeconds(3);

  @Override
  public int number() {
    return 27;
  }

  @Override
  public String name() {
    return "a worker that sleeps longer than its lease";
  }

  /**
   * No deadline ends what the sleeper was at: only that it was replaced may keep it from writing.
   */
  @Override
  public FleetOptions adjust(FleetOptions shared) {
    return shared
        .with("HEALTHSYNC_FETCH_ANSWER_TIMEOUT", "PT10M")
        .with("HEALTHSYNC_FETCH_PAGE_TIMEOUT", "PT10M");
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
    trial.until("a page is stored", () -> trial.fleet().rows().pages(member) > 0);
    asleepOverAnAnswer(trial, member, sleeper);
    String first = trial.fleet().rows().text(HOLDER, member);
    long written;
    try {
      trial.demand(!trial.isQuiet(), "all was read before it could be put to sleep");
      ServerProcess heir = trial.fleet().launch(Map.of());
      long before = Probe.takenForDead(heir);
      trial.fleet().ready(heir);
      trial.quiet();
      trial.demand(Probe.takenForDead(heir) > before, "nobody noticed that the worker sleeps");
      written = trial.fleet().rows().number(NOTES, member);
    } finally {
      sleeper.resume();
    }
    trial.until("it is awake", () -> Probe.ready(trial.fleet(), sleeper));
    trial.until(
        "it knows that it was replaced", () -> sleeper.said(FENCED + member.connection()) > 0);
    trial.quiet();
    boolean takenOver = !trial.fleet().rows().text(HOLDER, member).equals(first);
    long later = trial.fleet().rows().number(NOTES, member) - written;
    trial.did("SIGSTOP to the replica that reads, until another had read everything");
    trial.saw(later + " writes by the sleeper afterwards");
    trial.demand(takenOver, "nobody took over");
    trial.demand(later == 0, "the sleeper wrote " + later + " times although it was replaced");
    asleepInATransaction(trial, member);
    trial.judge();
  }

  private static void asleepInATransaction(Trial trial, Member member) {
    ServerProcess sleeper = trial.fleet().replicas(1).get(0);
    trial.weigh(member);
    try (StoreGate gate = StoreGate.close(trial.fleet())) {
      trial.ask(member, "measures");
      trial.until("a page is being stored", gate::isSomebodyThere);
      sleeper.suspend();
    }
    String first = trial.fleet().rows().text(HOLDER, member);
    try {
      trial.fleet().ready(trial.fleet().launch(Map.of()));
      trial.quiet();
    } finally {
      sleeper.resume();
    }
    trial.did("SIGSTOP in the middle of a transaction, until another had read everything");
    trial.demand(
        !trial.fleet().rows().text(HOLDER, member).equals(first), "nobody took over from it");
    trial.until("it is awake", () -> Probe.ready(trial.fleet(), sleeper));
    trial.quiet();
  }

  private static void asleepOverAnAnswer(Trial trial, Member member, ServerProcess sleeper) {
    trial.fleet().cloud().inject(CloudFault.DELAY, 1, null, ON_ITS_WAY);
    trial.answerOnItsWay(member);
    sleeper.suspend();
    trial.fleet().proxies().heal();
  }
}
