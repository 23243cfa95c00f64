package org.healthsync.plugin;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.healthsync.spi.ProviderPlugin;
import org.healthsync.spi.SpiVersion;
import org.jspecify.annotations.Nullable;

/**
 * A plugin on disk: one jar, or a directory with a jar and its libraries. Everything that can be
 * told without loading a class is checked here.
 *
 * @param name file name, for people
 * @param jars what the class loader reads
 * @param version {@code Implementation-Version} of the jar with the service entry, empty when unset
 */
record PluginFile(String name, List<Path> jars, String version) {

  private static final String SERVICE = "META-INF/services/" + ProviderPlugin.class.getName();

  static PluginFile read(Path path) throws PluginRefusedException {
    List<Path> jars = jarsOf(path);
    List<Entry> entries = new ArrayList<>();
    for (Path jar : jars) {
      entries.addAll(entriesOf(jar));
    }
    if (entries.isEmpty()) {
      throw new PluginRefusedException(
          "it has no service entry: name the plugin's class in " + SERVICE);
    }
    if (entries.size() > 1) {
      throw new PluginRefusedException(
          "it has %d service entries (%s), but a plugin has exactly one: make a jar for each provider"
              .formatted(
                  entries.size(),
                  String.join(", ", entries.stream().map(Entry::className).toList())));
    }
    Attributes manifest = entries.get(0).manifest();
    requireSpi(manifest.getValue(SpiVersion.MANIFEST_ATTRIBUTE));
    String version = manifest.getValue(Attributes.Name.IMPLEMENTATION_VERSION);
    return new PluginFile(nameOf(path), jars, version == null ? "" : version);
  }

  /** The last part of the path, which is how people know the plugin's file. */
  static String nameOf(Path path) {
    Path last = path.getFileName();
    return last == null ? path.toString() : last.toString();
  }

  List<URL> urls() throws PluginRefusedException {
    try {
      List<URL> urls = new ArrayList<>();
      for (Path jar : jars) {
        urls.add(jar.toUri().toURL());
      }
      return urls;
    } catch (MalformedURLException e) {
      throw new PluginRefusedException("its path cannot be written as a URL: rename it");
    }
  }

  private static List<Path> jarsOf(Path path) throws PluginRefusedException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    List<Path> jars = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(path, "*.jar")) {
      found.forEach(jars::add);
    } catch (IOException e) {
      throw new PluginRefusedException("the directory cannot be read: check its permissions");
    }
    if (jars.isEmpty()) {
      throw new PluginRefusedException("the directory holds no jar");
    }
    jars.sort(null);
    return List.copyOf(jars);
  }

  private static List<Entry> entriesOf(Path path) throws PluginRefusedException {
    try (JarFile jar = new JarFile(path.toFile())) {
      Manifest manifest = jar.getManifest();
      Attributes attributes = manifest == null ? new Attributes() : manifest.getMainAttributes();
      return classNames(jar).stream().map(name -> new Entry(name, attributes)).toList();
    } catch (IOException | UncheckedIOException | SecurityException e) {
      throw new PluginRefusedException(nameOf(path) + " is not a readable jar: copy it again");
    }
  }

  private static List<String> classNames(JarFile jar) throws IOException {
    ZipEntry service = jar.getEntry(SERVICE);
    if (service == null) {
      return List.of();
    }
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(jar.getInputStream(service), StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .map(line -> line.replaceFirst("#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .distinct()
          .toList();
    }
  }

  private static void requireSpi(@Nullable String declared) throws PluginRefusedException {
    if (declared == null) {
      return;
    }
    try {
      requireSpi(SpiVersion.parse(declared));
    } catch (IllegalArgumentException e) {
      throw new PluginRefusedException(
          "its manifest attribute %s must be major.minor, such as %s"
              .formatted(SpiVersion.MANIFEST_ATTRIBUTE, SpiVersion.current()));
    }
  }

  static void requireSpi(SpiVersion plugin) throws PluginRefusedException {
    SpiVersion host = SpiVersion.current();
    if (!host.accepts(plugin)) {
      throw new PluginRefusedException(
          "it needs SPI %s but this service offers %s: %s"
              .formatted(
                  plugin,
                  host,
                  plugin.major() < host.major()
                      ? "build the plugin for the service's SPI"
                      : "update the service or use an older version of the plugin"));
    }
  }

  private record Entry(String className, Attributes manifest) {}
}
