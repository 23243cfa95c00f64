package org.healthsync.platform;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The settings as MicroProfile Config has them. Every stage reads through a reader of its own; what
 * is set and nobody asked for is misspelt, and somebody relies on it. Safe for many threads.
 */
public final class Settings {

  private static final String OURS = "healthsync.";

  /** Read by plugins, which come and go; each knows its own. */
  private static final String OF_PLUGINS = "HEALTHSYNC_PROVIDER_";

  /** System properties of tests, read before there is configuration. */
  private static final Set<String> OF_TESTS = Set.of("healthsync.crash", "healthsync.wrong-clock");

  /**
   * What Kubernetes puts into the environment of a pod for a service of such a name: <a
   * href="https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables">
   * environment variables</a>.
   */
  private static final Pattern SERVICE_LINK =
      Pattern.compile("HEALTHSYNC(_.+)?_(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT(_\\d+_.+)?)");

  private final Function<String, Optional<String>> values;
  private final Set<String> names;
  private final Set<String> asked = ConcurrentHashMap.newKeySet();

  /**
   * Settings from somewhere.
   *
   * @param values gives the raw value of a dotted key
   * @param names all names that are set, in any spelling
   */
  public Settings(Function<String, Optional<String>> values, Set<String> names) {
    this.values = values;
    this.names = Set.copyOf(names);
    asked.addAll(OF_TESTS);
  }

  /** The raw value of a dotted key, which is known from now on. */
  public Optional<String> value(String key) {
    asked.add(key);
    return values.apply(key);
  }

  /** A reader that remembers its own mistakes. */
  public ConfigReader reader() {
    return new ConfigReader(this::value);
  }

  /** All names that are set, in any spelling, also those of others. */
  public Set<String> names() {
    return names;
  }

  /**
   * To be called when everything was read.
   *
   * @throws IllegalStateException when something of ours is set that nobody asked for; names it
   */
  public void refuseUnknown() {
    ConfigReader mistakes = reader();
    new ConfigNames(names)
        .unknown(OURS, asked).stream()
            .filter(name -> isOurs(ConfigNames.environmentForm(name)))
            .sorted()
            .forEach(
                name ->
                    mistakes.mistake(
                        name, "is not a known setting; see the table in docs/configuration.md"));
    mistakes.check();
  }

  private static boolean isOurs(String name) {
    return !name.startsWith(OF_PLUGINS) && !SERVICE_LINK.matcher(name).matches();
  }
}
