package org.healthsync.schedule;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;

/**
 * The order of due work: by priority, and within a priority fair between tenants however much each
 * of them has queued.
 *
 * <p>Work that has become due is given a turn, a number: one more than the last of its tenant, but
 * none that is over already. So the queues of two tenants interlace like a zip, and who comes new
 * is next, not last. No lock is needed: where two replicas give turns in the same moment, a tenant
 * may get a number twice, which puts it ahead by one.
 */
final class TurnOrder {

  /** What is due and has a turn, in its order; the filter of each query comes before. */
  static final String NEXT = " order by priority desc, turn, execution_time";

  /** Work that has a turn and waits. */
  static final String WAITS = "not picked and turn is not null";

  // so many of one tenant and priority may wait with a turn; more than all workers take at once
  private static final int ENOUGH = 200;

  // the pairs of tenant and priority that have new work, found by leaping through the index
  private static final String PAIRS =
      "with recursive pair as ((select priority, tenant from scheduled_tasks where not picked and"
          + " turn is null and priority >= ? order by priority, tenant limit 1) union all select"
          + " n.priority, n.tenant from pair p cross join lateral (select s.priority, s.tenant from"
          + " scheduled_tasks s where not s.picked and s.turn is null and (s.priority, s.tenant) >"
          + " (p.priority, p.tenant) order by s.priority, s.tenant limit 1) n)";

  // of each pair that has not enough turns waiting the oldest that are due; and their numbers
  private static final String ADMIT =
      PAIRS
          + ", fresh as materialized"
          + " (select d.* from pair p cross join lateral (select s.task_name,"
          + " s.task_instance, s.priority, s.tenant, s.execution_time from scheduled_tasks s where"
          + " not s.picked and s.turn is null and s.priority = p.priority and s.tenant = p.tenant"
          + " and s.execution_time <= ?"
          + (" order by s.execution_time limit " + ENOUGH + " for update skip locked) d")
          + (" where (select count(*) from (select 1 from scheduled_tasks w where " + WAITS)
          + (" and w.priority = p.priority and w.tenant = p.tenant limit " + ENOUGH + ") w)")
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
      PAIRS
          + " select 1 from scheduled_tasks where "
          + (WAITS + " and priority >= ? and execution_time <= ? and task_name = any (?)")
          + " union all select 1 from pair p cross join lateral (select 1 from scheduled_tasks s"
          + " where not s.picked and s.turn is null and s.priority = p.priority"
          + " and s.tenant = p.tenant and s.execution_time <= ? and s.task_name = any (?)"
          + " limit 1) d limit 1";

  private TurnOrder() {}

  /** SQL that finds a row when any work is due; {@link #bindDue} has its parameters. */
  static String due() {
    return DUE;
  }

  /** Binds what {@link #due} needs: the lowest priority to look at, names of tasks, and now. */
  static void bindDue(PreparedStatement statement, int lowest, Array tasks, Instant now)
      throws SQLException {
    statement.setInt(1, lowest);
    statement.setInt(2, lowest);
    statement.setTimestamp(3, Timestamp.from(now));
    statement.setArray(4, tasks);
    statement.setTimestamp(5, Timestamp.from(now));
    statement.setArray(6, tasks);
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
