package org.healthsync.faults.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.healthsync.faults.check.History;
import org.healthsync.faults.check.Metered;
import org.healthsync.faults.check.Quota;
import org.healthsync.faults.check.Refreshes;
import org.healthsync.faults.check.Stored;
import org.healthsync.sandbox.fhir.HeldResource;
import org.healthsync.sandbox.withings.CloudStats;
import org.healthsync.sandbox.withings.ReadingKeys;
import org.healthsync.sandbox.withings.RecordedCall;
import org.healthsync.sandbox.withings.SandboxControl;

/** Collects what happened to some people from the moment at which it was made. */
public final class Recorder {

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
    List<CloudStats> now = stats();
    return new History(
        source(),
        stored(),
        fleet.rows().refused(members),
        Map.of(),
        calls(),
        Optional.of(new Quota(fleet.options().callsPerMinute(), Duration.ofMinutes(1))),
        further(),
        grown(now, CloudStats::callsOverLimit),
        new Refreshes(
            grown(now, CloudStats::refreshCalls),
            grown(now, CloudStats::refusedRefreshes),
            fleet.rows().rotations(members),
            0),
        fleet.rows().moves(lastNote, members),
        fleet.rows().leftovers(members));
  }

  private List<CloudStats> stats() {
    return fleet.clouds().stream().map(SandboxControl::stats).toList();
  }

  private long grown(List<CloudStats> now, ToLongFunction<CloudStats> count) {
    return now.stream().mapToLong(count).sum() - before.stream().mapToLong(count).sum();
  }

  /** Of each account once, though it may have been connected again. */
  private List<String> source() {
    Set<String> seen = new HashSet<>();
    return members.stream()
        .filter(member -> seen.add(member.accountHash()))
        .flatMap(
            member ->
                ReadingKeys.of(fleet.cloud(member.provider()).truth(member.accountId())).stream()
                    .map(member::key))
        .toList();
  }

  private List<Stored> stored() {
    Set<String> hashes = members.stream().map(Member::accountHash).collect(Collectors.toSet());
    return fleet.fhir().held("Observation").stream()
        .filter(held -> hashes.contains(account(held)))
        .map(Recorder::stored)
        .toList();
  }

  private static String account(HeldResource held) {
    int end = held.value().indexOf('/');
    return end < 0 ? "" : held.value().substring(0, end);
  }

  private static Stored stored(HeldResource held) {
    return new Stored(
        held.reference(),
        held.version(),
        held.system(),
        held.value(),
        held.status().equals("entered-in-error"));
  }

  private List<Long> calls() {
    return counted(fleet.cloud()).stream().map(RecordedCall::atMillis).toList();
  }

  private List<Metered> further() {
    return fleet
        .secondProvider()
        .map(twin -> twin.metered(counted(twin.control())))
        .orElse(List.of());
  }

  /** Those that the provider counted. */
  private List<RecordedCall> counted(SandboxControl cloud) {
    return cloud.calls().stream()
        .filter(call -> call.atMillis() >= firstCall && !call.outcome().equals("601"))
        .toList();
  }
}
