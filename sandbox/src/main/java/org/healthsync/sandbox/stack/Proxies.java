package org.healthsync.sandbox.stack;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.healthsync.sandbox.proxy.TcpProxy;

/**
 * A proxy on each way out of the service: give {@link #settings()} to the stack's options, then
 * {@link #attach} the stack that was started with them. Browsers and tests go past them.
 *
 * @param api of the simulated cloud
 * @param token its token endpoint
 * @param fhir the FHIR server
 * @param database PostgreSQL
 * @param cache Redis
 */
public record Proxies(
    TcpProxy api, TcpProxy token, TcpProxy fhir, TcpProxy database, TcpProxy cache)
    implements AutoCloseable {

  /** Starts all of them; nothing is behind them yet. */
  public static Proxies start() {
    return new Proxies(
        TcpProxy.start(), TcpProxy.start(), TcpProxy.start(), TcpProxy.start(), TcpProxy.start());
  }

  /** What leads the service through the proxies, in environment form. */
  public Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("DATABASE_PORT", Integer.toString(database.port()));
    settings.put("HEALTHSYNC_REDIS_URL", "redis://127.0.0.1:" + cache.port());
    settings.put("HEALTHSYNC_TENANT_DEMO_FHIR_BASE_URL", at(fhir, "/fhir"));
    settings.put("HEALTHSYNC_PROVIDER_WITHINGS_ENDPOINT_TOKEN", at(token, "/v2/oauth2"));
    settings.put("HEALTHSYNC_PROVIDER_WITHINGS_ENDPOINT_API", at(api, ""));
    return settings;
  }

  private static String at(TcpProxy proxy, String path) {
    return URI.create("http://127.0.0.1:" + proxy.port()) + path;
  }

  /** Puts the servers of the stack behind them. */
  public Proxies attach(Stack stack) {
    api.forwardTo(stack.cloud().baseUri().getPort());
    token.forwardTo(stack.cloud().baseUri().getPort());
    fhir.forwardTo(stack.fhirBase().getPort());
    database.forwardTo(stack.database().port());
    cache.forwardTo(stack.cache().port());
    return this;
  }

  /** Every way back to normal. */
  public void heal() {
    all().forEach(TcpProxy::heal);
  }

  private List<TcpProxy> all() {
    return List.of(api, token, fhir, database, cache);
  }

  @Override
  public void close() {
    all().forEach(TcpProxy::close);
  }
}
