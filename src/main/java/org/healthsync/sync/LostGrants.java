package org.healthsync.sync;

import java.sql.Connection;
import java.sql.SQLException;
import org.healthsync.connect.token.AccessTokens;
import org.healthsync.connect.token.Loss;
import org.healthsync.platform.ConnectionId;

/** Told when a provider no longer accepts a connection's grant. */
@FunctionalInterface
public interface LostGrants {

  /**
   * Marks the connection, in the caller's transaction, so that the person is asked to authorize
   * again.
   *
   * @param rotation of the token that was refused; 0 when none was lent
   * @return {@link Loss#RENEWED} when the connection has other tokens now, and nothing was lost
   */
  Loss lost(Connection transaction, ConnectionId connection, long rotation, String code)
      throws SQLException;

  /** Called when a transaction in which a grant was lost is committed. */
  default void committed(ConnectionId connection) {}

  /** Marks by {@code tokens}. */
  static LostGrants by(AccessTokens tokens) {
    return new LostGrants() {
      @Override
      public Loss lost(Connection transaction, ConnectionId connection, long rotation, String code)
          throws SQLException {
        return tokens.abandon(transaction, connection, rotation, code);
      }

      @Override
      public void committed(ConnectionId connection) {
        tokens.abandoned(connection);
      }
    };
  }
}
