package org.healthsync.it;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.healthsync.spi.ProviderPlugin;
import org.healthsync.spi.SpiVersion;

/** Fills a plugin directory with Withings and with jars that are broken in one way each. */
final class PluginZoo {

  /** Throws something unforeseen for every page. */
  static final String THROWS_IN_MAP = "throwing";

  /** Does not return, and does not mind being interrupted. */
  static final String NEVER_RETURNS = "endless";

  private static final String SERVICE = "META-INF/services/" + ProviderPlugin.class.getName();
  private static final String TEMPLATE =
      """
      package zoo;

      import java.net.URI;
      import java.time.*;
      import java.util.*;
      import org.healthsync.spi.*;
      import org.healthsync.spi.auth.*;
      import org.healthsync.spi.http.*;
      import org.healthsync.spi.reading.*;
      import org.healthsync.spi.stream.*;

      public class Animal implements ProviderPlugin {
        @Override public ProviderDescriptor descriptor() {
          return new ProviderDescriptor("{id}", "Zoo", new SpiVersion({spi}, 0),
              new Authorization(
                  List.of(new Region("default", "World", Map.of(
                      "authorize", URI.create("{cloud}/oauth2_user/authorize2"),
                      "token", URI.create("{cloud}/v2/oauth2"),
                      "api", URI.create("{cloud}")))),
                  Authorization.ClientAuthentication.BODY, Authorization.Pkce.NONE, ",",
                  List.of(new Authorization.Scope("user.metrics", "Weights.", false)), Map.of(),
                  new TokenEndpoint(Map.of("action", "requesttoken"), "/body", "/userid"),
                  Refresh.rotating()),
              List.of(new StreamDescriptor("weights", "Weights", Set.of("user.metrics"),
                  StreamDescriptor.Movement.INCREMENTAL, StreamDescriptor.Granularity.INSTANT,
                  null, Duration.ZERO, Duration.ofHours(1), null, false, null)),
              List.of(), Set.of(), List.of());
        }

        @Override public Provider create(PluginContext context) {
          return new Provider() {
            @Override public Page fetch(FetchRequest request, ProviderHttp http) {
              {fetch}
              return new Page(new RawPage(request.stream(), Payload.of("{planted}"), "application/json",
                  Map.of(), context.clock().instant()), new Cursor(1, "1"), false);
            }
            @Override public void map(RawPage page, ReadingSink sink) {
              throw new IllegalStateException("the payload was " + page.payload().utf8());
            }
          };
        }
      }
      """;

  private PluginZoo() {}

  /** What the operator must set for those plugins that load. */
  static Map<String, String> settings() {
    return Map.of(
        "HEALTHSYNC_PROVIDER_THROWING_CLIENT_ID",
        "sandbox-client",
        "HEALTHSYNC_PROVIDER_THROWING_CLIENT_SECRET",
        "sandbox-secret",
        "HEALTHSYNC_PROVIDER_ENDLESS_CLIENT_ID",
        "sandbox-client",
        "HEALTHSYNC_PROVIDER_ENDLESS_CLIENT_SECRET",
        "sandbox-secret");
  }

  /** Writes the jars; the plugins that load have their accounts at {@code cloud}. */
  static void fill(Path directory, URI cloud) {
    try (Stream<Path> delivered = Files.list(Deployment.deliveredPlugins())) {
      Files.createDirectories(directory);
      for (Path jar : delivered.toList()) {
        Files.copy(jar, directory.resolve(jar.getFileName()));
      }
      Files.writeString(directory.resolve("garbage.jar"), "this is no zip file");
      pack(directory.resolve("no-entry.jar"), Map.of("readme.txt", bytes("nothing here")));
      String newer = Integer.toString(SpiVersion.MAJOR + 1);
      animal(directory.resolve("newer.jar"), cloud, "newer", newer, "");
      String current = Integer.toString(SpiVersion.MAJOR);
      animal(directory.resolve("throwing.jar"), cloud, THROWS_IN_MAP, current, "");
      String endless =
          "while (!Thread.currentThread().getName().isEmpty())"
              + " { java.util.concurrent.locks.LockSupport.parkNanos(50_000_000L);"
              + " Thread.interrupted(); }";
      animal(directory.resolve("endless.jar"), cloud, NEVER_RETURNS, current, endless);
    } catch (IOException e) {
      throw new UncheckedIOException("the zoo cannot be written", e);
    }
  }

  private static void animal(Path jar, URI cloud, String id, String spi, String fetch)
      throws IOException {
    String code =
        TEMPLATE
            .replace("{cloud}", cloud.toString())
            .replace("{id}", id)
            .replace("{spi}", spi)
            .replace("{planted}", Planted.IN_A_MESSAGE.kilograms())
            .replace("{fetch}", fetch);
    Path classes = Files.createTempDirectory("zoo-" + id);
    compile(code, classes);
    Path folder = classes.resolve("zoo");
    try (Stream<Path> compiled = Files.list(folder)) {
      Map<String, byte[]> entries = new LinkedHashMap<>();
      for (Path file : compiled.toList()) {
        entries.put("zoo/" + file.getFileName(), Files.readAllBytes(file));
        Files.delete(file);
      }
      entries.put(SERVICE, bytes("zoo.Animal"));
      pack(jar, entries);
    }
    Files.delete(folder);
    Files.delete(classes);
  }

  private static void compile(String code, Path classes) {
    JavaFileObject unit =
        new SimpleJavaFileObject(
            URI.create("string:///zoo/Animal.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return code;
          }
        };
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    String path = System.getProperty("java.class.path") + File.pathSeparator + spi();
    List<String> options = List.of("-proc:none", "-d", classes.toString(), "-classpath", path);
    StringWriter messages = new StringWriter();
    if (!compiler.getTask(messages, null, null, options, null, List.of(unit)).call()) {
      throw new IllegalStateException(messages.toString());
    }
  }

  private static Path spi() {
    try {
      return Path.of(
          ProviderPlugin.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void pack(Path jar, Map<String, byte[]> entries) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new JarEntry(entry.getKey()));
        out.write(entry.getValue());
        out.closeEntry();
      }
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
