package org.healthsync.sandbox.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One replica of the service: a real Open Liberty in a process of its own, in a folder of its own,
 * on a free loopback port. Its console goes to {@code console.log} in that folder.
 */
public final class ServerProcess implements AutoCloseable {

  private static final String SERVER = "health-data-sync";

  // what the service needs whatever it does; several of them share this machine
  private static final String HEAP = "-Xmx512m";
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  private final Path folder;
  private final int port;
  private final Process process;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  private ServerProcess(Path folder, int port, Process process) {
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  /**
   * Launches a server; returns at once.
   *
   * @param files the packaged server
   * @param folder where this replica lives; made if missing
   * @param environment gives its configuration, told its base address
   * @param jvmOptions further options of its JVM
   */
  public static ServerProcess launch(
      ServerFiles files,
      Path folder,
      Function<URI, Map<String, String>> environment,
      List<String> jvmOptions) {
    int port = FreePort.find();
    try {
      Path server = Files.createDirectories(folder.resolve("servers").resolve(SERVER));
      linkAll(files.template(), server);
      ProcessBuilder builder = new ProcessBuilder(command(files, jvmOptions));
      builder.directory(folder.toFile());
      builder.environment().putAll(environment.apply(baseUri(port)));
      builder.environment().put("WLP_USER_DIR", folder.toString());
      builder.environment().put("LOG_DIR", folder.resolve("logs").toString());
      builder.environment().put("HTTP_HOST", "127.0.0.1");
      builder.environment().put("HTTP_PORT", Integer.toString(port));
      builder.redirectErrorStream(true);
      builder.redirectOutput(
          ProcessBuilder.Redirect.appendTo(folder.resolve("console.log").toFile()));
      Process process = builder.start();
      // whoever launched it may be ended by a signal that the server does not get
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      return new ServerProcess(folder, port, process);
    } catch (IOException e) {
      throw new UncheckedIOException("the server cannot be launched in " + folder, e);
    }
  }

  private static void linkAll(Path template, Path server) throws IOException {
    try (Stream<Path> entries = Files.list(template)) {
      for (Path entry : entries.toList()) {
        Path link = server.resolve(entry.getFileName());
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, entry.toAbsolutePath());
      }
    }
  }

  private static List<String> command(ServerFiles files, List<String> jvmOptions)
      throws IOException {
    Path tools = files.runtime().resolve("bin/tools");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(optionLines(moduleOptions(files.runtime())));
    command.addAll(optionLines(files.template().resolve("jvm.options")));
    command.add(HEAP);
    command.addAll(jvmOptions);
    command.add("-javaagent:" + tools.resolve("ws-javaagent.jar"));
    command.add("-Djava.awt.headless=true");
    command.add("-jar");
    command.add(tools.resolve("ws-server.jar").toString());
    command.add(SERVER);
    return command;
  }

  private static Path moduleOptions(Path runtime) {
    String name = Runtime.version().feature() < 24 ? "java9.options" : "java24.options";
    return runtime.resolve("lib/platform/java").resolve(name);
  }

  private static List<String> optionLines(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList();
    }
  }

  /** Waits until the server says that it is ready. */
  public ServerProcess awaitReady(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!ready()) {
      if (!process.isAlive()) {
        throw new IllegalStateException(
            "the server ended with " + process.exitValue() + "; see " + console());
      }
      if (failedToStart()) {
        throw new IllegalStateException("the application failed to start; see " + console());
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "the server was not ready within " + patience + "; see " + console());
      }
      pause();
    }
    return this;
  }

  // CWWKZ0002E: Liberty stays up without the application, waiting for somebody to mend it
  private boolean failedToStart() {
    return said("CWWKZ0002E") + said("CWWKZ0004E") > 0;
  }

  private boolean ready() {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(baseUri().resolve("/health/ready"))
              .timeout(Duration.ofSeconds(5))
              .build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the server starts", e);
    }
  }

  private void pause() {
    try {
      if (process.waitFor(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(
            "the server ended with " + process.exitValue() + "; see " + console());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the server starts", e);
    }
  }

  /** Where it listens, without a path. */
  public URI baseUri() {
    return baseUri(port);
  }

  private static URI baseUri(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Its console output so far. */
  public Path console() {
    return folder.resolve("console.log");
  }

  /** How many lines of its console hold a text, those of earlier ones in its folder included. */
  public long said(String text) {
    try (Stream<String> lines = Files.lines(console())) {
      return lines.filter(line -> line.contains(text)).count();
    } catch (IOException e) {
      throw new UncheckedIOException("the console log cannot be read", e);
    }
  }

  /** The process, to signal it. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** Waits until the process has ended by itself. */
  public int awaitEnd(Duration patience) {
    try {
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("the server still runs after " + patience);
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the server ends", e);
    }
  }

  /** Stops it in the middle of whatever it does, as a long garbage collection would. */
  public void suspend() {
    Signals.send("STOP", process.pid());
  }

  /** Ends {@link #suspend()}. */
  public void resume() {
    Signals.send("CONT", process.pid());
  }

  /** Asks it to stop, as an orchestrator does (SIGTERM), and returns at once. */
  public void terminate() {
    Signals.send("TERM", process.pid());
  }

  /** Ends it as a power failure would. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd(Duration.ofSeconds(30));
  }

  /** Asks it to stop and waits; kills it when it does not. */
  @Override
  public void close() {
    terminate();
    try {
      if (!process.waitFor(40, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      kill();
    }
  }
}
