package org.healthsync.faults.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.Member;
import org.healthsync.faults.run.Trial;
import org.healthsync.sandbox.proxy.TcpProxy;
import org.healthsync.sandbox.stack.Proxies;
import org.healthsync.sandbox.stack.ServerProcess;

/** Names cannot be resolved: that of the provider, then that of the FHIR server. */
public final class UnknownNames implements Scenario {

  private static final String PROVIDER = "provider.example";
  private static final String FHIR = "fhir.example";
  private static final String UNKNOWN = "reason=\"unknown-host\"";
  private static final String DELIVERY =
      "select coalesce(last_error, '') from delivery_state where connection_id = ?";

  @Override
  public int number() {
    return 40;
  }

  @Override
  public String name() {
    return "the names of the provider and of the FHIR server are not known";
  }

  @Override
  public int replicas(int usual) {
    return 0;
  }

  @Override
  public void play(Trial trial) {
    Path hosts = trial.fleet().options().work().resolve("hosts");
    know(hosts, PROVIDER + " " + FHIR);
    Proxies proxies = trial.fleet().proxies();
    ServerProcess replica =
        trial
            .fleet()
            .launch(
                Map.of(
                    "HEALTHSYNC_PROVIDER_WITHINGS_ENDPOINT_API", at(PROVIDER, proxies.api(), ""),
                    "HEALTHSYNC_PROVIDER_WITHINGS_ENDPOINT_TOKEN",
                        at(PROVIDER, proxies.token(), "/v2/oauth2"),
                    "HEALTHSYNC_TENANT_DEMO_FHIR_BASE_URL", at(FHIR, proxies.fhir(), "/fhir")),
                "-Djdk.net.hosts.file=" + hosts,
                // each connection asks anew
                "-Dsun.net.inetaddr.ttl=0",
                "-Dsun.net.inetaddr.negative.ttl=0");
    trial.fleet().ready(replica);
    Member member = trial.settled();

    know(hosts, FHIR);
    proxies.api().reset();
    trial.weigh(member);
    trial.ask(member, "measures");
    trial.until(
        "the metrics say that the provider's name is not known",
        () -> Probe.metrics(trial.fleet(), replica).contains(UNKNOWN));
    trial.demand(trial.status(member).equals("ACTIVE"), "the person was sent to log in again");
    know(hosts, PROVIDER + " " + FHIR);
    trial.quiet();

    know(hosts, PROVIDER);
    proxies.fhir().reset();
    trial.weigh(member);
    trial.ask(member, "measures");
    trial.until(
        "the delivery says that the FHIR server's name is not known",
        () -> trial.fleet().rows().text(DELIVERY, member).equals("unknown-host"));
    know(hosts, PROVIDER + " " + FHIR);
    trial.quiet();
    trial.did("took the provider's name away, then that of the FHIR server, and gave each back");
    trial.fleet().noReplicas();
    trial.judge();
  }

  private static String at(String name, TcpProxy proxy, String path) {
    return "http://" + name + ":" + proxy.port() + path;
  }

  /** Writes who is known from now on; the machine itself and localhost always are. */
  private static void know(Path hosts, String names) {
    try {
      String machine = InetAddress.getLocalHost().getHostName();
      Path next = hosts.resolveSibling("hosts-next");
      Files.writeString(next, "127.0.0.1 localhost " + machine + " " + names + "\n");
      // never half a file for somebody who looks
      Files.move(next, hosts, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("the file of names cannot be written", e);
    }
  }
}
