package org.healthsync.testkit.map;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** As in the service, a plugin sees the SPI of its host, its own jars and the JDK. */
final class IsolatedLoader extends URLClassLoader {

  private static final List<String> FROM_HOST = List.of("org.healthsync.spi.", "org.jspecify.");

  private final ClassLoader host;

  IsolatedLoader(List<URL> jars, ClassLoader host) {
    super("plugin", jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    this.host = host;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (FROM_HOST.stream().anyMatch(name::startsWith)) {
      return host.loadClass(name);
    }
    return super.loadClass(name, resolve);
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
