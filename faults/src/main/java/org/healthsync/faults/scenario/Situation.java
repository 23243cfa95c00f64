package org.healthsync.faults.scenario;

import org.healthsync.faults.run.Fleet;

/** What a fleet is waiting for, in words: for runs in which nothing happens though it should. */
final class Situation {

  private static final String IN_THE_DATABASE =
      """
      select (select count(*) from connection where status = 'ACTIVE') || ' connected, '
        || (select count(*) from sync_request) || ' requests of which '
        || (select count(*) from scheduled_tasks where picked and task_name = 'sync')
        || ' are worked on and '
        || (select count(*) from scheduled_tasks where not picked and task_name = 'sync'
            and execution_time <= now()) || ' could be, '
        || (select count(*) from outbox) || ' versions to deliver'
        || coalesce((select ', held' from tenant_hold limit 1), '') || ', '
        || (select count(*) from pg_stat_activity where wait_event_type = 'Lock')
        || ' sessions wait for locks, a transaction is idle for '
        || (select coalesce(max(extract(epoch from clock_timestamp() - state_change)), 0)::int
            from pg_stat_activity where state like 'idle in transaction%') || ' s'
      """;

  private Situation() {}

  /** As the database knows it. */
  static String of(Fleet fleet) {
    return fleet.rows().texts(IN_THE_DATABASE).get(0);
  }
}
