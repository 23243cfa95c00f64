package org.healthsync.faults.scenario;

import java.util.ArrayList;
import java.util.List;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.Member;
import org.healthsync.faults.run.Trial;

/** Row 21: the bad one goes to quarantine, its neighbours arrive. */
public final class PoisonRecords implements Scenario {

  @Override
  public int number() {
    return 21;
  }

  @Override
  public String name() {
    return "records that no program expects";
  }

  @Override
  public void play(Trial trial) {
    Member member = trial.settled();
    trial.fleet().cloud().servePages(member.accountId(), "measures", pages(), false);
    trial.ask(member, "measures");
    trial.quiet();
    trial.fleet().cloud().serveGenerated(member.accountId(), "measures");
    long bad =
        trial
            .fleet()
            .rows()
            .number(
                "select count(*) from quarantine where stage = 'MAP' and connection_id = ?",
                member);
    trial.did("served NaN, 1e400, 2^53+1, a missing unit and an impossible weight");
    trial.saw(bad + " in quarantine");
    trial.demand(bad == BAD.size(), bad + " of " + BAD.size() + " are in quarantine");
    trial.judge(history -> history.withSource(plus(history.source(), member)));
  }

  private static final List<String> BAD =
      List.of(
          "{\"value\":\"NaN\",\"type\":1,\"unit\":-3}",
          "{\"value\":1e400,\"type\":1,\"unit\":0}",
          "{\"value\":9007199254740993,\"type\":1,\"unit\":0}",
          "{\"value\":70000,\"type\":1}",
          "{\"value\":999999999,\"type\":1,\"unit\":0}");

  private static final String GROUP =
      """
      {"grpid":%d,"attrib":0,"date":%d,"created":1794000000,"modified":1794000000,\
      "category":1,"deviceid":null,"measures":[%s]}\
      """;

  /** A good measure before and after each bad one. */
  private static List<String> pages() {
    List<String> pages = new ArrayList<>();
    for (int i = 0; i < BAD.size(); i++) {
      String good = "{\"value\":70000,\"type\":1,\"unit\":-3}";
      String groups =
          String.join(
              ",",
              GROUP.formatted(2_000 + 3 * i, 1_794_000_000 + 3 * i, good),
              GROUP.formatted(2_001 + 3 * i, 1_794_000_001 + 3 * i, BAD.get(i)),
              GROUP.formatted(2_002 + 3 * i, 1_794_000_002 + 3 * i, good));
      String more = i < BAD.size() - 1 ? "\"more\":1,\"offset\":" + (i + 1) : "\"more\":0";
      pages.add(
          "{\"status\":0,\"body\":{\"updatetime\":1795000000,\"timezone\":\"Europe/Berlin\","
              + more
              + ",\"measuregrps\":["
              + groups
              + "]}}");
    }
    return pages;
  }

  private static List<String> plus(List<String> source, Member member) {
    List<String> all = new ArrayList<>(source);
    for (int i = 0; i < BAD.size(); i++) {
      all.add(member.key((2_000 + 3 * i) + "/1"));
      all.add(member.key((2_002 + 3 * i) + "/1"));
    }
    return all;
  }
}
