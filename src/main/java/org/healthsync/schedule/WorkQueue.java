package org.healthsync.schedule;

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
import org.healthsync.platform.TenantId;

/**
 * The job queue as seen from inside a transaction, so that work and the reason for it appear
 * together or not at all.
 *
 * <p>{@link #wake} and {@link #settle} both lock the queue's row of the connection. Whoever comes
 * second sees what the first did: work that arrives in the moment an execution ends is found by the
 * one or queued by the other, never lost.
 */
public final class WorkQueue {

  /** Channel of {@code NOTIFY} on which urgent work is announced; the message is empty. */
  static final String CHANNEL = "healthsync_work";

  private static final String RAISED = "excluded.priority > scheduled_tasks.priority";

  // a row that is raised gives its turn back and gets one in the order of its new priority
  private static final String WAKE =
      "insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version,"
          + " priority, tenant, peer) select ?, ?, ?, false, 1, ?, coalesce(max(tenant_id), ''),"
          + (" coalesce(max(" + WorkKind.PEER + "), '') from connection where id = ?")
          + " on conflict (task_name, task_instance) do update set"
          + " execution_time = least(scheduled_tasks.execution_time, excluded.execution_time),"
          + " priority = greatest(scheduled_tasks.priority, excluded.priority),"
          + (" turn = case when " + RAISED + " then null else scheduled_tasks.turn end,")
          + (" raised_at = case when " + RAISED + " then null else scheduled_tasks.raised_at end,")
          + " tenant = excluded.tenant, peer = excluded.peer,"
          + " version = scheduled_tasks.version + 1 where not scheduled_tasks.picked";

  // rows that somebody has locked look for themselves
  private static final String HASTEN =
      "update scheduled_tasks t set execution_time = ?, version = t.version + 1 from"
          + " (select task_name, task_instance from scheduled_tasks where tenant = ? and"
          + " task_name = ? and not picked and execution_time > ? for update skip locked) h"
          + " where t.task_name = h.task_name and t.task_instance = h.task_instance";

  private static final String LOCK =
      "select 1 from scheduled_tasks where task_name = ? and task_instance = ? and picked"
          + " and version = ? for update";

  private static final String AGAIN =
      "update scheduled_tasks set picked = false, picked_by = null, last_heartbeat = null,"
          + " execution_time = ?, priority = ?, turn = null, raised_at = null, last_success ="
          + " now(), version = version + 1 where task_name = ? and task_instance = ?";

  private static final String DONE =
      "delete from scheduled_tasks where task_name = ? and task_instance = ?";

  private static final String UNPICK =
      "update scheduled_tasks set picked = false, picked_by = null, last_heartbeat = null,"
          + " turn = null, version = version + 1 where picked and ";

  private static final String RELEASE = UNPICK + "picked_by = any (?)";

  private static final String TAKE_OVER =
      "update scheduled_tasks set picked_by = ?, last_heartbeat = ?, version = version + 1"
          + " where task_name = ? and task_instance = ? and picked and version = ?";

  private static final String GIVE_BACK =
      UNPICK + "task_name = ? and task_instance = ? and version = ?";

  private static final String ANNOUNCE = "select pg_notify('" + CHANNEL + "', '')";

