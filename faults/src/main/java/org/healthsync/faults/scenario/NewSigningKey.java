package org.healthsync.faults.scenario;

import java.util.Map;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.Trial;
import org.healthsync.sandbox.oidc.OidcIssuer;
import org.healthsync.sandbox.proxy.TcpProxy;
import org.healthsync.sandbox.stack.ServerProcess;
import org.healthsync.sandbox.stack.ServiceClient;

/** The issuer of the API's tokens takes a new key into use, also while its keys cannot be read. */
public final class NewSigningKey implements Scenario {

  private static final String ADDRESS = "/api/v1/providers";
  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;

  @Override
  public int number() {
    return 39;
  }

  @Override
  public String name() {
    return "the issuer of the API's tokens signs with another key";
  }

  @Override
  public void play(Trial trial) {
    OidcIssuer issuer = trial.fleet().stack().issuer();
    try (TcpProxy keys = TcpProxy.start()) {
      keys.forwardTo(issuer.issuer().getPort());
      ServerProcess replica =
          trial.fleet().launch(Map.of("JWT_JWKS_URI", "http://127.0.0.1:" + keys.port() + "/jwks"));
      trial.fleet().ready(replica);
      ServiceClient first = trial.fleet().client(replica);
      demand(trial, first, OK, "the first key");

      keys.refuse();
      demand(trial, first, OK, "the first key, while the issuer is away");
      issuer.rotateKey();
      ServiceClient second = trial.fleet().client(replica);
      demand(trial, second, UNAUTHORIZED, "a key that nobody can have read");

      keys.heal();
      demand(trial, second, OK, "the second key, once the issuer is back");
      demand(trial, first, OK, "the first key, which is still published");
      trial.counted(trial.fleet().connect(second, "withings"));
      trial.quiet();
      trial.did("signed with another key while the issuer did not answer, and after it");
      trial.saw("tokens of both keys are taken, without a restart");
      trial.fleet().noReplicas();
      trial.judge();
    }
  }

  private static void demand(Trial trial, ServiceClient client, int wanted, String key) {
    int status = client.get(ADDRESS).status();
    trial.demand(status == wanted, key + ": HTTP " + status);
  }
}
