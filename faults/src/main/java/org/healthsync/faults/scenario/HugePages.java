package org.healthsync.faults.scenario;

import java.util.List;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.Heap;
import org.healthsync.faults.run.Member;
import org.healthsync.faults.run.Trial;
import org.healthsync.sandbox.withings.CloudFault;

/** Row 22: limits hold, the heap stays, the good page is read later. */
public final class HugePages implements Scenario {

  @Override
  public int number() {
    return 22;
  }

  @Override
  public String name() {
    return "huge pages, gzip bombs, deep nesting";
  }

  @Override
  public void play(Trial trial) {
    int replicas = trial.fleet().running().size();
    // what a server builds once, such as its validator, is there when somebody was read at each
    trial.connectAtEach();
    trial.quiet();
    List<Long> before = heaps(trial);
    trial.strike(CloudFault.HUGE, 1);
    trial.strike(CloudFault.GZIP_BOMB, 1);
    Member member = trial.connect();
    trial.quiet();
    trial
        .fleet()
        .cloud()
        .servePages(member.accountId(), "measures", List.of("[".repeat(100_000)), false);
    trial.ask(member, "measures");
    trial.until("the nested page is refused", () -> refused(trial, member));
    trial.fleet().cloud().serveGenerated(member.accountId(), "measures");
    trial.quiet();
    List<Long> after = heaps(trial);
    trial.did("served 512 MB, a bomb of 256 MB and 100,000 brackets to servers with 512 MB");
    trial.saw("heaps after collection " + before + " MB before, " + after + " MB after");
    trial.demand(trial.fleet().running().size() == replicas, "a replica ended");
    for (int i = 0; i < replicas; i++) {
      trial.demand(after.get(i) - before.get(i) < KEPT, "a heap kept what was refused");
    }
    trial.judge();
  }

  private static boolean refused(Trial trial, Member member) {
    return trial.fleet().rows().number(REFUSALS, member) > 0;
  }

  private static final String REFUSALS =
      "select coalesce(max(attempts), 0) from sync_request where connection_id = ?";

  /** In megabytes; each of the pages is larger. */
  private static final long KEPT = 100;

  private static List<Long> heaps(Trial trial) {
    return trial.fleet().running().stream()
        .map(server -> Heap.afterCollection(server) / (1024 * 1024))
        .toList();
  }
}
