package org.healthsync.testkit.map;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.healthsync.spi.ProviderDescriptor;
import org.healthsync.spi.ProviderPlugin;
import org.healthsync.spi.SpiVersion;

/** A plugin that was loaded from its jar and sees no more than it does in the service. */
final class PluginJar implements AutoCloseable {

  private final IsolatedLoader loader;
  private final ProviderPlugin plugin;
  private final ProviderDescriptor descriptor;

  private PluginJar(IsolatedLoader loader, ProviderPlugin plugin) {
    this.loader = loader;
    this.plugin = plugin;
    this.descriptor = plugin.descriptor();
  }

  /**
   * Loads a plugin.
   *
   * @param path a jar, or a directory with a jar and its libraries
   * @throws UsageException when there is no plugin that this tool can run
   */
  static PluginJar open(Path path) throws UsageException {
    IsolatedLoader loader = new IsolatedLoader(urls(path), ProviderPlugin.class.getClassLoader());
    try {
      List<ServiceLoader.Provider<ProviderPlugin>> found =
          ServiceLoader.load(ProviderPlugin.class, loader).stream().toList();
      if (found.size() != 1) {
        throw new UsageException(path + " offers " + found.size() + " plugins instead of one");
      }
      PluginJar jar = new PluginJar(loader, found.get(0).get());
      SpiVersion wanted = jar.descriptor.spiVersion();
      if (!SpiVersion.current().accepts(wanted)) {
        throw new UsageException(
            path + " needs SPI " + wanted + ", and this tool has " + SpiVersion.current());
      }
      return jar;
    } catch (RuntimeException | LinkageError | ServiceConfigurationError e) {
      throw new UsageException(path + " is no plugin that can be loaded: " + e);
    }
  }

  ProviderPlugin plugin() {
    return plugin;
  }

  ProviderDescriptor descriptor() {
    return descriptor;
  }

  /** The text of a file in the jar; empty when it is not there. */
  Optional<String> text(String name) throws UsageException {
    try (InputStream in = loader.getResourceAsStream(name)) {
      return in == null
          ? Optional.empty()
          : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UsageException(name + " of the plugin cannot be read");
    }
  }

  @Override
  public void close() {
    try {
      loader.close();
    } catch (IOException e) {
      // the process ends soon; there is nothing else to do about it
    }
  }

  private static List<URL> urls(Path path) throws UsageException {
    List<URL> urls = new ArrayList<>();
    try {
      if (Files.isDirectory(path)) {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(path, "*.jar")) {
          for (Path jar : jars) {
            urls.add(jar.toUri().toURL());
          }
        }
      } else if (Files.isReadable(path)) {
        urls.add(path.toUri().toURL());
      }
    } catch (IOException e) {
      throw new UsageException(path + " cannot be read");
    }
    if (urls.isEmpty()) {
      throw new UsageException("there is no jar at " + path);
    }
    return urls;
  }
}
