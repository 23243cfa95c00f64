package org.healthsync.spi;

import java.time.Duration;

/**
 * The operator's values for the keys that the descriptor declares, checked before the plugin is
 * created. Asking for an undeclared key is an {@link IllegalArgumentException}. Immutable.
 */
public interface PluginConfig {

  /** The value or the key's default. */
  String text(String key);

  /** The value of an {@link ConfigKey.Type#INTEGER} key. */
  long integer(String key);

  /** The value of a {@link ConfigKey.Type#BOOLEAN} key. */
  boolean truth(String key);

  /** The value of a {@link ConfigKey.Type#DURATION} key. */
  Duration duration(String key);
}
