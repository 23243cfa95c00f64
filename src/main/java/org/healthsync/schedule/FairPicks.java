package org.healthsync.schedule;

import com.github.kagkarlsson.scheduler.jdbc.JdbcTaskRepositoryContext;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.shaded.jdbc.ResultSetMapper;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;

/**
 * How a scheduler takes work from the queue: in {@link TurnOrder}, and only what it is meant for.
 */
final class FairPicks extends PostgreSqlJdbcCustomization {

  private final List<String> tasks;
  private final int lowest;
  private final Runnable overlooked;

  /**
   * Takes only the given work.
   *
   * @param tasks names; a newer version of the service may queue what this one does not know
   * @param lowest lowest priority
   * @param overlooked told when fewer were taken than there was room for although work is due: its
   *     rows were locked, since others gave turns in the same moment
   */
  FairPicks(List<String> tasks, int lowest, Runnable overlooked) {
    super(false, false);
    this.tasks = List.copyOf(tasks);
    this.lowest = lowest;
    this.overlooked = overlooked;
  }

  private static String pick(String table) {
    return "with due as (select task_name, task_instance from "
        + table
        + (" where " + TurnOrder.WAITS + " and execution_time <= ? and priority >= ?")
        + (" and task_name = any (?)" + TurnOrder.NEXT + " limit ? for update skip locked),")
        + (" taken as (update " + table + " t set picked = true, picked_by = ?,")
        + " last_heartbeat = ?, version = t.version + 1 from due"
        + " where t.task_name = due.task_name and t.task_instance = due.task_instance"
        + " returning t.*) select * from taken"
        + TurnOrder.NEXT;
  }

  @Override
  public List<Execution> lockAndFetchSingleStatement(
      JdbcTaskRepositoryContext context, Instant now, int limit, boolean orderByPriority) {
    return context.jdbcRunner.inTransaction(
        runner -> {
          runner.execute(
              TurnOrder.admission(), statement -> TurnOrder.bindAdmission(statement, lowest, now));
          List<Execution> taken =
              runner.query(
                  pick(context.tableName),
                  statement -> bind(statement, context, now, limit),
                  context.resultSetMapper.get());
          if (taken.size() < limit
              && runner.query(
                  TurnOrder.due(),
                  statement -> TurnOrder.bindDue(statement, lowest, names(statement), now),
                  (ResultSetMapper<Boolean>) ResultSet::next)) {
            overlooked.run();
          }
          return taken;
        });
  }

  private void bind(
      PreparedStatement statement, JdbcTaskRepositoryContext context, Instant now, int limit)
      throws SQLException {
    statement.setTimestamp(1, Timestamp.from(now));
    statement.setInt(2, lowest);
    statement.setArray(3, names(statement));
    statement.setInt(4, limit);
    statement.setString(5, context.schedulerName.getName());
    statement.setTimestamp(6, Timestamp.from(now));
  }

  private Array names(PreparedStatement statement) throws SQLException {
    return statement.getConnection().createArrayOf("text", tasks.toArray());
  }
}
