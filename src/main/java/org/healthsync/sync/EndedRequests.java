package org.healthsync.sync;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import org.healthsync.connect.ConnectionStatus;
import org.healthsync.ledger.Coverage;
import org.healthsync.platform.ConnectionId;
import org.healthsync.schedule.SyncRequest;
import org.healthsync.schedule.SyncRequests;
import org.healthsync.schedule.SyncRuns;
import org.healthsync.spi.stream.Window;
import org.jspecify.annotations.Nullable;

/**
 * How requests end, each time inside of the caller's transaction: they leave the queue, their runs
 * learn of it, and what could not be read is noted for the days that were asked for.
 */
final class EndedRequests {

  private static final String NOT_ACTIVE = "connection-not-active";

  // as it stays until the end of the transaction
  private static final String STATUS = "select status from connection where id = ? for share";

  private final SyncRequests requests;
  private final SyncRuns runs;
  private final Clock clock;

  EndedRequests(SyncRequests requests, SyncRuns runs, Clock clock) {
    this.requests = requests;
    this.runs = runs;
    this.clock = clock;
  }

  /** Ends one. */
  void end(
      Connection transaction, SyncRequest request, SyncRuns.Outcome outcome, @Nullable String error)
      throws SQLException {
    requests.remove(transaction, request.id());
    Window window = request.explicitWindow();
    if (outcome == SyncRuns.Outcome.FAILED && request.kind() == SyncRequest.Kind.FETCH) {
      if (window != null && error != null) {
        Coverage.failed(transaction, request.connection(), request.stream(), window, error);
      }
    }
    runs.ended(transaction, request.id(), outcome, error, clock.instant());
  }

  /** Ends all that a connection has. */
  void all(Connection transaction, ConnectionId connection, SyncRuns.Outcome outcome, String error)
      throws SQLException {
    for (SyncRequest request : requests.all(transaction, connection)) {
      end(transaction, request, outcome, error);
    }
  }

  /**
   * Ends all that a connection has that is not active: called off where somebody has ended it,
   * failed otherwise. One that has become active meanwhile keeps them.
   */
  void ofInactive(Connection transaction, ConnectionId connection) throws SQLException {
    String status = status(transaction, connection);
    if (status.equals(ConnectionStatus.ACTIVE.name())) {
      return;
    }
    boolean ended = status.equals(ConnectionStatus.REVOKED.name());
    all(
        transaction,
        connection,
        ended ? SyncRuns.Outcome.CANCELLED : SyncRuns.Outcome.FAILED,
        NOT_ACTIVE);
  }

  private static String status(Connection transaction, ConnectionId connection)
      throws SQLException {
    try (PreparedStatement statement = transaction.prepareStatement(STATUS)) {
      statement.setObject(1, connection.value());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getString(1) : ConnectionStatus.REVOKED.name();
      }
    }
  }
}
