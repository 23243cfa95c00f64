package org.healthsync.spi;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One configuration key of a plugin. Operators set it as {@code healthsync.provider.<provider
 * id>.<name>}.
 *
 * @param name lower-case words joined by hyphens
 * @param type how the value is checked at start
 * @param defaultValue used when the operator sets nothing; null makes the key mandatory
 * @param description one sentence for the configuration table
 */
public record ConfigKey(String name, Type type, @Nullable String defaultValue, String description) {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");

  /** Kinds of values. */
  public enum Type {
    /** Any text that is not blank. */
    TEXT,
    /** A whole number. */
    INTEGER,
    /** {@code true} or {@code false}. */
    BOOLEAN,
    /** An ISO 8601 duration such as {@code PT5M}. */
    DURATION
  }

  /** Checks the name. */
  public ConfigKey {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "configuration key must match " + NAME + " but is '" + name + "'");
    }
  }
}
