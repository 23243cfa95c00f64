package org.healthsync.sync;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.healthsync.connect.Connections;
import org.healthsync.connect.StreamProgress;
import org.healthsync.connect.Users;
import org.healthsync.connect.oauth.OAuthTransport;
import org.healthsync.connect.oauth.ProviderAccounts;
import org.healthsync.connect.oauth.ProviderCatalog;
import org.healthsync.connect.token.AccessTokens;
import org.healthsync.deliver.CurrentVersions;
import org.healthsync.fetch.Attempts;
import org.healthsync.fetch.Breakers;
import org.healthsync.fetch.BudgetSettings;
import org.healthsync.fetch.BudgetViews;
import org.healthsync.fetch.Budgets;
import org.healthsync.fetch.FetchListener;
import org.healthsync.fetch.FetchSettings;
import org.healthsync.fetch.Outbound;
import org.healthsync.fetch.PageFetcher;
import org.healthsync.fetch.ProviderGateway;
import org.healthsync.fetch.ProviderTokenHttp;
import org.healthsync.fetch.RedisContact;
import org.healthsync.fetch.UseRecord;
import org.healthsync.ledger.Ledger;
import org.healthsync.ledger.Redelivery;
import org.healthsync.ledger.StreamStates;
import org.healthsync.map.json.StrictJson;
import org.healthsync.platform.ConfigReader;
import org.healthsync.platform.Database;
import org.healthsync.platform.Settings;
import org.healthsync.platform.Tenants;
import org.healthsync.plugin.PluginCall;
import org.healthsync.plugin.PluginDirectory;
import org.healthsync.plugin.PluginLoader;
import org.healthsync.plugin.PluginRegistry;
import org.healthsync.plugin.ProviderProperties;
import org.healthsync.schedule.OpenWork;
import org.healthsync.spi.http.JsonReader;
import redis.clients.jedis.UnifiedJedis;

/** Puts plugins and fetching together and lends them to the stage connect. */
@ApplicationScoped
public class PipelineWiring {

  @Resource(lookup = "concurrent/calls")
  @SuppressWarnings("NullAway") // injected
  ManagedExecutorService calls;

  @Produces
  @Singleton
  SyncSettings settings(Settings configured) {
    ConfigReader reader = configured.reader();
    SyncSettings settings = SyncSettings.read(reader);
    reader.check();
    return settings;
  }

  @Produces
  @Singleton
  JsonReader json() {
    return new StrictJson();
  }

  @Produces
  @Singleton
  PluginCall pluginCall() {
    return new PluginCall(calls);
  }

  @Produces
  @Singleton
  PluginRegistry plugins(
      Settings configured,
      SyncSettings settings,
      ShippedMappings mappings,
      JsonReader json,
      Clock clock,
      PluginCall call) {
    ProviderProperties properties = new ProviderProperties(configured.names(), configured::value);
    PluginLoader loader = new PluginLoader(properties, mappings, json, clock, call);
    return new PluginDirectory(loader, call).scan(settings.pluginDirectory());
  }

  void close(@Disposes PluginRegistry plugins) {
    plugins.close();
  }

  @Produces
  @Singleton
  RedisContact redisContact(FetchListener listener) {
    return new RedisContact(listener);
  }

  @Produces
  @Singleton
  BudgetSettings budgetSettings(Settings configured, FetchSettings fetch) {
    ConfigReader reader = configured.reader();
    BudgetSettings settings = BudgetSettings.read(reader, fetch.answer());
    reader.check();
    return settings;
  }

  @Produces
  @Singleton
  UseRecord uses(Database database) {
    return new UseTable(database);
  }

  @Produces
  @Singleton
  Budgets budgets(
      UnifiedJedis redis, UseRecord uses, BudgetSettings settings, RedisContact contact) {
    return new Budgets(redis, uses, settings, contact);
  }

  @Produces
  @Singleton
  BudgetViews budgetViews(
      UnifiedJedis redis, UseRecord uses, BudgetSettings settings, RedisContact contact) {
    return new BudgetViews(redis, uses, settings, contact);
  }

  @Produces
  @Singleton
  Breakers breakers(
      UnifiedJedis redis,
      RedisContact contact,
      FetchSettings settings,
      FetchListener listener,
      Clock clock) {
    return new Breakers(redis, contact, settings, listener, clock);
  }

  @Produces
  @Singleton
  FetchSettings fetchSettings(Settings configured) {
    ConfigReader reader = configured.reader();
    FetchSettings settings = FetchSettings.read(reader);
    reader.check();
    return settings;
  }

  @Produces
  @Singleton
  CurrentVersions currentVersions() {
    return new Redelivery()::queueBehind;
  }

  @Produces
  @Singleton
  ProviderLimits limits(PluginRegistry plugins, BudgetViews views, Breakers breakers, Clock clock) {
    return new ProviderLimits(plugins, views, breakers, clock);
  }

  @Produces
  @Singleton
  Outbound outbound(
      Budgets budgets,
      Breakers breakers,
      ProviderGateway gateway,
      FetchSettings settings,
      FetchListener listener,
      Clock clock) {
    Attempts attempts = gateway;
    return new Outbound(budgets, breakers, attempts, calls, settings, listener, clock);
  }

  @Produces
  @Singleton
  ProviderCatalog catalog(PluginRegistry plugins) {
    return new PluginCatalog(plugins);
  }

  @Produces
  @Singleton
  ProviderAccounts accounts(
      PluginRegistry plugins,
      PluginCall call,
      Outbound outbound,
      JsonReader json,
      PluginAccounts.Callbacks callbacks) {
    return new PluginAccounts(plugins, call, outbound, json, callbacks);
  }

  @Produces
  @Singleton
  OAuthTransport transport(
      PluginRegistry plugins, PluginCall call, Outbound outbound, JsonReader json) {
    return new PluginTokenTransport(plugins, call, new ProviderTokenHttp(outbound), json);
  }

  @Produces
  @Singleton
  StreamProgress progress(StreamStates states) {
    return new LedgerProgress(states);
  }

  @Produces
  @Singleton
  SyncTargets targets(
      Connections connections, Users users, PluginRegistry plugins, Tenants tenants) {
    return new ActiveTargets(connections, users, plugins::active, tenants);
  }

  @Produces
  @Singleton
  AskedCoverage askedCoverage(
      Connections connections,
      Users users,
      PluginRegistry plugins,
      Ledger ledger,
      StreamStates streams,
      Database database,
      Clock clock) {
    return new AskedCoverage(
        new AskedCoverage.Accounts(connections::require, users::require, plugins::active),
        ledger.coverage(),
        streams,
        new OpenWork(database),
        clock);
  }

  @Produces
  @Singleton
  PageSource pages(
      PluginCall call,
      FetchSettings settings,
      Outbound outbound,
      JsonReader json,
      AccessTokens tokens,
      StreamStates streams) {
    return new ProviderPages(new PageFetcher(call, settings), outbound, json, tokens, streams);
  }
}
