package org.healthsync.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * The PostgreSQL that all test classes share. Its databases are reached through pools, as those of
 * the service: a session for each transaction costs more than what tests do in it.
 */
public final class TestServer {

  private static final int SESSIONS = 400;
  private static final int SESSIONS_EACH = 60;

  static {
    // some tests end sessions: one is looked at each time before it is lent
    System.setProperty("com.zaxxer.hikari.aliveBypassWindowMs", "0");
  }

  private TestServer() {}

  /** A new, empty database. */
  public static DataSource newDatabase(String name) {
    try (Connection connection = Server.RUNNING.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    HikariConfig pool = new HikariConfig();
    pool.setDataSource(Server.RUNNING.getDatabase("postgres", name));
    pool.setMaximumPoolSize(SESSIONS_EACH);
    pool.setMinimumIdle(0);
    pool.setIdleTimeout(Duration.ofSeconds(10).toMillis());
    return new HikariDataSource(pool);
  }

  private static final class Server {
    static final EmbeddedPostgres RUNNING = start();

    // ends with the JVM: the library registers a shutdown hook
    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder()
            .setServerConfig("max_connections", Integer.toString(SESSIONS))
            .start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
