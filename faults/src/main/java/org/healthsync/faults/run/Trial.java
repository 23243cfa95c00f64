package org.healthsync.faults.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.healthsync.faults.check.Checker;
import org.healthsync.faults.check.History;
import org.healthsync.faults.check.Leftovers;
import org.healthsync.faults.check.Refreshes;
import org.healthsync.faults.check.Verdict;
import org.healthsync.sandbox.stack.ServiceClient;
import org.healthsync.sandbox.withings.CloudFault;
import org.healthsync.sandbox.withings.CloudUser;

/** One fault at work: the scenario's hands on the fleet, and its notes. For one thread. */
public final class Trial {

  /** Longer than leases, heartbeats and the first delays of repeated attempts. */
  public static final Duration PATIENCE = Duration.ofMinutes(8);

  private static final int SHOWN = 3;
  private static final int WEIGHT = 1;
  private static final int HEAVIEST = 90_000;

  private final Fleet fleet;
  private final Random random;
  private final Recorder recorder;
  private int weighed;
  private final List<String> done = new ArrayList<>();
  private final List<String> seen = new ArrayList<>();

  /** On a fleet whose replicas run. */
  public Trial(Fleet fleet, Random random) {
    this.fleet = fleet;
    this.random = random;
    this.recorder = new Recorder(fleet);
  }

  /** The deployment. */
  public Fleet fleet() {
    return fleet;
  }

  /** Chance that can be repeated with the seed. */
  public Random random() {
    return random;
  }

  /** Notes what was done. */
  public void did(String what) {
    done.add(what);
  }

  /** Notes what was seen. */
  public void saw(String what) {
    seen.add(what);
  }

  /** What was done. */
  public String done() {
    return String.join(", ", done);
  }

  /** What was seen. */
  public String seen() {
    return String.join(", ", seen);
  }

  /** Demands that it is so. */
  public void demand(boolean holds, String what) {
    if (!holds) {
      throw new FaultFailure(what);
    }
  }

  /** Connects somebody new, who counts from now on; the first reading begins. */
  public Member connect() {
    return counted(fleet.connect());
  }

  /** The same at that provider. */
  public Member connect(String provider) {
    return counted(fleet.connect(fleet.client(), provider, fleet.nextAccount(provider)));
  }

  /** The same while something is broken: who meets it tries again, as a person and an app do. */
  public Member connectInTrouble() {
    CloudUser account = fleet.nextAccount();
    List<Member> connected = new ArrayList<>();
    until("somebody is connected", () -> tried(account, connected));
    return counted(connected.get(0));
  }

  private boolean tried(CloudUser account, List<Member> connected) {
    try {
      connected.add(fleet.connect(fleet.client(), "withings", account));
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  /** The same through one replica. */
  public Member connect(ServiceClient service) {
    return counted(fleet.connect(service, "withings"));
  }

  /** The same through each replica that runs: who completes a connection looks for work at once. */
  public void connectAtEach() {
    fleet.running().forEach(server -> connect(fleet.client(server)));
  }

  /** The same as a patient of the second tenant. */
  public Member connectOther() {
    return counted(
        fleet.connect(fleet.otherTenant(), Fleet.OTHER_TENANT, "withings", fleet.nextAccount()));
  }

  /** The same, and waits until everything has arrived. */
  public Member settled() {
    Member member = connect();
    quiet();
    return member;
  }

  /** Counts somebody who was connected otherwise. */
  public Member counted(Member member) {
    recorder.watch(member);
    return member;
  }

  /**
   * Lets the person weigh themselves five minutes ago: something new, that has to arrive.
   *
   * @return the provider's id of the group of measures
   */
  public long weigh(Member member) {
    weighed++;
    Instant fiveMinutesAgo = Instant.now().minus(Duration.ofMinutes(5));
    return fleet
        .cloud(member.provider())
        .addMeasure(member.accountId(), fiveMinutesAgo, WEIGHT, HEAVIEST - weighed, -3);
  }

  /** Asks for what is new in some streams, as an app does. */
  public String ask(Member member, String... streams) {
    return fleet.client().sync(member.connection(), body(streams));
  }

  /** The body of a request for what is new. */
  public static String body(String... streams) {
    return streams.length == 0 ? "{}" : "{\"streams\":[\"" + String.join("\",\"", streams) + "\"]}";
  }

  /** Waits until nothing of anybody waits any more. */
  public void quiet() {
    quiet(PATIENCE);
  }

  /** The same within that time. */
  public void quiet(Duration patience) {
    if (!Waiting.within(patience, this::isQuiet)) {
      throw new FaultFailure(
          "after %d s there still are %s"
              .formatted(patience.toSeconds(), fleet.rows().leftovers(recorder.members())));
    }
  }

  /** Whether nothing of anybody waits. */
  public boolean isQuiet() {
    return fleet.rows().leftovers(recorder.members()).equals(Leftovers.NONE);
  }

  /** Waits until the provider was asked for a member and takes its time to answer. */
  public void answerOnItsWay(Member member) {
    until(
        "an answer is on its way",
        () ->
            fleet.cloud().calls().stream()
                .anyMatch(
                    call ->
                        Objects.equals(call.user(), member.accountId())
                            && call.outcome().equals(CloudFault.DELAY.name())));
  }

  /** Waits until it is so. */
  public void until(String what, BooleanSupplier condition) {
    Waiting.until(what, PATIENCE, condition);
  }

  /** How many readings of a person have arrived. */
  public long held(Member member) {
    String hash = member.accountHash() + "/";
    return fleet.fhirServers().stream()
        .flatMap(server -> server.held("Observation").stream())
        .filter(held -> held.value().startsWith(hash))
        .count();
  }

  /** The status of a connection. */
  public String status(Member member) {
    return fleet.rows().text("select status from connection where id = ?", member);
  }

  /** Calls that the provider got so far, whatever their outcome. */
  public long calls() {
    return fleet.cloud().stats().calls().values().stream().mapToLong(Long::longValue).sum();
  }

  /** Lets a fault strike so many reads of measures and of days, and no authorization. */
  public void strike(CloudFault fault, int times) {
    for (String action : List.of("measure/getmeas", "measure/getactivity")) {
      fleet.cloud().inject(fault, times, action, Duration.ZERO);
    }
  }

  /** What happened to tokens so far. */
  public Refreshes refreshes() {
    return recorder.refreshes();
  }

  /** All that was recorded so far. */
  public History history() {
    return recorder.history();
  }

  /** Demands that every promise was kept. */
  public void judge() {
    judge(history -> history);
  }

  /** The same with what is known of the fault taken into account. */
  public void judge(UnaryOperator<History> known) {
    History history = known.apply(history());
    demand(history.emptiness().isEmpty(), "nothing to judge: " + history.emptiness());
    List<Verdict> broken = Checker.broken(history);
    saw(history.readings() + " of " + history.source().size() + " readings");
    if (!broken.isEmpty()) {
      throw new FaultFailure(broken + known(history));
    }
  }

  /** Whose readings are lost, and what the service knows of some of them. */
  private String known(History history) {
    Map<String, Integer> lost = history.lostOfAccounts();
    String accounts =
        recorder.members().stream()
            .filter(member -> lost.containsKey(member.accountHash()))
            .limit(SHOWN)
            .map(
                member ->
                    "%d of %s at %s: %s"
                        .formatted(
                            lost.get(member.accountHash()),
                            member.accountHash(),
                            member.provider(),
                            fleet.rows().whereabouts(member)))
            .collect(Collectors.joining("; "));
    return lost.isEmpty() ? "" : "; lost of " + lost.size() + " accounts, " + accounts;
  }
}
