package org.healthsync.sandbox.stack;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import javax.sql.DataSource;

/** A real PostgreSQL on loopback with an empty database; its files vanish with it. */
public final class DatabaseServer implements AutoCloseable {

  private final EmbeddedPostgres postgres;

  private DatabaseServer(EmbeddedPostgres postgres) {
    this.postgres = postgres;
  }

  /** Starts one on a free port. */
  public static DatabaseServer start() {
    try {
      return new DatabaseServer(
          EmbeddedPostgres.builder()
              .setPGStartupWait(Duration.ofSeconds(60))
              .setOutputRedirector(Redirect.DISCARD)
              .setErrorRedirector(Redirect.DISCARD)
              .setServerConfig("max_connections", "300")
              .setServerConfig("listen_addresses", "127.0.0.1")
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

  @Override
  public void close() {
    try {
      postgres.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the embedded PostgreSQL does not stop", e);
    }
  }
}
