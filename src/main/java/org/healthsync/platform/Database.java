package org.healthsync.platform;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * Transactions on PostgreSQL by plain JDBC, isolation read committed. Safe for many threads; a
 * transaction stays on the calling thread and must not call another service while it is open.
 */
public final class Database {

  private final DataSource dataSource;

  /** Works on {@code dataSource}, whose connections must not be enlisted in anything else. */
  public Database(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** The data source itself, for libraries that want one. */
  public DataSource dataSource() {
    return dataSource;
  }

  /**
   * Runs {@code work} in one transaction: committed when it returns, rolled back when it throws.
   *
   * @throws DatabaseException for any {@link SQLException}; whether a failing commit took effect is
   *     then unknown
   */
  public <T> T inTransaction(Work<T> work) {
    try (Connection connection = dataSource.getConnection()) {
      return committed(connection, work);
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  /**
   * As {@link #inTransaction(Work)}, for a look at a database that may hang: no answer takes longer
   * than {@code patience}.
   */
  public <T> T inTransaction(Duration patience, Work<T> work) {
    try (Connection connection = dataSource.getConnection()) {
      int usual = connection.getNetworkTimeout();
      connection.setNetworkTimeout(Runnable::run, Math.toIntExact(patience.toMillis()));
      try {
        return committed(connection, work);
      } finally {
        patient(connection, usual);
      }
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  private static void patient(Connection connection, int millis) {
    try {
      connection.setNetworkTimeout(Runnable::run, millis);
    } catch (SQLException e) {
      // it waited in vain and is closed: nobody uses it again
      return;
    }
  }

  private static <T> T committed(Connection connection, Work<T> work) throws SQLException {
    connection.setAutoCommit(false);
    try {
      T result = work.run(connection);
      connection.commit();
      return result;
    } catch (SQLException | RuntimeException | Error failure) {
      rollback(connection, failure);
      throw failure;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private static void rollback(Connection connection, Throwable failure) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  /** Work inside a transaction. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does it on the given connection, which it must not close. */
    T run(Connection connection) throws SQLException;
  }

  /** PostgreSQL did not do what was asked. */
  public static final class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String sqlState;

    DatabaseException(SQLException cause) {
      super("database failed with SQL state " + cause.getSQLState(), cause);
      this.sqlState = cause.getSQLState() == null ? "" : cause.getSQLState();
    }

    /** The five-character SQL state, empty when there is none. */
    public String sqlState() {
      return sqlState;
    }
  }
}
