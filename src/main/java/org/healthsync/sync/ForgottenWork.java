package org.healthsync.sync;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.healthsync.platform.Database;

/**
 * Wakes work whose wake-up was lost in a crash: requests and outbox rows of connections that nobody
 * has in the queue. Finds nothing on ordinary days, and then reads one row for each connection with
 * something to deliver. Safe for many threads; blocks on the database.
 */
final class ForgottenWork {

  // loose index scans: as many steps as there are connections with something to do
  private static final String WAKE_SYNCS =
      "with recursive waiting as ("
          + "(select connection_id, tenant_id from sync_request order by connection_id limit 1)"
          + " union all select next.connection_id, next.tenant_id from waiting w, lateral ("
          + "select r.connection_id, r.tenant_id from sync_request r"
          + " where r.connection_id > w.connection_id order by r.connection_id limit 1) next)"
          + " insert into scheduled_tasks (task_name, task_instance, execution_time, picked,"
          + " version, priority, tenant, peer) select 'sync', w.connection_id::text, now(), false,"
          + " 1, 0, w.tenant_id, coalesce((select provider from connection c"
          + " where c.id = w.connection_id), '') from waiting w"
          + " where not exists (select 1 from scheduled_tasks t"
          + " where t.task_name = 'sync' and t.task_instance = w.connection_id::text)"
          + " on conflict do nothing";

  private static final String WAKE_DELIVERIES =
      "with recursive waiting as ("
          + "(select connection_id, tenant_id from outbox order by connection_id limit 1)"
          + " union all select next.connection_id, next.tenant_id from waiting w, lateral ("
          + "select o.connection_id, o.tenant_id from outbox o"
          + " where o.connection_id > w.connection_id order by o.connection_id limit 1) next)"
          + " insert into scheduled_tasks (task_name, task_instance, execution_time, picked,"
          + " version, priority, tenant, peer) select 'deliver', w.connection_id::text, now(),"
          + " false, 1, -1, w.tenant_id, 'fhir:' || w.tenant_id from waiting w"
          + " where not exists (select 1 from scheduled_tasks t"
          + " where t.task_name = 'deliver' and t.task_instance = w.connection_id::text)"
          + " on conflict do nothing";

  private final Database database;

  ForgottenWork(Database database) {
    this.database = database;
  }

  /**
   * Queues what has no queue row.
   *
   * @return how many were queued
   */
  int wake() {
    return database.inTransaction(
        transaction -> run(transaction, WAKE_SYNCS) + run(transaction, WAKE_DELIVERIES));
  }

  private static int run(Connection transaction, String sql) throws SQLException {
    try (PreparedStatement statement = transaction.prepareStatement(sql)) {
      return statement.executeUpdate();
    }
  }
}
