package org.healthsync.faults.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.Member;
import org.healthsync.faults.run.Trial;
import org.healthsync.faults.run.Waiting;
import org.healthsync.sandbox.withings.CloudFault;
import org.healthsync.sandbox.withings.RecordedCall;

/**
 * Row 15: pages without end are noticed and ended, a place that the provider no longer knows is
 * begun anew, and what was read is kept once.
 */
public final class PagesForEver implements Scenario {

  @Override
  public int number() {
    return 15;
  }

  @Override
  public String name() {
    return "a page that says for ever that more follow, and one that cannot be continued";
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
    forgotten(trial);
    trial.judge(
        history -> history.withMore(List.of(member.key("1001/1"))).withFailures("ENDLESS_PAGING"));
  }

  /** The provider refuses the second page of somebody, as if it did not know its offset. */
  private static void forgotten(Trial trial) {
    trial.fleet().proxies().api().toClient().latency(Duration.ofMillis(200));
    Member member = trial.connect();
    trial.until("a page is there", () -> trial.fleet().rows().number(MEASURES, member) > 0);
    trial.fleet().cloud().inject(CloudFault.STATUS_503, 1, "measure/getmeas", Duration.ZERO);
    trial.until(
        "the next one is refused",
        () ->
            trial.fleet().cloud().calls().stream()
                .anyMatch(call -> call.outcome().equals(CloudFault.STATUS_503.name())));
    trial.fleet().proxies().heal();
    trial.quiet();
    long anew =
        trial.fleet().cloud().calls().stream()
            .filter(call -> Objects.equals(call.user(), member.accountId()))
            .map(RecordedCall::action)
            .filter("measure/getmeas"::equals)
            .count();
    trial.did("refused to continue from a page");
    trial.saw(anew + " calls until all were read");
  }

  private static final String MEASURES =
      "select count(*) from raw_page where connection_id = ? and stream = 'measures'";

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
