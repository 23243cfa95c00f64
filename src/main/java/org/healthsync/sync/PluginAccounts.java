package org.healthsync.sync;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.healthsync.connect.oauth.ProviderAccounts;
import org.healthsync.fetch.AccessToken;
import org.healthsync.fetch.AccountName;
import org.healthsync.fetch.HostHttp;
import org.healthsync.fetch.LentHttp;
import org.healthsync.fetch.Outbound;
import org.healthsync.fetch.TokenSource;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Lane;
import org.healthsync.platform.ProviderId;
import org.healthsync.platform.Secret;
import org.healthsync.plugin.ActivePlugin;
import org.healthsync.plugin.PluginCall;
import org.healthsync.plugin.PluginRegistry;
import org.healthsync.spi.Capability;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.Remedy;
import org.healthsync.spi.StandardError;
import org.healthsync.spi.auth.Account;
import org.healthsync.spi.auth.Grant;
import org.healthsync.spi.http.JsonReader;
import org.healthsync.spi.http.ProviderHttp;

/** What plugins do with accounts, contained and within the budgets. */
final class PluginAccounts implements ProviderAccounts {

  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final PluginRegistry plugins;
  private final PluginCall call;
  private final Outbound outbound;
  private final JsonReader json;
  private final Callbacks callbacks;

  PluginAccounts(
      PluginRegistry plugins,
      PluginCall call,
      Outbound outbound,
      JsonReader json,
      Callbacks callbacks) {
    this.plugins = plugins;
    this.call = call;
    this.outbound = outbound;
    this.json = json;
    this.callbacks = callbacks;
  }

  @Override
  public Account identify(ProviderId provider, Grant grant, Secret access)
      throws ProviderException {
    ActivePlugin plugin = require(provider);
    // the member id stands for the account until the provider has named it
    String account = grant.memberId();
    HostHttp http = http(plugin, grant.region(), account, Optional.of(access));
    try (LentHttp lent = new LentHttp(http)) {
      return call.within(
          DEADLINE,
          plugin.containment(),
          "onAuthorized",
          () -> plugin.provider().onAuthorized(grant, lent));
    }
  }

  @Override
  public void unsubscribe(
      ConnectionId connection,
      ProviderId provider,
      Account account,
      Optional<org.healthsync.connect.token.AccessToken> token)
      throws ProviderException {
    ActivePlugin plugin = require(provider);
    HostHttp http = http(plugin, account, token);
    Optional<ProviderException> failure = unsubscribed(connection, plugin, account, token, http);
    // a token that the provider no longer takes gets no better: without its address it gives up
    if (failure.filter(known -> known.code().remedy() == Remedy.RETRY).isPresent()) {
      throw failure.get();
    }
    callbacks.forget(connection);
  }

  @Override
  public void leave(
      ConnectionId connection,
      ProviderId provider,
      Account account,
      Optional<org.healthsync.connect.token.AccessToken> token)
      throws ProviderException {
    ActivePlugin plugin = require(provider);
    HostHttp http = http(plugin, account, token);
    Optional<ProviderException> failure = unsubscribed(connection, plugin, account, token, http);
    if (plugin.descriptor().capabilities().contains(Capability.REVOKE)) {
      // without the grant nothing is notified, whatever became of the subscription
      run(plugin, "revoke", http, lent -> plugin.provider().revoke(account, lent));
    } else if (failure.isPresent()) {
      throw failure.get();
    }
    callbacks.forget(connection);
  }

  private Optional<ProviderException> unsubscribed(
      ConnectionId connection,
      ActivePlugin plugin,
      Account account,
      Optional<org.healthsync.connect.token.AccessToken> token,
      HostHttp http) {
    return token.isEmpty()
        ? Optional.empty()
        : callbacks.of(connection).flatMap(uri -> unsubscribe(plugin, account, uri, http));
  }

  private HostHttp http(
      ActivePlugin plugin,
      Account account,
      Optional<org.healthsync.connect.token.AccessToken> token) {
    return http(
        plugin,
        account.region(),
        AccountName.of(plugin.id(), account.id()),
        token.map(org.healthsync.connect.token.AccessToken::value));
  }

  private Optional<ProviderException> unsubscribe(
      ActivePlugin plugin, Account account, URI callback, HostHttp http) {
    try {
      run(
          plugin,
          "unsubscribe",
          http,
          lent -> plugin.provider().unsubscribe(account, callback, lent));
      return Optional.empty();
    } catch (ProviderException e) {
      return Optional.of(e);
    }
  }

  private void run(ActivePlugin plugin, String operation, ProviderHttp http, Step step)
      throws ProviderException {
    try (LentHttp lent = new LentHttp(http)) {
      call.within(
          DEADLINE,
          plugin.containment(),
          operation,
          () -> {
            step.run(lent);
            return operation;
          });
    }
  }

  /** Something that a plugin does. */
  @FunctionalInterface
  private interface Step {
    void run(ProviderHttp http) throws ProviderException;
  }

  /** The addresses to which providers send notifications. */
  interface Callbacks {
    /** The one of a connection, when the provider was told one. */
    Optional<URI> of(ConnectionId connection);

    /** It leads nowhere from now on. */
    void forget(ConnectionId connection);
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
        new HostHttp.Line(region, "", account, account, Lane.INTERACTIVE),
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
