package org.healthsync.schedule;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Lane;

/**
 * Who waits for the worker that a connection holds.
 *
 * <p>More urgent work gets it. So does work of the same urgency of another tenant that has no
 * worker, or at least two fewer: tenants come to hold equally many, and nobody hands workers back
 * and forth. In the urgent lanes connections take turns page by page, whosever they are.
 */
final class Rivals {

  private static final String NEXT =
      "select n.priority as theirs, m.priority as ours, n.tenant <> m.tenant as other,"
          + (" " + held("m") + " as held, " + held("n") + " as held_by_other")
          + " from (select priority, tenant from scheduled_tasks where "
          + (TurnOrder.WAITS + " and execution_time <= ? and not (? and priority >= ?")
          + (" and task_name = '"
              + WorkKind.SYNC.taskName()
              + "')"
              + TurnOrder.NEXT
              + " limit 1) n,")
          + " scheduled_tasks m where m.task_name = ? and m.task_instance = ?";

  private Rivals() {}

  private static String held(String whose) {
    return "(select count(*) from scheduled_tasks p where p.picked and p.tenant = "
        + whose
        + ".tenant)";
  }

  /**
   * Whether the holder of a worker should make room.
   *
   * @param urgentIsServed whether urgent syncs have a free worker that others may not use
   */
  static boolean goFirst(Connection database, Holder holder, boolean urgentIsServed, Instant now)
      throws SQLException {
    TurnOrder.admit(database, now);
    return next(database, holder, urgentIsServed, now)
        .map(next -> next.before(holder.lane()))
        .orElse(false);
  }

  private static Optional<Next> next(
      Connection database, Holder holder, boolean urgentIsServed, Instant now) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(NEXT)) {
      statement.setTimestamp(1, Timestamp.from(now));
      statement.setBoolean(2, urgentIsServed);
      statement.setInt(3, Lane.WEBHOOK.priority());
      statement.setString(4, holder.kind().taskName());
      statement.setString(5, holder.connection().toString());
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? Optional.of(
                new Next(
                    row.getInt("theirs"),
                    row.getInt("ours"),
                    row.getBoolean("other"),
                    row.getInt("held"),
                    row.getInt("held_by_other")))
            : Optional.empty();
      }
    }
  }

  /**
   * Who holds a worker.
   *
   * @param lane of the work that is being done
   */
  record Holder(WorkKind kind, ConnectionId connection, Lane lane) {}

  /** What is next in the queue, beside the connection that holds a worker. */
  private record Next(int theirs, int ours, boolean other, int held, int heldByOther) {

    boolean before(Lane lane) {
      int mine = Math.max(ours, lane.priority());
      if (theirs != mine) {
        return theirs > mine;
      }
      boolean urgent = mine >= Lane.WEBHOOK.priority();
      return urgent || (other && (heldByOther == 0 || held >= heldByOther + 2));
    }
  }
}
