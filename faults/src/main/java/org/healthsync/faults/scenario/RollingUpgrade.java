package org.healthsync.faults.scenario;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.FleetOptions;
import org.healthsync.faults.run.Trial;
import org.healthsync.sandbox.fhir.HeldResource;
import org.healthsync.sandbox.stack.ServerFiles;
import org.healthsync.sandbox.stack.ServerProcess;

/** Row 28, second half: two versions work on one database, forth and back again. */
public final class RollingUpgrade implements Scenario {

  private static final Duration IN_TIME = Duration.ofSeconds(40);
  private static final String SERVICE = "/fhir/sid/service";
  private static final String NOW = "select (extract(epoch from clock_timestamp()) * 1000)::bigint";
  private static final String READERS =
      "select distinct holder from connection_claim"
          + " where claimed_at > to_timestamp(%d / 1000.0) and holder <> 'ended'";
  private static final String MIGRATED =
      "select count(*) from pg_class where relname = 'next_version' and relkind = 'r'";

  @Override
  public int number() {
    return 33;
  }

  @Override
  public String name() {
    return "two versions on one database";
  }

  /** A deployment of its own: its schema is another one afterwards. */
  @Override
  public FleetOptions adjust(FleetOptions shared) {
    return shared.withPeople(10);
  }

  @Override
  public int replicas(int usual) {
    return 2;
  }

  @Override
  public void play(Trial trial) {
    List<ServerProcess> old = trial.fleet().running();
    ServerFiles current = trial.fleet().options().files();
    ServerFiles next =
        NextVersion.of(current, trial.fleet().options().work().resolve("next-version"));
    trial.fleet().proxies().api().toClient().latency(Duration.ofMillis(200));
    connectTwo(trial);
    ServerProcess first = replace(trial, old.get(0), next);
    trial.demand(trial.fleet().rows().number(MIGRATED) == 1, "the schema has not grown");
    long both = trial.fleet().rows().number(NOW);
    connectTwo(trial);
    trial.connectAtEach();
    bothRead(trial, both);
    ServerProcess second = replace(trial, old.get(1), next);
    connectTwo(trial);
    replace(trial, first, current);
    connectTwo(trial);
    replace(trial, second, current);
    trial.fleet().proxies().heal();
    trial.quiet();
    judgeDevices(trial);
    trial.did("replaced both replicas by a version with a grown schema, then by the old one again");
    trial.judge();
  }

  /** One replica of each version runs: when two take turns at reading, both do. */
  private static void bothRead(Trial trial, long since) {
    Set<String> readers = new HashSet<>();
    trial.until(
        "both versions read",
        () -> {
          readers.addAll(trial.fleet().rows().texts(READERS.formatted(since)));
          return readers.size() == 2;
        });
  }

  /** Each version is a Device of its own, and none rewrites another's. */
  private static void judgeDevices(Trial trial) {
    List<HeldResource> services =
        trial.fleet().fhir().held("Device").stream()
            .filter(device -> device.system().endsWith(SERVICE))
            .toList();
    trial.demand(services.size() == 2, "there is not one Device for each version: " + services);
    trial.demand(
        services.stream().anyMatch(device -> device.value().endsWith("@" + NextVersion.NAME)),
        "the next version named nothing that it made");
    trial.demand(
        services.stream().allMatch(device -> device.version() == 1),
        "a version rewrote the Device of the service: " + services);
  }

  private static void connectTwo(Trial trial) {
    trial.connect();
    trial.connect();
  }

  /** As an orchestrator does: the new one has to be ready before the old one is told to stop. */
  private static ServerProcess replace(Trial trial, ServerProcess leaving, ServerFiles version) {
    ServerProcess coming = trial.fleet().ready(trial.fleet().launch(version, Map.of()));
    leaving.terminate();
    leaving.awaitEnd(IN_TIME);
    return coming;
  }
}
