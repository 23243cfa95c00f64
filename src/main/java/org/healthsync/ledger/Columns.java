package org.healthsync.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/** Binds rows as the parallel array parameters of PostgreSQL's {@code unnest}, one per column. */
final class Columns<T> {

  private final Connection connection;
  private final PreparedStatement statement;
  private final List<T> rows;
  private int next;

  /** Binds from the parameter {@code first} on. */
  Columns(PreparedStatement statement, int first, List<T> rows) throws SQLException {
    this.connection = statement.getConnection();
    this.statement = statement;
    this.rows = rows;
    this.next = first;
  }

  /** The next column, of any type that PostgreSQL reads from the value's text form. */
  Columns<T> values(String type, Function<T, Object> value) throws SQLException {
    statement.setArray(next++, connection.createArrayOf(type, rows.stream().map(value).toArray()));
    return this;
  }

  /** The next column, of type {@code bytea}. */
  Columns<T> bytes(Function<T, byte[]> value) throws SQLException {
    byte[][] values = rows.stream().map(value).toArray(byte[][]::new);
    statement.setArray(next++, connection.createArrayOf("bytea", values));
    return this;
  }
}
