package org.healthsync.schedule;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Lane;

/**
 * Which of a connection's requests comes next, and when. Every method works inside the caller's
 * transaction, looks lane by lane along an index, and costs the same however many requests wait.
 */
public final class WaitingRequests {

  private static final UUID NONE = new UUID(0, 0);

  private static final String LANES =
      (" from unnest(" + SyncRequests.LANES + ") with ordinality")
          + " as l (name, rank) left join lane_hold h on h.connection_id = ? and h.lane = l.name"
          + " and h.until > ? cross join lateral ";

  private static final String OLDEST_OF_LANE =
      "(select * from sync_request where connection_id = ? and lane = l.name and id <> ?"
          + " and (not_before is null or not_before <= ?) order by created_at, id limit 1) r"
          + " where h.until is null";

  private static final String NEXT =
      "select r.*" + LANES + OLDEST_OF_LANE + " order by l.rank limit 1";

  private static final String URGENT =
      "select 1" + LANES + OLDEST_OF_LANE + " and l.name = any(?) limit 1";

  // what may begin now by its lane, the rest by its time
  private static final String TURN =
      "select greatest(h.until, r.at) as at, l.name as lane"
          + LANES
          + "(select coalesce(not_before, created_at) as at from sync_request"
          + " where connection_id = ? and lane = l.name"
          + " order by coalesce(not_before, created_at) limit 1) r"
          + " order by greatest(h.until, r.at, ?), l.rank, r.at limit 1";

  private static final String HOLD =
      "insert into lane_hold (connection_id, lane, until) select ?, name, ? from unnest(?) as name"
          + " on conflict (connection_id, lane)"
          + " do update set until = greatest(lane_hold.until, excluded.until)";

  /** The most urgent request that may be worked on now; of equally urgent ones the oldest. */
  public Optional<SyncRequest> next(Connection database, ConnectionId connection, Instant now)
      throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(NEXT)) {
      oldestOfLanes(statement, connection, NONE, now);
      try (ResultSet result = statement.executeQuery()) {
        return result.next() ? Optional.of(SyncRequest.read(result)) : Optional.empty();
      }
    }
  }

  /** Whether something more urgent than {@code running} waits for this connection. */
  public boolean moreUrgentWaits(Connection database, SyncRequest running, Instant now)
      throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(URGENT)) {
      oldestOfLanes(statement, running.connection(), running.id().value(), now);
      String[] above = names(lane -> lane.before(running.lane()));
      statement.setArray(6, database.createArrayOf("text", above));
      try (ResultSet result = statement.executeQuery()) {
        return result.next();
      }
    }
  }

  /** When this connection has something to do again, and how urgent that is. */
  public Optional<WorkQueue.Turn> nextTurn(
      Connection database, ConnectionId connection, Instant now) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(TURN)) {
      statement.setObject(1, connection.value());
      statement.setTimestamp(2, Timestamp.from(now));
      statement.setObject(3, connection.value());
      statement.setTimestamp(4, Timestamp.from(now));
      try (ResultSet result = statement.executeQuery()) {
        return result.next()
            ? Optional.of(
                new WorkQueue.Turn(
                    result.getTimestamp("at").toInstant(), Lane.valueOf(result.getString("lane"))))
            : Optional.empty();
      }
    }
  }

  /**
   * Leaves {@code lane} and the less urgent lanes for later: a budget is empty for them. What is
   * asked for meanwhile waits with them, since the budget has said when it may be used again.
   */
  public void hold(Connection database, ConnectionId connection, Lane lane, Instant until)
      throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(HOLD)) {
      statement.setObject(1, connection.value());
      statement.setTimestamp(2, Timestamp.from(until));
      String[] held = names(other -> !other.before(lane));
      statement.setArray(3, database.createArrayOf("text", held));
      statement.executeUpdate();
    }
  }

  private static void oldestOfLanes(
      PreparedStatement statement, ConnectionId connection, UUID without, Instant now)
      throws SQLException {
    statement.setObject(1, connection.value());
    statement.setTimestamp(2, Timestamp.from(now));
    statement.setObject(3, connection.value());
    statement.setObject(4, without);
    statement.setTimestamp(5, Timestamp.from(now));
  }

  private static String[] names(Predicate<Lane> which) {
    return Arrays.stream(Lane.values()).filter(which).map(Lane::name).toArray(String[]::new);
  }
}
