package org.healthsync.schedule;

import com.github.kagkarlsson.scheduler.jdbc.JdbcTaskRepositoryContext;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.shaded.jdbc.JdbcRunner;
import com.github.kagkarlsson.shaded.jdbc.ResultSetMapper;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How a scheduler takes work from the queue: in {@link TurnOrder}, only what it is meant for, and
 * no more that waits for the same peer than it has {@link Places}.
 */
final class FairPicks extends PostgreSqlJdbcCustomization {

  private final Places places;
  private final List<String> tasks;
  private final int lowest;
  private final Runnable overlooked;

  /**
   * Takes only the given work.
   *
   * @param places how much of it may wait for the same peer
   * @param tasks names; a newer version of the service may queue what this one does not know
   * @param lowest lowest priority
   * @param overlooked told when fewer were taken than there was room for although work is due: its
   *     rows were locked, since others gave turns in the same moment
   */
  FairPicks(Places places, List<String> tasks, int lowest, Runnable overlooked) {
    super(false, false);
    this.places = places;
    this.tasks = List.copyOf(tasks);
    this.lowest = lowest;
    this.overlooked = overlooked;
  }

  private static String pick(String table) {
    return "with due as (select task_name, task_instance from "
        + table
        + (" where " + TurnOrder.WAITS + " and execution_time <= ? and priority >= ?")
        + " and task_name = any (?) and peer <> all (?)"
        + (TurnOrder.NEXT + " limit ? for update skip locked),")
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
          List<Execution> taken = new ArrayList<>();
          Places.Held held = take(runner, context, now, limit, taken);
          if (taken.size() < limit && isDue(runner, held, now)) {
            overlooked.run();
          }
          return taken;
        });
  }

  /** Takes what there is room for, in steps, since many that are next may wait for one peer. */
  private Places.Held take(
      JdbcRunner runner,
      JdbcTaskRepositoryContext context,
      Instant now,
      int limit,
      List<Execution> taken) {
    while (true) {
      Places.Held held = places.held(runner);
      int room = Math.min(limit - taken.size(), held.room());
      if (room == 0) {
        return held;
      }
      List<Execution> some =
          runner.query(
              pick(context.tableName),
              statement -> bind(statement, context, now, held, room),
              context.resultSetMapper.get());
      taken.addAll(some);
      if (some.size() < room) {
        return some.isEmpty() ? held : places.held(runner);
      }
    }
  }

  private boolean isDue(JdbcRunner runner, Places.Held held, Instant now) {
    return runner.query(
        TurnOrder.due(),
        statement -> TurnOrder.bindDue(statement, lowest, tasks, held.full(), now),
        (ResultSetMapper<Boolean>) ResultSet::next);
  }

  private void bind(
      PreparedStatement statement,
      JdbcTaskRepositoryContext context,
      Instant now,
      Places.Held held,
      int room)
      throws SQLException {
    statement.setTimestamp(1, Timestamp.from(now));
    statement.setInt(2, lowest);
    statement.setArray(3, TurnOrder.texts(statement, tasks));
    statement.setArray(4, TurnOrder.texts(statement, held.full()));
    statement.setInt(5, room);
    statement.setString(6, context.schedulerName.getName());
    statement.setTimestamp(7, Timestamp.from(now));
  }
}
