package org.healthsync.platform;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The right to write for a connection, with its fencing number. Every write of a sync checks it in
 * its own transaction.
 *
 * @param connection whose data
 * @param fence rises with each claim
 */
public record Claim(ConnectionId connection, long fence) {

  private static final String TAKE =
      "insert into connection_claim (connection_id, fence, holder, claimed_at)"
          + " values (?, 1, ?, now()) on conflict (connection_id) do update"
          + " set fence = connection_claim.fence + 1, holder = excluded.holder,"
          + " claimed_at = excluded.claimed_at returning fence";

  private static final String CHECK =
      "select 1 from connection_claim where connection_id = ? and fence = ? for share";

  /** Takes the connection over; whoever held it before is fenced off from now on. */
  public static Claim take(Connection database, ConnectionId connection, String holder)
      throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(TAKE)) {
      statement.setObject(1, connection.value());
      statement.setString(2, holder);
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        return new Claim(connection, result.getLong(1));
      }
    }
  }

  /**
   * Demands that this claim still stands and keeps it standing until the transaction ends.
   *
   * @throws ClaimLostException when another worker took over or the connection was erased
   */
  public void require(Connection database) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(CHECK)) {
      statement.setObject(1, connection.value());
      statement.setLong(2, fence);
      try (ResultSet result = statement.executeQuery()) {
        if (!result.next()) {
          throw new ClaimLostException(connection);
        }
      }
    }
  }
}
