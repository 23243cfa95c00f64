package org.healthsync.faults.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.healthsync.faults.evil.EvilPlugin;
import org.healthsync.spi.ProviderPlugin;

/** A plugin directory with what is delivered and an evil plugin for each deed. */
final class EvilJars {

  private EvilJars() {}

  /** Writes the directory; the evil plugins have their accounts at {@code cloud}. */
  static void fill(Path directory, Path delivered, URI cloud) {
    try (Stream<Path> jars = Files.list(delivered)) {
      Files.createDirectories(directory);
      for (Path jar : jars.toList()) {
        Files.copy(jar, directory.resolve(jar.getFileName()));
      }
      for (EvilPlugin.Deed deed : EvilPlugin.Deed.values()) {
        pack(file(directory, deed), deed, cloud);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the evil jars cannot be written", e);
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

  private static void pack(Path jar, EvilPlugin.Deed deed, URI cloud) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      put(
          out,
          "META-INF/services/" + ProviderPlugin.class.getName(),
          text(EvilPlugin.class.getName()));
      put(out, EvilPlugin.PROPERTIES, text("id=" + deed.id() + "\ncloud=" + cloud + "\n"));
      for (Class<?> type : classes()) {
        String entry = type.getName().replace('.', '/') + ".class";
        try (InputStream code =
            Objects.requireNonNull(type.getResourceAsStream("/" + entry), entry)) {
          put(out, entry, code.readAllBytes());
        }
      }
    }
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

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void put(JarOutputStream out, String name, byte[] content) throws IOException {
    out.putNextEntry(new JarEntry(name));
    out.write(content);
    out.closeEntry();
  }
}
