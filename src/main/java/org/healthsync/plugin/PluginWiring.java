package org.healthsync.plugin;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.healthsync.map.StreamMapping;
import org.healthsync.map.json.StrictJson;
import org.healthsync.spi.http.JsonReader;

/** Loads the plugins of {@code healthsync.plugins.directory} when the server starts. */
@ApplicationScoped
public class PluginWiring {

  @Resource ManagedExecutorService executor;

  @Produces
  @Singleton
  JsonReader json() {
    return new StrictJson();
  }

  @Produces
  @Singleton
  PluginCall call() {
    return new PluginCall(executor);
  }

  @Produces
  @Singleton
  PluginRegistry registry(Config config, PluginCall call, JsonReader json, Clock clock) {
    Set<String> names = new HashSet<>();
    config.getPropertyNames().forEach(names::add);
    ProviderProperties properties =
        new ProviderProperties(names, key -> config.getOptionalValue(key, String.class));
    String directory =
        config.getOptionalValue("healthsync.plugins.directory", String.class).orElse("plugins");
    PluginLoader loader = new PluginLoader(properties, StreamMapping::compile, json, clock, call);
    return new PluginDirectory(loader, call).scan(Path.of(directory));
  }

  void close(@Disposes PluginRegistry registry) {
    registry.close();
  }
}
