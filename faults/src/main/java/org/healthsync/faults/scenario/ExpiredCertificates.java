package org.healthsync.faults.scenario;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.Member;
import org.healthsync.faults.run.Trial;
import org.healthsync.sandbox.proxy.LoopbackAuthority;
import org.healthsync.sandbox.proxy.TcpProxy;
import org.healthsync.sandbox.stack.ServerProcess;

/** Certificates end: that of the provider, then that of the FHIR server, until they are renewed. */
public final class ExpiredCertificates implements Scenario {

  private static final String PROVIDER = "reason=\"tls-failed\"";
  private static final String DELIVERY =
      "select coalesce(last_error, '') from delivery_state where connection_id = ?";
  private static final int WEIGHT = 1;

  @Override
  public int number() {
    return 37;
  }

  @Override
  public String name() {
    return "certificates of the provider and of the FHIR server expire";
  }

  @Override
  public int replicas(int usual) {
    return 0;
  }

  @Override
  public void play(Trial trial) {
    LoopbackAuthority authority =
        LoopbackAuthority.in(trial.fleet().options().work().resolve("certificates"));
    try (TcpProxy provider = TcpProxy.start().secured(authority.valid());
        TcpProxy fhir = TcpProxy.start().secured(authority.valid())) {
      provider.forwardTo(trial.fleet().proxies().api().port());
      fhir.forwardTo(trial.fleet().proxies().fhir().port());
      ServerProcess replica =
          trial
              .fleet()
              .launch(
                  Map.of(
                      "HEALTHSYNC_PROVIDER_WITHINGS_ENDPOINT_API",
                      "https://127.0.0.1:" + provider.port(),
                      "HEALTHSYNC_PROVIDER_WITHINGS_ENDPOINT_TOKEN",
                      "https://127.0.0.1:" + provider.port() + "/v2/oauth2",
                      "HEALTHSYNC_TENANT_DEMO_FHIR_BASE_URL",
                      "https://127.0.0.1:" + fhir.port() + "/fhir"),
                  authority.trust().toArray(String[]::new));
      trial.fleet().ready(replica);
      Member member = trial.settled();

      provider.secured(authority.expired()).reset();
      weigh(trial, member);
      trial.until(
          "the metrics say why the provider does not answer",
          () -> Probe.metrics(trial.fleet(), replica).contains(PROVIDER));
      trial.demand(trial.status(member).equals("ACTIVE"), "the person was sent to log in again");
      provider.secured(authority.valid());
      trial.quiet();

      fhir.secured(authority.expired()).reset();
      weigh(trial, member);
      trial.until(
          "the delivery says why it waits",
          () -> trial.fleet().rows().text(DELIVERY, member).equals("tls-failed"));
      fhir.secured(authority.valid());
      trial.quiet();
      trial.did("let the provider's certificate expire, then the FHIR server's, and renewed each");
      trial.fleet().noReplicas();
      trial.judge();
    }
  }

  private static void weigh(Trial trial, Member member) {
    Instant now = Instant.now().minus(Duration.ofMinutes(5));
    trial.fleet().cloud().addMeasure(member.accountId(), now, WEIGHT, 70_000, -3);
    trial.ask(member, "measures");
  }
}
