package org.healthsync.testkit;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.healthsync.spi.ConfigKey;
import org.healthsync.spi.PluginConfig;
import org.healthsync.spi.ProviderDescriptor;

/** An operator's settings, checked against the descriptor as the service checks them. */
public final class TestConfig implements PluginConfig {

  private final ProviderDescriptor descriptor;
  private final Map<String, String> values;

  /**
   * Checks all keys and values.
   *
   * @throws IllegalArgumentException on an unknown key, a missing mandatory one or a bad value
   */
  public TestConfig(ProviderDescriptor descriptor, Map<String, String> values) {
    this.descriptor = descriptor;
    this.values = Map.copyOf(values);
    values.keySet().forEach(this::declared);
    descriptor.configuration().forEach(this::check);
  }

  @Override
  public String text(String key) {
    ConfigKey declared = declared(key);
    return Optional.ofNullable(values.get(key))
        .or(() -> Optional.ofNullable(declared.defaultValue()))
        .orElseThrow(
            () -> new IllegalArgumentException("configuration key " + key + " is not set"));
  }

  @Override
  public long integer(String key) {
    return Long.parseLong(text(key));
  }

  @Override
  public boolean truth(String key) {
    String text = text(key);
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException("configuration key " + key + " must be true or false");
    }
    return Boolean.parseBoolean(text);
  }

  @Override
  public Duration duration(String key) {
    return Duration.parse(text(key));
  }

  private ConfigKey declared(String name) {
    return descriptor.configuration().stream()
        .filter(key -> key.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "configuration key "
                        + name
                        + " is not declared in the descriptor of "
                        + descriptor.id()));
  }

  private void check(ConfigKey key) {
    try {
      switch (key.type()) {
        case TEXT -> text(key.name());
        case INTEGER -> integer(key.name());
        case BOOLEAN -> truth(key.name());
        case DURATION -> duration(key.name());
      }
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "configuration key " + key.name() + " is not set to a valid " + key.type(), e);
    }
  }
}
