package org.healthsync.fetch;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.eclipse.microprofile.config.Config;
import org.healthsync.platform.ConfigReader;
import org.healthsync.plugin.PluginCall;
import redis.clients.jedis.UnifiedJedis;

/** Puts the stage together. A {@link FetchListener} bean, when there is one, hears what happens. */
@ApplicationScoped
public class FetchWiring {

  @Resource ManagedExecutorService executor;

  @Produces
  @Singleton
  FetchSettings fetchSettings(Config config) {
    ConfigReader reader = reader(config);
    FetchSettings settings = FetchSettings.read(reader);
    reader.check();
    return settings;
  }

  @Produces
  @Singleton
  BudgetSettings budgetSettings(Config config) {
    ConfigReader reader = reader(config);
    BudgetSettings settings = BudgetSettings.read(reader);
    reader.check();
    return settings;
  }

  @Produces
  @Singleton
  Budgets budgets(UnifiedJedis redis, BudgetSettings settings, Instance<FetchListener> listener) {
    return new Budgets(redis, settings, orNone(listener));
  }

  @Produces
  @Singleton
  Outbound outbound(
      Budgets budgets,
      ProviderGateway gateway,
      FetchSettings settings,
      Instance<FetchListener> listener,
      Clock clock) {
    return new Outbound(budgets, gateway, executor, settings, orNone(listener), clock);
  }

  @Produces
  @Singleton
  ProviderTokenHttp tokenHttp(Outbound outbound) {
    return new ProviderTokenHttp(outbound);
  }

  @Produces
  @Singleton
  PageFetcher pageFetcher(PluginCall call, FetchSettings settings) {
    return new PageFetcher(call, settings);
  }

  private static FetchListener orNone(Instance<FetchListener> listener) {
    return listener.isResolvable() ? listener.get() : FetchListener.NONE;
  }

  private static ConfigReader reader(Config config) {
    return new ConfigReader(key -> config.getOptionalValue(key, String.class));
  }
}
