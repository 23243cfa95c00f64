package org.healthsync.sandbox.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The real servers that tests stop, pause and start again. */
@Timeout(180)
final class FallibleServersTest {

  @Test
  void crashedDatabaseComesBackWithWhatItHadCommitted() throws SQLException {
    try (DatabaseServer database = DatabaseServer.start()) {
      database.execute("create table kept as select 42 as answer");
      int port = database.port();
      database.crash();
      assertThatThrownBy(() -> database.execute("select 1")).hasMessageContaining("refuses");
      database.restart();
      assertThat(database.port()).isEqualTo(port);
      assertThat(answer(database)).isEqualTo(42);
    }
  }

  @Test
  void standbyTakesOverWithAllThatWasConfirmed() throws SQLException {
    try (DatabaseServer database = DatabaseServer.start()) {
      database.execute("create table kept (answer int)");
      database.replicate();
      database.execute("insert into kept values (42)");
      int port = database.port();
      database.failover();
      assertThat(database.port()).isNotEqualTo(port);
      assertThat(answer(database)).isEqualTo(42);
      database.execute("update kept set answer = 43");
      database.crash();
      database.restart();
      assertThat(answer(database)).isEqualTo(43);
    }
  }

  @Test
  void pausedDatabaseAnswersAgainAfterwards() throws SQLException {
    try (DatabaseServer database = DatabaseServer.start()) {
      database.execute("create table kept as select 42 as answer");
      database.pause();
      database.resume();
      assertThat(answer(database)).isEqualTo(42);
    }
  }

  @Test
  void terminatedSessionsAreOver() throws SQLException {
    try (DatabaseServer database = DatabaseServer.start();
        Connection session = database.dataSource().getConnection()) {
      database.terminateSessions();
      assertThat(session.isValid(2)).isFalse();
    }
  }

  @Test
  void flushedCacheIsEmptyAndKilledCacheComesBackOnItsPort() throws IOException {
    try (CacheServer cache = CacheServer.start()) {
      assertThat(redis(cache, "SET key value")).startsWith("+OK");
      cache.flushScripts();
      assertThat(redis(cache, "GET key")).startsWith("$5");
      cache.flush();
      assertThat(redis(cache, "GET key")).startsWith("$-1");
      cache.pause();
      cache.resume();
      cache.kill();
      assertThatThrownBy(() -> redis(cache, "PING")).isInstanceOf(IOException.class);
      cache.restart();
      assertThat(redis(cache, "PING")).startsWith("+PONG");
    }
  }

  private static int answer(DatabaseServer database) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select answer from kept")) {
      row.next();
      return row.getInt(1);
    }
  }

  private static String redis(CacheServer cache, String command) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), cache.port())) {
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
      byte[] buffer = new byte[256];
      int length = socket.getInputStream().read(buffer);
      return new String(buffer, 0, Math.max(0, length), StandardCharsets.US_ASCII);
    }
  }
}
