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
import org.jspecify.annotations.Nullable;

/**
 * Who waits for the worker that a connection holds.
 *
 * <p>More urgent work gets it. So does work of the same urgency of a tenant that has no worker, or
 * at least two fewer, wherever in the queue it stands: tenants come to hold equally many, and
 * nobody hands workers back and forth. In the urgent lanes connections take turns page by page,
 * whosever they are.
 */
final class Rivals {

  // what may be given the worker: due, and not served by the workers for urgent syncs
  private static final String WAITS =
      TurnOrder.WAITS
          + " and execution_time <= ? and not (? and priority >= ? and task_name = '"
          + WorkKind.SYNC.taskName()
          + "')";

  // the highest priority that waits; the tenants with turns in it, found by leaping through the
  // index; and the fewest workers that one of them holds which waits and is not the holder's
  private static final String NEXT =
      ("with recursive top as (select priority from scheduled_tasks where " + WAITS)
          + (TurnOrder.NEXT + " limit 1), rival as ((select s.tenant from scheduled_tasks s, top")
          + " where s.turn is not null and s.priority = top.priority order by s.tenant limit 1)"
          + " union all select n.tenant from rival r cross join lateral (select s.tenant from"
          + " scheduled_tasks s, top where s.turn is not null and s.priority = top.priority"
          + " and s.tenant > r.tenant order by s.tenant limit 1) n)"
          + (" select top.priority as theirs, m.priority as ours, " + held("m") + " as held,")
          + (" (select min(" + held("r") + ") from rival r where r.tenant <> m.tenant and exists")
          + " (select 1 from scheduled_tasks w where w.priority = top.priority"
          + (" and w.tenant = r.tenant and " + WAITS + ")) as least")
          + " from top, scheduled_tasks m where m.task_name = ? and m.task_instance = ?";

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
      int column = bindWaits(statement, 1, urgentIsServed, now);
      column = bindWaits(statement, column, urgentIsServed, now);
      statement.setString(column++, holder.kind().taskName());
      statement.setString(column, holder.connection().toString());
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? Optional.of(
                new Next(
                    row.getInt("theirs"),
                    row.getInt("ours"),
                    row.getInt("held"),
                    row.getObject("least", Long.class)))
            : Optional.empty();
      }
    }
  }

  private static int bindWaits(
      PreparedStatement statement, int column, boolean urgentIsServed, Instant now)
      throws SQLException {
    statement.setTimestamp(column, Timestamp.from(now));
    statement.setBoolean(column + 1, urgentIsServed);
    statement.setInt(column + 2, Lane.WEBHOOK.priority());
    return column + 3;
  }

  /**
   * Who holds a worker.
   *
   * @param lane of the work that is being done
   */
  record Holder(WorkKind kind, ConnectionId connection, Lane lane) {}

  /**
   * What waits, beside the connection that holds a worker.
   *
   * @param theirs highest priority that waits
   * @param ours priority of the holder's row
   * @param held workers of the holder's tenant
   * @param least fewest workers of another tenant that waits with that priority; null without one
   */
  private record Next(int theirs, int ours, int held, @Nullable Long least) {

    boolean before(Lane lane) {
      int mine = Math.max(ours, lane.priority());
      if (theirs != mine) {
        return theirs > mine;
      }
      boolean urgent = mine >= Lane.WEBHOOK.priority();
      return urgent || (least != null && (least == 0 || held >= least + 2));
    }
  }
}
