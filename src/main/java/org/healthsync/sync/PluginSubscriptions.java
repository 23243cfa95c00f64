package org.healthsync.sync;

import java.net.URI;
import java.time.Duration;
import org.healthsync.connect.token.AccessTokens;
import org.healthsync.fetch.AccountName;
import org.healthsync.fetch.HostHttp;
import org.healthsync.fetch.LentHttp;
import org.healthsync.fetch.Outbound;
import org.healthsync.notify.SubscriptionCalls;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Lane;
import org.healthsync.platform.ProviderId;
import org.healthsync.plugin.PluginCall;
import org.healthsync.plugin.PluginRegistry;
import org.healthsync.spi.Capability;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;
import org.healthsync.spi.http.JsonReader;

/** Subscribes with the connection's own tokens, contained and within the budgets. */
final class PluginSubscriptions implements SubscriptionCalls {

  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private final PluginRegistry plugins;
  private final PluginCall call;
  private final Outbound outbound;
  private final JsonReader json;
  private final SyncTargets targets;
  private final AccessTokens tokens;

  PluginSubscriptions(
      PluginRegistry plugins,
      PluginCall call,
      Outbound outbound,
      JsonReader json,
      SyncTargets targets,
      AccessTokens tokens) {
    this.plugins = plugins;
    this.call = call;
    this.outbound = outbound;
    this.json = json;
    this.targets = targets;
    this.tokens = tokens;
  }

  @Override
  public boolean offered(ProviderId provider) {
    return plugins
        .active(provider)
        .filter(
            plugin -> plugin.descriptor().capabilities().contains(Capability.SUBSCRIBE_PER_ACCOUNT))
        .isPresent();
  }

  @Override
  public void subscribe(ConnectionId connection, URI callback) throws ProviderException {
    SyncTarget target =
        targets
            .find(connection)
            .orElseThrow(
                () ->
                    new ProviderException(
                        StandardError.PLUGIN_DEFECT, "the connection or its plugin is not active"));
    HostHttp http =
        new HostHttp(
            target.plugin(),
            new HostHttp.Line(
                target.account().region(),
                target.tenant().value(),
                AccountName.of(target.plugin().id(), target.account().id()),
                connection.toString(),
                Lane.SCHEDULED),
            new ConnectionTokens(tokens, connection),
            outbound,
            json);
    try (LentHttp lent = new LentHttp(http)) {
      call.within(
          DEADLINE,
          target.plugin().containment(),
          "subscribe",
          () -> {
            target.plugin().provider().subscribe(target.account(), callback, lent);
            return target;
          });
    }
  }
}
