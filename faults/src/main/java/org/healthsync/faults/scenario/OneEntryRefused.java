package org.healthsync.faults.scenario;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.check.History;
import org.healthsync.faults.check.Stored;
import org.healthsync.faults.run.Member;
import org.healthsync.faults.run.Trial;

/** Row 10: the entries at fault go to quarantine, the others arrive. */
public final class OneEntryRefused implements Scenario {

  @Override
  public int number() {
    return 10;
  }

  @Override
  public String name() {
    return "the FHIR server refuses one kind of entry";
  }

  @Override
  public void play(Trial trial) {
    trial.fleet().fhir().refuseCode(BODY_WEIGHT);
    Member member = trial.connect();
    trial.quiet();
    long refused =
        trial
            .fleet()
            .rows()
            .number(
                "select count(*) from quarantine where stage = 'DELIVER' and connection_id = ?",
                member);
    trial.did("answered 422 to every body weight");
    trial.saw(refused + " in quarantine");
    trial.demand(refused > 0, "nothing is in quarantine");
    trial.judge(history -> without(history.withoutRefused(), refused));
  }

  private static final String BODY_WEIGHT = "29463-7";

  /** Without exactly as many weights (type 1) as were refused. */
  private static History without(History history, long refused) {
    Set<String> held =
        new HashSet<>(history.stored().stream().map(Stored::key).collect(Collectors.toSet()));
    List<String> weights =
        history.source().stream().filter(key -> key.endsWith("/1") && !held.contains(key)).toList();
    return weights.size() == refused
        ? history.withSource(
            history.source().stream().filter(key -> !weights.contains(key)).toList())
        : history;
  }
}
