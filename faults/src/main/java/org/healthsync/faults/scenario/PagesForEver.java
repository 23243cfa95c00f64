package org.healthsync.faults.scenario;

import java.time.Duration;
import java.util.List;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.Member;
import org.healthsync.faults.run.Trial;
import org.healthsync.faults.run.Waiting;

/** Row 15: noticed, ended, and what was read is kept once. */
public final class PagesForEver implements Scenario {

  @Override
  public int number() {
    return 15;
  }

  @Override
  public String name() {
    return "a page that says for ever that more follow";
  }

  @Override
  public void play(Trial trial) {
    Member member = trial.settled();
    trial.fleet().cloud().servePages(member.accountId(), "measures", List.of(PAGE), true);
    long before = trial.fleet().cloud().stats().callsOf("measure/getmeas");
    trial.ask(member, "measures");
    boolean ended = Waiting.within(Duration.ofSeconds(60), trial::isQuiet);
    long calls = trial.fleet().cloud().stats().callsOf("measure/getmeas") - before;
    trial.fleet().cloud().serveGenerated(member.accountId(), "measures");
    trial.quiet();
    trial.did("served one page with more=1 again and again");
    trial.saw((ended ? "given up" : "still asking") + " after " + calls + " calls");
    trial.demand(calls < MOST_CALLS, calls + " calls for the same page");
    trial.judge(
        history -> history.withMore(List.of(member.key("1001/1"))).withFailures("ENDLESS_PAGING"));
  }

  /** In a minute; each attempt asks twice, until the page comes a second time. */
  private static final int MOST_CALLS = 20;

  private static final String PAGE =
      """
      {"status":0,"body":{"updatetime":1795000000,"timezone":"Europe/Berlin","more":1,"offset":1,\
      "measuregrps":[{"grpid":1001,"attrib":0,"date":1794000000,"created":1794000000,\
      "modified":1794000000,"category":1,"deviceid":null,"measures":[\
      {"value":70000,"type":1,"unit":-3}]}]}}\
      """;
}
