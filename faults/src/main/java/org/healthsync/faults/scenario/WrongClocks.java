package org.healthsync.faults.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.Member;
import org.healthsync.faults.run.Trial;
import org.healthsync.sandbox.stack.ServerProcess;

/** Machines that do not keep time: no living worker is taken for dead, no work waits for it. */
public final class WrongClocks implements Scenario {

  private static final List<String> WRONG_BY = List.of("PT0S", "PT10M", "PT-10M");
  private static final String PAGES = "select count(*) from raw_page";
  private static final int PEOPLE = 6;
  private static final int WRONG = 2;
  private static final String CLOCK_IS_OFF = "the clock of this machine is off by ";

  @Override
  public int number() {
    return 36;
  }

  @Override
  public String name() {
    return "replicas whose clocks are ten minutes fast and slow";
  }

  @Override
  public int replicas(int usual) {
    return 0;
  }

  @Override
  public void play(Trial trial) {
    List<ServerProcess> replicas =
        WRONG_BY.stream()
            .map(by -> trial.fleet().launch(Map.of(), "-Dhealthsync.wrong-clock=" + by))
            .toList();
    replicas.forEach(trial.fleet()::ready);
    long before = takenForDead(replicas);
    trial.fleet().proxies().api().toClient().latency(Duration.ofMillis(200));
    List<Member> members =
        Stream.iterate(0, i -> i + 1)
            .limit(PEOPLE)
            .map(i -> trial.connect(trial.fleet().client(replicas.get(i % replicas.size()))))
            .toList();
    trial.until("pages are read", () -> trial.fleet().rows().number(PAGES) > 0);
    trial.quiet();
    trial.fleet().proxies().heal();
    members.forEach(
        member -> {
          trial.weigh(member);
          trial.ask(member, "measures");
        });
    long begin = System.nanoTime();
    trial.quiet();
    Duration asked = Duration.ofNanos(System.nanoTime() - begin);
    long dead = takenForDead(replicas) - before;
    trial.did("started replicas whose clocks are off by " + WRONG_BY);
    trial.saw(
        dead + " workers taken for dead, what was asked for took " + asked.toMillis() + " ms");
    long noticed = replicas.stream().filter(one -> one.said(CLOCK_IS_OFF) > 0).count();
    trial.fleet().noReplicas();
    trial.demand(noticed == WRONG, noticed + " replicas know that their clock is off");
    trial.demand(dead == 0, "living workers were taken for dead");
    trial.demand(asked.compareTo(Duration.ofMinutes(1)) < 0, "urgent work waited");
    trial.judge();
  }

  private static long takenForDead(List<ServerProcess> replicas) {
    return replicas.stream().mapToLong(Probe::takenForDead).sum();
  }
}
