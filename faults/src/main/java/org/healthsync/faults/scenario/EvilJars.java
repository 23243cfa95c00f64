package org.healthsync.faults.scenario;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.healthsync.faults.evil.EvilPlugin;
import org.healthsync.faults.run.PluginJars;

/** A plugin directory with what is delivered and an evil plugin for each deed. */
final class EvilJars {

  private EvilJars() {}

  /** Writes the directory; the evil plugins have their accounts at {@code cloud}. */
  static void fill(Path directory, Path delivered, URI cloud) {
    PluginJars.copy(delivered, directory);
    for (EvilPlugin.Deed deed : EvilPlugin.Deed.values()) {
      String properties = "id=" + deed.id() + "\ncloud=" + cloud + "\n";
      PluginJars.write(
          file(directory, deed),
          EvilPlugin.class,
          classes(),
          Map.of(EvilPlugin.PROPERTIES, properties.getBytes(StandardCharsets.UTF_8)));
    }
  }

  /** The jar of that deed. */
  static Path file(Path directory, EvilPlugin.Deed deed) {
    return directory.resolve(deed.id() + ".jar");
  }

  /** The environment names of what an operator sets for one: client id and secret. */
  static List<String> settings(EvilPlugin.Deed deed) {
    String prefix =
        "HEALTHSYNC_PROVIDER_" + deed.id().replace('-', '_').toUpperCase(Locale.ROOT) + "_CLIENT_";
    return List.of(prefix + "ID", prefix + "SECRET");
  }

  private static List<Class<?>> classes() {
    List<Class<?>> all = new ArrayList<>(List.of(EvilPlugin.class));
    all.addAll(List.of(EvilPlugin.class.getDeclaredClasses()));
    // each deed is a class of its own, which its enum does not declare
    for (EvilPlugin.Deed deed : EvilPlugin.Deed.values()) {
      Object object = deed;
      all.add(object.getClass());
    }
    return List.copyOf(all);
  }
}
