package org.healthsync.plugin;

import java.time.Duration;
import java.util.Map;
import org.healthsync.spi.PluginConfig;

/**
 * Values of a plugin's keys, which were checked when they were read.
 *
 * @param values by key name, of the type that the key declares
 */
record PluginValues(Map<String, Object> values) implements PluginConfig {

  PluginValues {
    values = Map.copyOf(values);
  }

  @Override
  public String text(String key) {
    return value(key, String.class);
  }

  @Override
  public long integer(String key) {
    return value(key, Long.class);
  }

  @Override
  public boolean truth(String key) {
    return value(key, Boolean.class);
  }

  @Override
  public Duration duration(String key) {
    return value(key, Duration.class);
  }

  private <T> T value(String key, Class<T> type) {
    Object value = values.get(key);
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException(
          "the descriptor declares no " + type.getSimpleName() + " key '" + key + "'");
    }
    return type.cast(value);
  }
}
