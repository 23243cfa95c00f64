package org.healthsync.faults.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.healthsync.faults.check.History;
import org.healthsync.faults.check.Metered;
import org.healthsync.faults.check.Quota;
import org.healthsync.faults.check.Refreshes;
import org.healthsync.faults.check.Traffic;
import org.healthsync.sandbox.withings.CloudStats;
import org.healthsync.sandbox.withings.RecordedCall;
import org.healthsync.sandbox.withings.SandboxControl;

/** Collects what happened to some people from the moment at which it was made. */
public final class Recorder {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Fleet fleet;
  private final List<Member> members = new ArrayList<>();
  private final List<CloudStats> before;
  private final long firstCall;
  private final long lastNote;

  /** Begins to record. */
  Recorder(Fleet fleet) {
    this.fleet = fleet;
    this.before = stats();
    this.firstCall = System.currentTimeMillis();
    this.lastNote = fleet.rows().lastNote();
  }

  /** From now on this person counts. */
  void watch(Member member) {
    members.add(member);
  }

  /** Those who count. */
  List<Member> members() {
    return List.copyOf(members);
  }

  /** Everything so far. */
  History history() {
    Sources sources = Sources.of(fleet, members);
    return new History(
        sources.keys(),
        sources.contents(),
        new Holdings(fleet, members).stored(sources.contents().keySet()),
        fleet.rows().refused(members),
        Map.of(),
        traffic(),
        refreshes(),
        fleet.rows().moves(lastNote, members),
        fleet.rows().leftovers(members),
        fleet.rows().givenUp(members));
  }

  /** What happened to tokens so far. */
  Refreshes refreshes() {
    List<CloudStats> now = stats();
    return new Refreshes(
        grown(now, CloudStats::refreshCalls),
        grown(now, CloudStats::refusedRefreshes),
        fleet.rows().rotations(members),
        0,
        0);
  }

  private List<CloudStats> stats() {
    return fleet.clouds().stream().map(SandboxControl::stats).toList();
  }

  private long grown(List<CloudStats> now, ToLongFunction<CloudStats> count) {
    return now.stream().mapToLong(count).sum() - before.stream().mapToLong(count).sum();
  }

  private Traffic traffic() {
    List<Metered> metered = new ArrayList<>();
    metered.add(
        new Metered("the provider", calls(), new Quota(fleet.options().callsPerMinute(), MINUTE)));
    fleet.secondProvider().ifPresent(twin -> metered.addAll(twin.metered(counted(twin.control()))));
    return new Traffic(metered, grown(stats(), CloudStats::callsOverLimit));
  }

  private List<Long> calls() {
    return counted(fleet.cloud()).stream().map(RecordedCall::atMillis).toList();
  }

  /** Those that the provider counted. */
  private List<RecordedCall> counted(SandboxControl cloud) {
    return cloud.calls().stream()
        .filter(call -> call.atMillis() >= firstCall && !call.outcome().equals("601"))
        .toList();
  }
}
