package org.healthsync.platform;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Names of settings as they come from files and from the environment. An environment variable
 * cannot hold dots or hyphens, so MicroProfile Config matches names without regard to them; this
 * does the same for whoever looks for misspelt names.
 */
public final class ConfigNames {

  private final Set<String> names;

  /** The names that are set, in any spelling. */
  public ConfigNames(Set<String> names) {
    this.names = Set.copyOf(names);
  }

  /**
   * Set names that begin with {@code prefix} but are none of {@code known}, as they were spelt.
   *
   * @param prefix dotted, with the dot at its end
   * @param known whole names, dotted
   */
  public Set<String> unknown(String prefix, Set<String> known) {
    Set<String> accepted =
        known.stream().map(ConfigNames::environmentForm).collect(Collectors.toSet());
    String start = environmentForm(prefix);
    return names.stream()
        .filter(name -> environmentForm(name).startsWith(start))
        .filter(name -> !accepted.contains(environmentForm(name)))
        .collect(Collectors.toSet());
  }

  /** The form that a name takes in the environment; names with one form are one name. */
  public static String environmentForm(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }
}
