package org.healthsync.faults.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.healthsync.spi.ProviderPlugin;

/** Plugin directories and jars for replicas. */
public final class PluginJars {

  private static final String SERVICE = "META-INF/services/" + ProviderPlugin.class.getName();

  private PluginJars() {}

  /** Makes a directory with the plugins that are delivered, and gives their jars in it. */
  public static List<Path> copy(Path delivered, Path directory) {
    try (Stream<Path> jars = Files.list(delivered)) {
      Files.createDirectories(directory);
      List<Path> copies = new ArrayList<>();
      for (Path jar : jars.toList()) {
        copies.add(Files.copy(jar, directory.resolve(jar.getFileName())));
      }
      return copies;
    } catch (IOException e) {
      throw new UncheckedIOException("the plugins cannot be copied", e);
    }
  }

  /** Writes a jar whose plugin is {@code service}, with those classes and files. */
  public static void write(
      Path jar, Class<?> service, List<Class<?>> classes, Map<String, byte[]> files) {
    Map<String, byte[]> entries = new LinkedHashMap<>(files);
    entries.put(SERVICE, service.getName().getBytes(StandardCharsets.UTF_8));
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Class<?> type : classes) {
        entries.put(entry(type), code(type));
      }
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new JarEntry(entry.getKey()));
        out.write(entry.getValue());
        out.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(jar + " cannot be written", e);
    }
  }

  /** The files of a jar, by name. */
  public static Map<String, byte[]> files(Path jar) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (JarInputStream in = new JarInputStream(Files.newInputStream(jar))) {
      for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
        if (!entry.isDirectory()) {
          files.put(entry.getName(), in.readAllBytes());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(jar + " cannot be read", e);
    }
    return files;
  }

  private static String entry(Class<?> type) {
    return type.getName().replace('.', '/') + ".class";
  }

  private static byte[] code(Class<?> type) throws IOException {
    String entry = entry(type);
    try (InputStream code = Objects.requireNonNull(type.getResourceAsStream("/" + entry), entry)) {
      return code.readAllBytes();
    }
  }
}
