package org.healthsync.connect.api;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceUnit;
import java.time.Clock;
import org.healthsync.connect.ConnectionEvents;
import org.healthsync.connect.ConnectionListener;
import org.healthsync.connect.Connections;
import org.healthsync.connect.EntityTransactions;
import org.healthsync.connect.NotificationStates;
import org.healthsync.connect.StreamProgress;
import org.healthsync.connect.Users;
import org.healthsync.connect.leave.Farewells;
import org.healthsync.connect.oauth.AuthorizationFlow;
import org.healthsync.connect.oauth.AuthorizationRequests;
import org.healthsync.connect.oauth.Callback;
import org.healthsync.connect.oauth.ClientRegistrations;
import org.healthsync.connect.oauth.Disconnection;
import org.healthsync.connect.oauth.OAuthTransport;
import org.healthsync.connect.oauth.Patience;
import org.healthsync.connect.oauth.PendingAuthorizations;
import org.healthsync.connect.oauth.ProviderAccounts;
import org.healthsync.connect.oauth.ProviderCatalog;
import org.healthsync.connect.oauth.RedisStateStore;
import org.healthsync.connect.oauth.TokenRequests;
import org.healthsync.connect.oauth.UnusedGrants;
import org.healthsync.connect.token.AccessTokens;
import org.healthsync.connect.token.TokenRows;
import org.healthsync.connect.token.TokenVault;
import org.healthsync.platform.Audit;
import org.healthsync.platform.ConfigReader;
import org.healthsync.platform.Database;
import org.healthsync.platform.Sealer;
import org.healthsync.platform.Settings;
import org.healthsync.platform.Tenants;
import redis.clients.jedis.UnifiedJedis;

/**
 * Puts the stage together. The ports {@link ProviderCatalog}, {@link ProviderAccounts}, {@link
 * OAuthTransport}, {@link StreamProgress} and {@link NotificationStates} and any number of {@link
 * ConnectionListener} are beans of whoever sees all stages.
 */
@ApplicationScoped
public class ConnectWiring {

  @PersistenceUnit(unitName = "healthsync")
  @SuppressWarnings("NullAway") // injected
  EntityManagerFactory entities;

  @Resource(lookup = "concurrent/calls")
  @SuppressWarnings("NullAway") // injected
  ManagedExecutorService calls;

  @Resource(lookup = "concurrent/comebacks")
  @SuppressWarnings("NullAway") // injected
  ManagedScheduledExecutorService comebacks;

  @Produces
  @Singleton
  ConnectSettings settings(Settings configured, Tenants tenants) {
    ConfigReader reader = configured.reader();
    ConnectSettings settings = ConnectSettings.read(reader, tenants);
    reader.check();
    return settings;
  }

  @Produces
  @Singleton
  UnifiedJedis redis(ConnectSettings settings) {
    return settings.redis().connect();
  }

  void close(@Disposes UnifiedJedis redis) {
    redis.close();
  }

  @Produces
  @Singleton
  Users users(Clock clock) {
    return new Users(new EntityTransactions(entities), clock);
  }

  @Produces
  @Singleton
  Connections connections(Audit audit, Clock clock) {
    return new Connections(new EntityTransactions(entities), audit, clock);
  }

  // typed, or it would be one of the listeners that it tells
  @Produces
  @Singleton
  @Typed(ConnectionEvents.class)
  ConnectionEvents events(Instance<ConnectionListener> listeners) {
    return new ConnectionEvents(listeners.stream().toList());
  }

  @Produces
  @Singleton
  TokenRows tokenRows(Sealer sealer, Audit audit, Clock clock) {
    return new TokenRows(new TokenVault(sealer), audit, clock);
  }

  @Produces
  @Singleton
  ClientRegistrations clients(Settings configured) {
    return new ClientRegistrations(configured::value);
  }

  @Produces
  @Singleton
  TokenRequests tokenRequests(
      ProviderCatalog catalog, ClientRegistrations clients, OAuthTransport transport, Clock clock) {
    return new TokenRequests(catalog, clients, transport, clock);
  }

  @Produces
  @Singleton
  AccessTokens accessTokens(
      Database database,
      TokenRows rows,
      TokenRequests requests,
      ConnectionEvents events,
      ConnectSettings settings,
      Clock clock) {
    return new AccessTokens(database, rows, requests, events, calls, settings.refresh(), clock);
  }

  @Produces
  @Singleton
  PendingAuthorizations pending(UnifiedJedis redis, Sealer sealer, ConnectSettings settings) {
    return new PendingAuthorizations(new RedisStateStore(redis), sealer, settings.consentTime());
  }

  @Produces
  @Singleton
  AuthorizationFlow flow(
      Users users,
      Connections connections,
      ConnectSettings settings,
      ProviderCatalog catalog,
      ClientRegistrations clients,
      PendingAuthorizations pending,
      Clock clock) {
    return new AuthorizationFlow(
        users,
        connections,
        settings.returnUrls(),
        new AuthorizationRequests(catalog, clients, pending, settings.callback()),
        clock);
  }

  @Produces
  @Singleton
  Callback callback(
      PendingAuthorizations pending,
      Connections connections,
      ProviderCatalog catalog,
      TokenRequests requests,
      ProviderAccounts accounts,
      TokenRows rows,
      Farewells farewells,
      ConnectionEvents events,
      ConnectSettings settings) {
    UnusedGrants unused = new UnusedGrants(catalog, farewells, connections);
    return new Callback(
        pending,
        connections,
        catalog,
        requests,
        accounts,
        rows,
        unused,
        events,
        settings.callback(),
        new Patience(settings.patience(), comebacks));
  }

  @Produces
  @Singleton
  Disconnection disconnection(
      Connections connections,
      AccessTokens tokens,
      TokenRows rows,
      ProviderCatalog catalog,
      Farewells farewells,
      ConnectionEvents events) {
    return new Disconnection(connections, tokens, rows, catalog, farewells, events);
  }

  @Produces
  @Singleton
  Farewells farewells(
      Database database,
      Sealer sealer,
      ProviderAccounts accounts,
      Audit audit,
      ConnectSettings settings,
      Clock clock) {
    return new Farewells(database, sealer, accounts, audit, settings.farewellTime(), clock);
  }

  @Produces
  @Singleton
  ConnectionListing listing(
      Users users,
      Connections connections,
      StreamProgress progress,
      NotificationStates notifications) {
    return new ConnectionListing(users, connections, progress, notifications);
  }
}
