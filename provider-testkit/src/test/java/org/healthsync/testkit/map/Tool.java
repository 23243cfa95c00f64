package org.healthsync.testkit.map;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.healthsync.spi.ProviderPlugin;

/** Runs the tool in a folder of its own. */
final class Tool {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-23T10:00:00Z"), ZoneOffset.UTC);

  private final Path folder;

  Tool(Path folder) {
    this.folder = folder;
  }

  /**
   * What a run gave.
   *
   * @param code exit code
   * @param out standard output, by lines
   * @param err standard error, by lines
   */
  record Run(int code, List<String> out, List<String> err) {}

  /** Runs the tool with words of a command line; files are below the folder. */
  Run run(String... arguments) {
    return runWith("", arguments);
  }

  Run runWith(String input, String... arguments) {
    InputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    MapTool tool = new MapTool(in, printer(out), printer(err), CLOCK);
    int code = tool.run(List.of(arguments));
    return new Run(code, lines(out), lines(err));
  }

  private static PrintStream printer(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private static List<String> lines(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  /** Writes a file and returns its path. */
  String file(String name, String text) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      return Files.writeString(file, text).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a plugin jar: the sample's classes, a service entry and files. */
  String jar(Class<? extends ProviderPlugin> plugin, Map<String, String> files) {
    Path jar = folder.resolve("acme.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      entry(out, "META-INF/services/" + ProviderPlugin.class.getName(), bytes(plugin.getName()));
      for (Path type : classesBeside(plugin)) {
        String name = plugin.getPackageName().replace('.', '/') + "/" + type.getFileName();
        entry(out, name, Files.readAllBytes(type));
      }
      for (Map.Entry<String, String> file : files.entrySet()) {
        entry(out, file.getKey(), bytes(file.getValue()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return jar.toString();
  }

  private static List<Path> classesBeside(Class<?> type) throws IOException {
    Path classes = Path.of(System.getProperty("basedir", "")).resolve("target/test-classes");
    Path folder = classes.resolve(type.getPackageName().replace('.', '/'));
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".class")).sorted().toList();
    }
  }

  private static void entry(JarOutputStream jar, String name, byte[] content) throws IOException {
    jar.putNextEntry(new JarEntry(name));
    jar.write(content);
    jar.closeEntry();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
