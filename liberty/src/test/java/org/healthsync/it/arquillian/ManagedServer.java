package org.healthsync.it.arquillian;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.healthsync.sandbox.stack.ServerFiles;
import org.healthsync.sandbox.stack.Stack;
import org.healthsync.sandbox.stack.StackOptions;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Lays out the server that Arquillian starts, with a database and all else that the service needs,
 * before Arquillian reads {@code arquillian.xml}: that file takes its values from the system
 * properties set here. Does nothing when no test of this package runs.
 */
public final class ManagedServer implements TestExecutionListener {

  private static final String FEATURES =
      "<feature>localConnector-1.0</feature><feature>pages-3.1</feature></featureManager>";
  private static final String MONITOR =
      "<applicationMonitor updateTrigger=\"polled\" pollingRate=\"500ms\"/>";

  // nothing is delivered here
  private static final URI NOWHERE = URI.create("http://127.0.0.1:1/fhir");

  private @Nullable Stack stack;

  @Override
  public void testPlanExecutionStarted(TestPlan plan) {
    if (concernsThisPackage(plan)) {
      ServerFiles files =
          new ServerFiles(
              Path.of(System.getProperty("healthsync.server.runtime")),
              Path.of(System.getProperty("healthsync.server.template")));
      Path work = Path.of(System.getProperty("healthsync.server.work"), "arquillian");
      Stack started = Stack.start(StackOptions.of(files, work).withFhir(NOWHERE));
      stack = started;
      prepare(files, work, started);
    }
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    if (stack != null) {
      stack.close();
    }
  }

  private static boolean concernsThisPackage(TestPlan plan) {
    return plan.getRoots().stream()
        .flatMap(root -> plan.getDescendants(root).stream())
        .anyMatch(ManagedServer::inThisPackage);
  }

  private static boolean inThisPackage(TestIdentifier test) {
    return test.getSource()
        .filter(ClassSource.class::isInstance)
        .map(source -> ((ClassSource) source).getClassName())
        .filter(name -> name.startsWith(ManagedServer.class.getPackageName() + "."))
        .isPresent();
  }

  private static void prepare(ServerFiles files, Path work, Stack stack) {
    int port = freePort();
    // unique on this machine, since Arquillian looks for a running server of that name
    String name = "arquillian-" + port;
    Map<String, String> environment =
        new TreeMap<>(stack.environment(URI.create("http://localhost:" + port)));
    environment.put("HTTP_HOST", "localhost");
    environment.put("HTTP_PORT", Integer.toString(port));
    try {
      Path server = Files.createDirectories(work.resolve("servers").resolve(name));
      for (String part : new String[] {"lib", "plugins"}) {
        Files.createSymbolicLink(
            server.resolve(part), files.template().resolve(part).toAbsolutePath());
      }
      String options = Files.readString(files.template().resolve("jvm.options"));
      Files.writeString(
          server.resolve("jvm.options"), options + "\n-Xmx512m\n-XX:TieredStopAtLevel=1\n");
      Files.writeString(server.resolve("server.xml"), configuration(files.template()));
      Files.writeString(
          server.resolve("server.env"),
          environment.entrySet().stream()
              .map(setting -> setting.getKey() + "=" + setting.getValue() + "\n")
              .collect(Collectors.joining()));
    } catch (IOException e) {
      throw new UncheckedIOException("the server cannot be laid out in " + work, e);
    }
    System.setProperty("arquillian.liberty.home", files.runtime().toString());
    System.setProperty("arquillian.liberty.user", work.toString());
    System.setProperty("arquillian.liberty.server", name);
    System.setProperty("arquillian.liberty.port", Integer.toString(port));
  }

  // the product's own, but for what Arquillian needs: it deploys the WAR itself, while the server
  // runs, and talks to the server by the connector
  private static String configuration(Path template) throws IOException {
    return Files.readString(template.resolve("server.xml"))
        .replaceFirst("<webApplication [^>]*/>", "")
        .replaceFirst("<applicationMonitor [^>]*/>", MONITOR)
        .replaceFirst("</featureManager>", FEATURES);
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port", e);
    }
  }
}
