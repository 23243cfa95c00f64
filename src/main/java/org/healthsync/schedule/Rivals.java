package org.healthsync.schedule;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
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
 * whosever they are. Nobody makes room for work that could not begin, since as much as may already
 * waits for its peer, or that finds an idle worker anyway.
 */
final class Rivals {

  // what may be given the worker: due, not served by the workers for urgent syncs, and when all
  // workers are busy for whom there is a place, else only for whom there is none but the holder's
  private static final String WAITS =
      TurnOrder.WAITS
          + " and execution_time <= ? and not (? and priority >= ? and task_name = '"
          + WorkKind.SYNC.taskName()
          + "' and peer <> all (?)) and (peer = (select peer from mine) and (? or peer = any (?))"
          + " or ? and peer <> all (?))";

  // the highest priority that waits; the tenants with turns in it, found by leaping through the
  // index; and the fewest workers that one of them holds which waits and is not the holder's
  private static final String NEXT =
      "with recursive mine as (select priority, tenant, peer from scheduled_tasks"
          + " where task_name = ? and task_instance = ?),"
          + (" top as (select priority from scheduled_tasks where " + WAITS)
          + (TurnOrder.NEXT + " limit 1), rival as ((select s.tenant from scheduled_tasks s, top")
          + " where s.turn is not null and s.priority = top.priority order by s.tenant limit 1)"
          + " union all select n.tenant from rival r cross join lateral (select s.tenant from"
          + " scheduled_tasks s, top where s.turn is not null and s.priority = top.priority"
          + " and s.tenant > r.tenant order by s.tenant limit 1) n)"
          + (" select top.priority as theirs, m.priority as ours, " + held("m") + " as held,")
          + (" (select min(" + held("r") + ") from rival r where r.tenant <> m.tenant and exists")
          + " (select 1 from scheduled_tasks w where w.priority = top.priority"
          + (" and w.tenant = r.tenant and " + WAITS + ")) as least")
          + " from top, mine m";

  private Rivals() {}

  private static String held(String whose) {
    return "(select count(*) from scheduled_tasks p where p.picked and p.tenant = "
        + whose
        + ".tenant)";
  }

  /**
   * Whether the holder of a worker should make room.
   *
   * @param general workers to which the holder's belongs
   * @param express those for urgent syncs, which others may not use
   */
  static boolean goFirst(
      Connection database, Holder holder, Workers general, Workers express, Instant now)
      throws SQLException {
    TurnOrder.admit(database, now);
    return next(database, holder, general, express, now)
        .map(next -> next.before(holder.lane()))
        .orElse(false);
  }

  private static Optional<Next> next(
      Connection database, Holder holder, Workers general, Workers express, Instant now)
      throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(NEXT)) {
      statement.setString(1, holder.kind().taskName());
      statement.setString(2, holder.connection().toString());
      int column = bindWaits(statement, 3, general, express, now);
      bindWaits(statement, column, general, express, now);
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
      PreparedStatement statement, int column, Workers general, Workers express, Instant now)
      throws SQLException {
    Array full = TurnOrder.texts(statement, general.full());
    statement.setTimestamp(column, Timestamp.from(now));
    statement.setBoolean(column + 1, express.free());
    statement.setInt(column + 2, Lane.WEBHOOK.priority());
    statement.setArray(column + 3, TurnOrder.texts(statement, express.full()));
    statement.setBoolean(column + 4, !general.free());
    statement.setArray(column + 5, full);
    statement.setBoolean(column + 6, !general.free());
    statement.setArray(column + 7, full);
    return column + 8;
  }

  /**
   * Workers of a replica.
   *
   * @param free whether one of them is idle
   * @param full peers for which none of them may work in addition
   */
  record Workers(boolean free, List<String> full) {}

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
