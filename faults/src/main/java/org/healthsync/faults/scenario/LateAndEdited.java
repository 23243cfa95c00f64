package org.healthsync.faults.scenario;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.Member;
import org.healthsync.faults.run.Trial;
import org.healthsync.sandbox.fhir.HeldResource;

/** Row 14: late data arrives, an edit is a version, a deletion says so. */
public final class LateAndEdited implements Scenario {

  @Override
  public int number() {
    return 14;
  }

  @Override
  public String name() {
    return "late, edited and deleted data";
  }

  @Override
  public void play(Trial trial) {
    Member member = trial.settled();
    Instant day = Instant.now().minus(Duration.ofDays(12));
    long edited = trial.fleet().cloud().addMeasure(member.accountId(), day, 1, 70_000, -3);
    long deleted =
        trial.fleet().cloud().addMeasure(member.accountId(), day.plusSeconds(60), 1, 71_000, -3);
    sync(trial, member, "{\"streams\":[\"measures\"]}");
    trial.fleet().cloud().correctMeasure(member.accountId(), edited, 1, 69_000, -3);
    trial.fleet().cloud().deleteMeasures(member.accountId(), deleted);
    LocalDate first = day.atZone(ZoneOffset.UTC).toLocalDate().minusDays(2);
    sync(
        trial,
        member,
        "{\"streams\":[\"measures\"],\"from\":\"%s\",\"to\":\"%s\"}"
            .formatted(first, first.plusDays(5)));
    demandVersion(trial, member.key(edited + "/1"), "amended");
    demandVersion(trial, member.key(deleted + "/1"), "entered-in-error");
    trial.did("added two measures of twelve days ago, corrected one, deleted the other");
    trial.judge(
        history ->
            history.withChanges(
                Map.of(member.key(edited + "/1"), 1, member.key(deleted + "/1"), 1)));
  }

  /** The first version and the one of the change, which says of itself what it is. */
  private static void demandVersion(Trial trial, String key, String status) {
    List<HeldResource> held =
        trial.fleet().fhir().held("Observation").stream()
            .filter(resource -> resource.value().equals(key))
            .toList();
    trial.demand(
        held.size() == 1 && held.get(0).version() == 2 && held.get(0).status().equals(status),
        "what should be once, in a second version that is %s, is %s".formatted(status, held));
  }

  private static void sync(Trial trial, Member member, String body) {
    trial.fleet().client().sync(member.connection(), body);
    trial.quiet();
  }
}
