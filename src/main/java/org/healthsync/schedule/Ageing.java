package org.healthsync.schedule;

import java.sql.PreparedStatement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import org.healthsync.platform.Database;
import org.healthsync.platform.Lane;

/**
 * Raises what has waited for long, so that nothing starves below an endless stream of more urgent
 * work: by one lane each time, up to just below the urgent lanes. Of each tenant and priority only
 * the work that is next is raised, else a tenant with a long queue would push the others aside.
 */
public final class Ageing {

  private static final int HIGHEST = Lane.WEBHOOK.priority() - 1;
  private static final int STEP = Lane.SCHEDULED.priority() - Lane.BACKFILL.priority();

  // the pairs of tenant and priority are found by leaping through the index
  private static final String RAISE =
      "with recursive pair as ((select priority, tenant from scheduled_tasks where turn is not null"
          + " order by priority, tenant limit 1) union all select n.priority, n.tenant from pair p"
          + " cross join lateral (select s.priority, s.tenant from scheduled_tasks s where s.turn"
          + " is not null and (s.priority, s.tenant) > (p.priority, p.tenant) order by s.priority,"
          + " s.tenant limit 1) n), old as (select h.task_name, h.task_instance from pair p cross"
          + " join lateral (select s.task_name, s.task_instance, greatest(s.execution_time,"
          + " s.raised_at) as since from scheduled_tasks s where not s.picked and s.turn is not"
          + " null and s.priority = p.priority and s.tenant = p.tenant order by s.turn limit 1 for"
          + " update skip locked) h where p.priority < ? and h.since <= ?) update scheduled_tasks t"
          + " set priority = least(t.priority + ?, ?), turn = null, raised_at = ? from old where"
          + " t.task_name = old.task_name and t.task_instance = old.task_instance";

  private final Database database;
  private final Duration patience;

  /** Raises work after each {@code patience} of waiting. */
  public Ageing(Database database, Duration patience) {
    this.database = database;
    this.patience = patience;
  }

  /**
   * Raises what is due for it.
   *
   * @return how much it was
   */
  public int raise(Instant now) {
    return database.inTransaction(
        transaction -> {
          TurnOrder.admit(transaction, now);
          try (PreparedStatement statement = transaction.prepareStatement(RAISE)) {
            statement.setInt(1, HIGHEST);
            statement.setTimestamp(2, Timestamp.from(now.minus(patience)));
            statement.setInt(3, STEP);
            statement.setInt(4, HIGHEST);
            statement.setTimestamp(5, Timestamp.from(now));
            return statement.executeUpdate();
          }
        });
  }
}
