package org.healthsync.faults.scenario;

import java.time.Duration;
import java.util.List;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.check.History;
import org.healthsync.faults.check.Stored;
import org.healthsync.faults.run.Member;
import org.healthsync.faults.run.Trial;
import org.healthsync.faults.run.Waiting;

/** Row 30: after the answer nothing is written, no token is left, the grant is withdrawn. */
public final class Disconnected implements Scenario {

  @Override
  public int number() {
    return 30;
  }

  @Override
  public String name() {
    return "disconnected in the middle of a sync";
  }

  @Override
  public void play(Trial trial) {
    trial.fleet().proxies().api().toClient().latency(Duration.ofMillis(200));
    Member member = trial.connect();
    trial.until("something has arrived", () -> trial.held(member) > 0);
    trial.fleet().client().delete("/api/v1/connections/" + member.connection()).expect(204);
    long tokens =
        trial
            .fleet()
            .rows()
            .number("select count(*) from connection_token where connection_id = ?", member);
    trial.demand(tokens == 0, "a token is left");
    trial.fleet().proxies().heal();
    trial.quiet();
    long fence = trial.fleet().rows().number(LEDGER, member);
    boolean more =
        Waiting.within(
            Duration.ofSeconds(5), () -> trial.fleet().rows().number(LEDGER, member) > fence);
    trial.demand(!more, "it went on after the disconnection");
    trial.demand(
        trial.fleet().cloud().stats().callsOf("oauth2/revoke") > 0, "the grant was not withdrawn");
    trial.did("DELETE of the connection while its history is read");
    trial.saw(trial.held(member) + " resources stay, no token, no call after it");
    trial.judge(history -> history.withSource(held(history)));
  }

  private static final String LEDGER = "select count(*) from ledger where connection_id = ?";

  /** What is there must come from the source, but not all of the source must be there. */
  private static List<String> held(History history) {
    List<String> there = history.stored().stream().map(Stored::key).toList();
    return history.source().stream().filter(there::contains).toList();
  }
}
