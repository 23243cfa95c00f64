package org.healthsync.testkit.map;

import java.time.Clock;
import java.util.Map;
import org.healthsync.map.json.StrictJson;
import org.healthsync.spi.PluginConfig;
import org.healthsync.spi.PluginContext;
import org.healthsync.spi.ProviderDescriptor;
import org.healthsync.spi.http.JsonReader;
import org.healthsync.testkit.TestConfig;

/** What a plugin gets that only maps. */
final class OfflineContext implements PluginContext {

  private final PluginConfig config;
  private final Clock clock;

  OfflineContext(ProviderDescriptor descriptor, Map<String, String> settings, Clock clock) {
    this.config = new TestConfig(descriptor, settings);
    this.clock = clock;
  }

  @Override
  public PluginConfig config() {
    return config;
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public JsonReader json() {
    return new StrictJson();
  }

  @Override
  public System.Logger log() {
    return System.getLogger("plugin");
  }
}
