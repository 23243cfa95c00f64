package org.healthsync.plugin;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.healthsync.spi.ProviderPlugin;
import org.jspecify.annotations.NullMarked;

/** Compiles a plugin from source and packs it, as its author's build would. */
final class PluginJar {

  private final Map<String, String> sources = new LinkedHashMap<>();
  private final Map<String, String> resources = new LinkedHashMap<>();
  private final Map<String, String> manifest = new LinkedHashMap<>();

  PluginJar source(String className, String code) {
    sources.put(className, code);
    return this;
  }

  PluginJar entry(String... classNames) {
    resources.put(
        "META-INF/services/" + ProviderPlugin.class.getName(), String.join("\n", classNames));
    return this;
  }

  PluginJar resource(String name, String text) {
    resources.put(name, text);
    return this;
  }

  PluginJar manifest(String name, String value) {
    manifest.put(name, value);
    return this;
  }

  void writeTo(Path jar) {
    try {
      Path classes = Files.createTempDirectory(jar.toAbsolutePath().getParent(), "classes-");
      compile(classes);
      pack(classes, jar);
      delete(classes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void compile(Path classes) {
    if (sources.isEmpty()) {
      return;
    }
    List<JavaFileObject> units = new ArrayList<>();
    sources.forEach((name, code) -> units.add(new Source(name, code)));
    StringWriter messages = new StringWriter();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> options =
        List.of(
            "-proc:none",
            "-d",
            classes.toString(),
            "-classpath",
            origin(ProviderPlugin.class) + File.pathSeparator + origin(NullMarked.class));
    if (!compiler.getTask(messages, null, null, options, null, units).call()) {
      throw new IllegalStateException(messages.toString());
    }
  }

  private void pack(Path classes, Path jar) throws IOException {
    Manifest written = new Manifest();
    written.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.forEach((name, value) -> written.getMainAttributes().putValue(name, value));
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, written);
        Stream<Path> compiled = Files.walk(classes)) {
      for (Path path : compiled.filter(Files::isRegularFile).toList()) {
        add(out, classes.relativize(path).toString(), Files.readAllBytes(path));
      }
      for (Map.Entry<String, String> resource : resources.entrySet()) {
        add(out, resource.getKey(), resource.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static void add(JarOutputStream out, String name, byte[] content) throws IOException {
    out.putNextEntry(new JarEntry(name));
    out.write(content);
    out.closeEntry();
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted((one, other) -> other.compareTo(one)).toList()) {
        Files.delete(path);
      }
    }
  }

  private static Path origin(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String code;

    Source(String className, String code) {
      super(
          URI.create("string:///" + className.replace('.', '/') + Kind.SOURCE.extension),
          Kind.SOURCE);
      this.code = code;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return code;
    }
  }
}
