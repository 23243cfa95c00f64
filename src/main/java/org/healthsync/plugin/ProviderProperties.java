package org.healthsync.plugin;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The operator's configuration as the plugin loader sees it.
 *
 * @param names every property name that is set; names of other parts are ignored
 * @param values the raw value of a property
 */
public record ProviderProperties(Set<String> names, Function<String, Optional<String>> values) {

  /** Copies the names. */
  public ProviderProperties {
    names = Set.copyOf(names);
  }

  /** The part of every property name that comes before the plugin's own key. */
  static String prefix(String provider) {
    return "healthsync.provider." + provider + ".";
  }
}
