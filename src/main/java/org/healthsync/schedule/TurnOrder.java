package org.healthsync.schedule;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;

/**
 * The order of due work: by priority, and within a priority fair between tenants however much each
 * of them has queued.
 *
 * <p>Work that has become due is given a turn, a number: one more than the last of its tenant, but
 * none that is over already. So the queues of two tenants interlace like a zip, and who comes new
 * is next, not last. No lock is needed: where two replicas give turns in the same moment, a tenant
 * may get a number twice, which puts it ahead by one. Work that waits for a slow peer takes no
 * turns from a tenant's other work.
 */
final class TurnOrder {

  /** What is due and has a turn, in its order; the filter of each query comes before. */
  static final String NEXT = " order by priority desc, turn, execution_time";

  /** Work that has a turn and waits. */
  static final String WAITS = "not picked and turn is not null";

  // so many of one tenant, priority and peer may wait with a turn; more than all workers take at
  // once
  private static final int ENOUGH = 200;

  // the lines of a priority, tenant and peer with new work, found by leaping through the index
  private static final String LINES =
      "with recursive line as ((select priority, tenant, peer from scheduled_tasks where not picked"
          + " and turn is null and priority >= ? order by priority, tenant, peer limit 1) union all"
          + " select n.priority, n.tenant, n.peer from line l cross join lateral (select s.priority,"
          + " s.tenant, s.peer from scheduled_tasks s where not s.picked and s.turn is null"
          + " and (s.priority, s.tenant, s.peer) > (l.priority, l.tenant, l.peer)"
          + " order by s.priority, s.tenant, s.peer limit 1) n)";

  // of each line that has not enough turns waiting the oldest that are due; and their numbers
  private static final String ADMIT =
      LINES
          + ", fresh as materialized"
          + " (select d.* from line l cross join lateral (select s.task_name,"
          + " s.task_instance, s.priority, s.tenant, s.execution_time from scheduled_tasks s where"
          + " not s.picked and s.turn is null and s.priority = l.priority and s.tenant = l.tenant"
          + " and s.peer = l.peer and s.execution_time <= ?"
          + (" order by s.execution_time limit " + ENOUGH + " for update skip locked) d")
          + (" where (select count(*) from (select 1 from scheduled_tasks w where " + WAITS)
          + " and w.priority = l.priority and w.tenant = l.tenant and w.peer = l.peer"
          + (" limit " + ENOUGH + ") w)")
          + (" < " + ENOUGH + "),")
          + " base as materialized (select priority, tenant, greatest(0,"
          + " (select max(s.turn) + 1 from scheduled_tasks s where s.priority = k.priority"
          + " and s.tenant = k.tenant and s.turn is not null),"
          + " (select max(s.turn) from scheduled_tasks s where s.picked"
          + " and s.priority = k.priority),"
          + " (select min(s.turn) - 1 from scheduled_tasks s where s.priority = k.priority"
          + " and not s.picked and s.turn is not null)) as turn"
          + " from (select distinct priority, tenant from fresh) k),"
          + " numbered as (select f.task_name, f.task_instance, b.turn - 1 + row_number() over"
          + " (partition by f.priority, f.tenant order by f.execution_time) as turn"
          + " from fresh f join base b on b.priority = f.priority and b.tenant = f.tenant)"
          + " update scheduled_tasks t set turn = n.turn from numbered n"
          + " where t.task_name = n.task_name and t.task_instance = n.task_instance";

  private static final String DUE =
      LINES
          + " select 1 from scheduled_tasks where "
          + (WAITS + " and priority >= ? and execution_time <= ? and task_name = any (?)")
          + " and peer <> all (?)"
          + " union all select 1 from line l cross join lateral (select 1 from scheduled_tasks s"
          + " where not s.picked and s.turn is null and s.priority = l.priority"
          + " and s.tenant = l.tenant and s.peer = l.peer and s.execution_time <= ?"
          + " and s.task_name = any (?) limit 1) d where l.peer <> all (?) limit 1";

  private TurnOrder() {}

  /** SQL that finds a row when any work is due; {@link #bindDue} has its parameters. */
  static String due() {
    return DUE;
  }

  /**
   * Binds what {@link #due} needs: the lowest priority to look at, names of tasks, peers whose work
   * does not count, and now.
   */
  static void bindDue(
      PreparedStatement statement, int lowest, List<String> tasks, List<String> except, Instant now)
      throws SQLException {
    statement.setInt(1, lowest);
    statement.setInt(2, lowest);
    statement.setTimestamp(3, Timestamp.from(now));
    statement.setArray(4, texts(statement, tasks));
    statement.setArray(5, texts(statement, except));
    statement.setTimestamp(6, Timestamp.from(now));
    statement.setArray(7, texts(statement, tasks));
    statement.setArray(8, texts(statement, except));
  }

  /** An array for {@code any} and {@code all}. */
  static Array texts(PreparedStatement statement, List<String> texts) throws SQLException {
    return statement.getConnection().createArrayOf("text", texts.toArray());
  }

  /** SQL that gives turns; {@link #bindAdmission} has its parameters. */
  static String admission() {
    return ADMIT;
  }

  /** Binds what {@link #admission} needs: the lowest priority to look at, and now. */
  static void bindAdmission(PreparedStatement statement, int lowest, Instant now)
      throws SQLException {
    statement.setInt(1, lowest);
    statement.setTimestamp(2, Timestamp.from(now));
  }

  /** Gives turns to all work that has become due. */
  static void admit(Connection database, Instant now) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(ADMIT)) {
      bindAdmission(statement, Short.MIN_VALUE, now);
      statement.executeUpdate();
    }
  }
}