  /**
   * Makes sure that an execution starts at {@code at} or earlier, or that the running one looks
   * again before it ends. Urgent work is announced to all replicas at the commit; other work is
   * not, since announcements make transactions commit one after the other.
   */
  public void wake(
      Connection database, WorkKind kind, ConnectionId connection, Instant at, Lane lane)
      throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(WAKE)) {
      statement.setString(1, kind.taskName());
      statement.setString(2, connection.toString());
      statement.setTimestamp(3, Timestamp.from(at));
      statement.setInt(4, kind.priority(lane));
      statement.setString(5, kind.taskName());
      statement.setObject(6, connection.value());
      if (statement.executeUpdate() > 0 && urgent(lane)) {
        announce(database);
      }
    }
  }

  private static boolean urgent(Lane lane) {
    return !Lane.WEBHOOK.before(lane);
  }

  /** Lets executions of a tenant that wait for a later time start now. */
  public void hasten(Connection database, WorkKind kind, TenantId tenant, Instant now)
      throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(HASTEN)) {
      statement.setTimestamp(1, Timestamp.from(now));
      statement.setString(2, tenant.value());
      statement.setString(3, kind.taskName());
      statement.setTimestamp(4, Timestamp.from(now));
      statement.executeUpdate();
    }
    announce(database);
  }

  /** Makes all replicas look for work when the transaction commits. */
  void announce(Connection database) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(ANNOUNCE)) {
      statement.execute();
    }
  }

  /**
   * Gives everything back that workers hold, for others to take at once. A worker that is still
   * busy can no longer settle, and whoever takes the connection over fences its writes off.
   *
   * @param workers names of schedulers
   * @return how much it was
   */
  int release(Connection database, List<String> workers) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(RELEASE)) {
      statement.setArray(1, database.createArrayOf("text", workers.toArray()));
      return statement.executeUpdate();
    }
  }

  /**
   * Takes an execution from a worker that is not heard of any more, so that nobody else does.
   *
   * @param version the queue row's version when it was found
   * @param worker name of who takes it
   * @return false when somebody else was faster or the worker is back
   */
  boolean takeOver(Connection database, Place place, long version, String worker, Instant now)
      throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(TAKE_OVER)) {
      statement.setString(1, worker);
      statement.setTimestamp(2, Timestamp.from(now));
      statement.setString(3, place.kind().taskName());
      statement.setString(4, place.connection().toString());
      statement.setLong(5, version);
      return statement.executeUpdate() == 1;
    }
  }

  /** Lets others have an execution that was taken over; {@code version} is the one before. */
  void giveBack(Connection database, Place place, long version) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(GIVE_BACK)) {
      statement.setString(1, place.kind().taskName());
      statement.setString(2, place.connection().toString());
      statement.setLong(3, version + 1);
      if (statement.executeUpdate() == 1) {
        announce(database);
      }
    }
  }

  /** A row of the queue. */
  record Place(WorkKind kind, ConnectionId connection) {}

  /**
   * Ends an execution: it leaves the queue, or runs again when {@code next} finds more to do.
   *
   * @param version the queue row's version that the execution was started with
   * @param next asked while the row is locked
   * @return false when the execution was declared dead meanwhile and is not ours to end
   */
  public boolean settle(
      Connection database, WorkKind kind, ConnectionId connection, long version, NextTurn next)
      throws SQLException {
    if (!lock(database, kind, connection, version)) {
      return false;
    }
    Optional<Turn> turn = next.find(database);
    try (PreparedStatement statement = database.prepareStatement(turn.isPresent() ? AGAIN : DONE)) {
      int column = 1;
      if (turn.isPresent()) {
        statement.setTimestamp(column++, Timestamp.from(turn.get().at()));
        statement.setInt(column++, kind.priority(turn.get().lane()));
      }
      statement.setString(column++, kind.taskName());
      statement.setString(column, connection.toString());
      statement.executeUpdate();
    }
    if (turn.isPresent() && urgent(turn.get().lane())) {
      announce(database);
    }
    return true;
  }

  private static boolean lock(
      Connection database, WorkKind kind, ConnectionId connection, long version)
      throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(LOCK)) {
      statement.setString(1, kind.taskName());
      statement.setString(2, connection.toString());
      statement.setLong(3, version);
      try (ResultSet result = statement.executeQuery()) {
        return result.next();
      }
    }
  }

  /**
   * When an execution runs next.
   *
   * @param at not before this
   * @param lane how urgent it is
   */
  public record Turn(Instant at, Lane lane) {}

  /** Looks for more work inside the transaction that ends an execution. */
  @FunctionalInterface
  public interface NextTurn {
    /** The next turn, or empty when there is nothing to do. */
    Optional<Turn> find(Connection database) throws SQLException;
  }
}
