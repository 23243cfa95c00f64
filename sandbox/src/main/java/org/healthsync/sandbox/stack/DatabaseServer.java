package org.healthsync.sandbox.stack;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * A real PostgreSQL on loopback with an empty database; its files vanish with it. For one thread.
 */
public final class DatabaseServer implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final EmbeddedPostgres postgres;
  private final Path data;
  private final List<String> command;

  private DatabaseServer(EmbeddedPostgres postgres) {
    this.postgres = postgres;
    this.data = Path.of(ask("show data_directory"));
    this.command = commandOf(pid());
  }

  /** Starts one on a free port. */
  public static DatabaseServer start() {
    try {
      return new DatabaseServer(
          EmbeddedPostgres.builder()
              .setPGStartupWait(PATIENCE)
              .setOutputRedirector(Redirect.DISCARD)
              .setErrorRedirector(Redirect.DISCARD)
              .setServerConfig("max_connections", "300")
              .setServerConfig("listen_addresses", "127.0.0.1")
              // what it has confirmed survives its crash
              .setServerConfig("synchronous_commit", "on")
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException("the embedded PostgreSQL does not start", e);
    }
  }

  /** Its port. */
  public int port() {
    return postgres.getPort();
  }

  /** Connections for whoever wants to look inside. */
  public DataSource dataSource() {
    return postgres.getPostgresDatabase();
  }

  /** Ends it as a crash would: nothing is finished, nothing is written that was not. */
  public void crash() {
    ProcessHandle postmaster = postmaster();
    Signals.send("QUIT", postmaster.pid());
    awaitEnd(postmaster);
  }

  /** Starts it again after {@link #crash()} with what it had committed, on the same port. */
  public void restart() {
    try {
      new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL does not start again", e);
    }
    awaitAnswer();
  }

  /** Holds its breath: it answers nobody until {@link #resume()}. */
  public void pause() {
    family().forEach(process -> Signals.send("STOP", process.pid()));
  }

  /** Ends {@link #pause()}. */
  public void resume() {
    family().forEach(process -> Signals.send("CONT", process.pid()));
  }

  /** Ends all sessions but our own, as an administrator would. */
  public void terminateSessions() {
    ask(
        "select count(pg_terminate_backend(pid)) from pg_stat_activity"
            + " where backend_type = 'client backend' and pid <> pg_backend_pid()");
  }

  /** Runs a statement as the owner of the database. */
  public void execute(String sql) {
    try (Connection connection = dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL refuses the statement", e);
    }
  }

  private String ask(String query) {
    try (Connection connection = dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL does not answer", e);
    }
  }

  private long pid() {
    try {
      return Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL does not run", e);
    }
  }

  private ProcessHandle postmaster() {
    return ProcessHandle.of(pid())
        .orElseThrow(() -> new IllegalStateException("PostgreSQL does not run"));
  }

  private Stream<ProcessHandle> family() {
    ProcessHandle postmaster = postmaster();
    return Stream.concat(Stream.of(postmaster), postmaster.descendants());
  }

  /** The very command that runs, so that it can run again. */
  private static List<String> commandOf(long pid) {
    try {
      String line = Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"));
      List<String> command = new ArrayList<>(List.of(line.split("\0")));
      boolean root = Files.getOwner(Path.of("/proc/self")).getName().equals("root");
      if (root) {
        // it refuses to run as root, so it gets a user namespace, as the first time
        command.addAll(0, List.of("unshare", "-U"));
      }
      return List.copyOf(command);
    } catch (IOException e) {
      throw new UncheckedIOException("the command of PostgreSQL cannot be read", e);
    }
  }

  private static void awaitEnd(ProcessHandle process) {
    try {
      process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while PostgreSQL ends", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("PostgreSQL does not end", e);
    }
  }

  private void awaitAnswer() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!answers()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("PostgreSQL was not back within " + PATIENCE);
      }
      Pause.moment();
    }
  }

  private boolean answers() {
    try (Connection connection = dataSource().getConnection()) {
      return connection.isValid(2);
    } catch (SQLException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      postgres.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the embedded PostgreSQL does not stop", e);
    }
  }
}
