package org.healthsync.faults.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.FleetOptions;
import org.healthsync.faults.run.Member;
import org.healthsync.faults.run.MovedClock;
import org.healthsync.faults.run.Trial;
import org.healthsync.faults.run.Waiting;
import org.healthsync.sandbox.fhir.Fault;
import org.healthsync.sandbox.fhir.FhirServerControl;
import org.healthsync.sandbox.proxy.TcpProxy;
import org.healthsync.sandbox.stack.ServerProcess;

/**
 * Row 11: a day without the FHIR server. The outbox is bounded, fetching pauses and says so, the
 * server is left in peace; when it is back it is loaded step by step, and all arrives in order.
 */
public final class FhirServerAway implements Scenario {

  private static final int REPLICAS = 2;
  private static final int PEOPLE = 36;
  private static final long LIMIT = 6_000;
  private static final int PARTS = 3;
  private static final Duration PART = Duration.ofHours(8);

  /** Longer than the server is left in peace after any number of failures. */
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

  /** Each is up to two connections, and the first pauses are shorter than a part takes here. */
  private static final int PROBES = 8;

  /** Enough connections for a herd, and requests to see one. */
  private static final int HERD = 20;

  private static final int FIRST_REQUESTS = 60;
  private static final Duration SLOW = Duration.ofSeconds(5);
  private static final Duration MOMENT = Duration.ofSeconds(5);
  private static final String HELD = "healthsync_tenants_held";
  private static final String OPEN =
      "select count(*) from sync_request r full join outbox o on o.connection_id = r.connection_id"
          + " where coalesce(r.connection_id, o.connection_id) = ?";

  @Override
  public int number() {
    return 11;
  }

  @Override
  public String name() {
    return "the FHIR server is away for a day";
  }

  @Override
  public FleetOptions adjust(FleetOptions shared) {
    return shared.with("HEALTHSYNC_OUTBOX_LIMIT", Long.toString(LIMIT));
  }

  @Override
  public int replicas(int usual) {
    return 0;
  }

  @Override
  public void play(Trial trial) {
    MovedClock clock = MovedClock.install(trial.fleet());
    List<ServerProcess> replicas =
        Stream.generate(() -> trial.fleet().launch(Map.of())).limit(REPLICAS).toList();
    replicas.forEach(trial.fleet()::ready);
    trial.fleet().proxies().fhir().refuse();
    List<Member> members = Stream.generate(trial::connect).limit(PEOPLE).toList();
    trial.until("the outbox is full", () -> outbox(trial) > LIMIT);
    // what was under way when it became full still gets in, and not more
    boolean overrun = Waiting.within(Duration.ofSeconds(15), () -> outbox(trial) > 2 * LIMIT);
    trial.demand(!overrun, "the outbox grew to " + outbox(trial));
    saysSo(trial, replicas, members.get(0));

    Member other = trial.connectOther();
    trial.until(
        "another server gets its data", () -> trial.fleet().rows().number(OPEN, other) == 0);
    long held = trial.held(other);
    trial.demand(held > 0, "who has another server waits as well");

    long probes = dayPasses(trial, clock, replicas);
    long most = outbox(trial);
    trial.demand(most <= 2 * LIMIT, "the outbox grew to " + most + " within a day");
    trial.did(
        "refused every connection to the FHIR server for a day while "
            + PEOPLE
            + " people connect");
    trial.saw("at most " + most + " versions waited, the limit is " + LIMIT);
    trial.saw(held + " resources of a patient at another server arrived meanwhile");
    trial.saw(probes + " requests to the server after three times eight hours");
    comesBack(trial, () -> clock.pass(LONGEST_PAUSE, replicas));
    trial.fleet().noReplicas();
    trial.judge();
  }

  /** In the status of a sync, and in the metrics of each replica. */
  private static void saysSo(Trial trial, List<ServerProcess> replicas, Member member) {
    String sync = trial.ask(member, "measures");
    trial.until(
        "the sync says that it waits for the FHIR server",
        () ->
            trial
                .fleet()
                .client()
                .get(sync)
                .json()
                .path("waitingFor")
                .asText()
                .equals("destination"));
    trial.until(
        "the metrics say that fetching pauses",
        () ->
            replicas.stream().allMatch(replica -> Probe.metric(trial.fleet(), replica, HELD) == 1));
  }

  /** The clock of the service goes on; after each part of the day somebody looks, and not all. */
  private static long dayPasses(Trial trial, MovedClock clock, List<ServerProcess> replicas) {
    TcpProxy fhir = trial.fleet().proxies().fhir();
    long before = fhir.turnedAway();
    for (int i = 0; i < PARTS; i++) {
      long already = fhir.turnedAway();
      clock.pass(PART, replicas);
      trial.until("the server is looked at again", () -> fhir.turnedAway() > already);
      boolean herd = Waiting.within(MOMENT, () -> fhir.turnedAway() > already + PROBES);
      trial.demand(!herd, fhir.turnedAway() - already + " at once looked at a server that is away");
    }
    return fhir.turnedAway() - before;
  }

  private static void comesBack(Trial trial, Runnable pauseIsOver) {
    FhirServerControl fhir = trial.fleet().fhir();
    DeliveryOrder order = DeliveryOrder.ofWaiting(trial.fleet().rows());
    trial.demand(order.connections() >= HERD, order.connections() + " connections are no herd");
    int asked = fhir.crowds().size();
    long committed = fhir.history().size();
    fhir.failNext(FIRST_REQUESTS, Fault.delay(SLOW));
    trial.fleet().proxies().fhir().heal();
    pauseIsOver.run();
    trial.quiet();
    List<Integer> crowds = fhir.crowds().subList(asked, asked + FIRST_REQUESTS);
    trial.saw("of its first requests so many were there at a time: " + crowds);
    for (int i = 0; i < crowds.size(); i++) {
      trial.demand(
          crowds.get(i) <= i / 2 + 2,
          "request " + (i + 1) + " came together with " + (crowds.get(i) - 1) + " others");
    }
    List<String> violations = order.violations(fhir.historyAfter(committed));
    trial.saw(order.connections() + " connections had something waiting, all came in order");
    trial.demand(violations.isEmpty(), violations.size() + " readings overtook earlier ones");
  }

  private static long outbox(Trial trial) {
    return trial.fleet().rows().number("select count(*) from outbox");
  }
}
