package org.healthsync.sync;

import java.time.Duration;
import java.util.Optional;
import org.healthsync.connect.oauth.ProviderAccounts;
import org.healthsync.fetch.AccessToken;
import org.healthsync.fetch.HostHttp;
import org.healthsync.fetch.Outbound;
import org.healthsync.fetch.TokenSource;
import org.healthsync.platform.Lane;
import org.healthsync.platform.ProviderId;
import org.healthsync.platform.Secret;
import org.healthsync.plugin.ActivePlugin;
import org.healthsync.plugin.PluginCall;
import org.healthsync.plugin.PluginRegistry;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;
import org.healthsync.spi.auth.Account;
import org.healthsync.spi.auth.Grant;
import org.healthsync.spi.http.JsonReader;

/** What plugins do with accounts, contained and within the budgets. */
final class PluginAccounts implements ProviderAccounts {

  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final PluginRegistry plugins;
  private final PluginCall call;
  private final Outbound outbound;
  private final JsonReader json;

  PluginAccounts(PluginRegistry plugins, PluginCall call, Outbound outbound, JsonReader json) {
    this.plugins = plugins;
    this.call = call;
    this.outbound = outbound;
    this.json = json;
  }

  @Override
  public Account identify(ProviderId provider, Grant grant, Secret access)
      throws ProviderException {
    ActivePlugin plugin = require(provider);
    // the member id stands for the account until the provider has named it
    HostHttp http = http(plugin, grant.region(), grant.memberId(), Optional.of(access));
    return call.within(
        DEADLINE,
        plugin.containment(),
        "onAuthorized",
        () -> plugin.provider().onAuthorized(grant, http));
  }

  @Override
  public void revoke(
      ProviderId provider,
      Account account,
      Optional<org.healthsync.connect.token.AccessToken> token)
      throws ProviderException {
    ActivePlugin plugin = require(provider);
    HostHttp http =
        http(
            plugin,
            account.region(),
            account.id(),
            token.map(org.healthsync.connect.token.AccessToken::value));
    call.within(
        DEADLINE,
        plugin.containment(),
        "revoke",
        () -> {
          plugin.provider().revoke(account, http);
          return account;
        });
  }

  private ActivePlugin require(ProviderId provider) throws ProviderException {
    return plugins
        .active(provider)
        .orElseThrow(
            () ->
                new ProviderException(
                    StandardError.PLUGIN_DEFECT, "no plugin for " + provider + " is active"));
  }

  private HostHttp http(
      ActivePlugin plugin, String region, String account, Optional<Secret> token) {
    return new HostHttp(
        plugin,
        new HostHttp.Line(region, "", account, Lane.INTERACTIVE),
        new OneToken(token),
        outbound,
        json);
  }

  /** A token that cannot be renewed: it is brand new, or all there is. */
  private record OneToken(Optional<Secret> token) implements TokenSource {

    @Override
    public AccessToken current() throws ProviderException {
      return token.map(AccessToken::new).orElseThrow(OneToken::none);
    }

    @Override
    public AccessToken renew(AccessToken refused) throws ProviderException {
      throw none();
    }

    private static ProviderException none() {
      return new ProviderException(
          StandardError.UNAUTHORIZED, "there is no access token that the provider accepts");
    }
  }
}
