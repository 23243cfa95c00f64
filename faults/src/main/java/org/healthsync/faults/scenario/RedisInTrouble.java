package org.healthsync.faults.scenario;

import java.time.Duration;
import java.util.List;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.Member;
import org.healthsync.faults.run.Trial;
import org.healthsync.sandbox.stack.Pause;

/** Row 25: slower and more careful, never wrong. */
public final class RedisInTrouble implements Scenario {

  @Override
  public int number() {
    return 25;
  }

  @Override
  public String name() {
    return "Redis slow, without scripts, paused, flushed, killed, back with older counts";
  }

  @Override
  public void play(Trial trial) {
    List<Member> members = List.of(trial.connect(), trial.connect(), trial.connect());
    trial.fleet().proxies().cache().toClient().latency(Duration.ofMillis(200));
    trial.fleet().stack().cache().flushScripts();
    askAll(trial, members);
    trial.quiet();
    trial.fleet().proxies().heal();
    trial.fleet().stack().cache().pause();
    askAll(trial, members);
    Pause.of(Duration.ofSeconds(3));
    trial.fleet().stack().cache().resume();
    trial.fleet().stack().cache().kill();
    askAll(trial, members);
    Pause.of(Duration.ofSeconds(3));
    trial.fleet().stack().cache().restart();
    askAll(trial, members);
    trial.fleet().stack().cache().flush();
    trial.quiet();
    askAll(trial, members);
    trial.quiet();
    trial.fleet().stack().cache().save();
    askAll(trial, members);
    trial.quiet();
    trial.fleet().stack().cache().kill();
    trial.fleet().stack().cache().restart();
    askAll(trial, members);
    trial.quiet();
    trial.did(
        "200 ms latency, SCRIPT FLUSH, SIGSTOP, SIGKILL, FLUSHALL, SIGKILL with an old snapshot");
    trial.judge();
  }

  private static void askAll(Trial trial, List<Member> members) {
    members.forEach(member -> trial.ask(member, "measures", "activity"));
  }
}
