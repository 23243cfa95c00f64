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
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A real PostgreSQL on loopback with an empty database; its files vanish with it. For one thread.
 */
public final class DatabaseServer implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String SYNCHRONOUS =
      "select count(*) from pg_stat_replication where state = 'streaming' and sync_state = 'sync'";

  private final EmbeddedPostgres postgres;
  private final PGSimpleDataSource source = new PGSimpleDataSource();
  private Path data;
  private List<String> command;
  private @Nullable Standby standby;

  private DatabaseServer(EmbeddedPostgres postgres) {
    this.postgres = postgres;
    source.setServerNames(new String[] {"127.0.0.1"});
    source.setPortNumbers(new int[] {postgres.getPort()});
    source.setDatabaseName("postgres");
    source.setUser("postgres");
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

  /** Its port, which is another one after {@link #failover()}. */
  public int port() {
    return source.getPortNumbers()[0];
  }

  /** Connections for whoever wants to look inside, also after {@link #failover()}. */
  public DataSource dataSource() {
    return source;
  }

  /**
   * Starts a standby. When this returns, nothing is confirmed to anybody that it does not have; so
   * it is while it lives.
   */
  public void replicate() {
    if (standby != null) {
      throw new IllegalStateException("there is a standby already");
    }
    try {
      standby = Standby.of(source, data, port(), command);
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL cannot be copied", e);
    }
    execute("alter system set synchronous_standby_names = '*'");
    ask("select pg_reload_conf()");
    await("no standby", () -> ask(SYNCHRONOUS).equals("1"));
  }

  /** Crashes for good; the standby, which {@link #replicate()} has started, takes over. */
  public void failover() {
    Standby next = Objects.requireNonNull(standby, "there is no standby");
    crash();
    data = next.data();
    command = next.command();
    source.setPortNumbers(new int[] {next.port()});
    if (!ask("select pg_promote()").equals("t")) {
      throw new IllegalStateException("the standby does not take over");
    }
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
    await("PostgreSQL was not back", this::answers);
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
    return pid(data);
  }

  private static long pid(Path data) {
    try {
      return Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL does not run", e);
    }
  }

  private ProcessHandle postmaster() {
    return postmaster(data);
  }

  private static ProcessHandle postmaster(Path data) {
    return ProcessHandle.of(pid(data))
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

  private static void await(String otherwise, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(otherwise + " within " + PATIENCE);
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
    try (postgres) {
      if (standby != null) {
        end(standby);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the embedded PostgreSQL does not stop", e);
    }
  }

  private static void end(Standby standby) throws IOException {
    ProcessHandle process = postmaster(standby.data());
    Signals.send("QUIT", process.pid());
    awaitEnd(process);
    try (Stream<Path> files = Files.walk(standby.data())) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
