package org.healthsync.plugin;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a plugin sees: the SPI of the host, its own jars, the JDK. The service's libraries stay
 * invisible, so that a plugin may bring its own version of any of them. A copy of the SPI inside
 * the plugin is ignored: its types would not be the host's.
 */
final class PluginClassLoader extends URLClassLoader {

  private static final List<String> FROM_HOST = List.of("org.healthsync.spi.", "org.jspecify.");

  static {
    registerAsParallelCapable();
  }

  private final ClassLoader host;

  PluginClassLoader(String name, List<URL> jars, ClassLoader host) {
    super(name, jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    this.host = host;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      Class<?> found = loaded == null ? find(name) : loaded;
      if (resolve) {
        resolveClass(found);
      }
      return found;
    }
  }

  private Class<?> find(String name) throws ClassNotFoundException {
    if (FROM_HOST.stream().anyMatch(name::startsWith)) {
      return host.loadClass(name);
    }
    if (name.startsWith("java.")) {
      return getParent().loadClass(name);
    }
    try {
      return findClass(name);
    } catch (ClassNotFoundException e) {
      return getParent().loadClass(name);
    }
  }

  @Override
  public @Nullable URL getResource(String name) {
    return findResource(name);
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    return findResources(name);
  }
}
