package org.healthsync.faults.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.StringJoiner;
import org.healthsync.faults.run.Fleet;
import org.healthsync.sandbox.stack.ServerProcess;

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

  /** Asks the database, and one of those replicas. */
  static String of(Fleet fleet, List<ServerProcess> well) {
    return fleet.rows().texts(IN_THE_DATABASE).get(0)
        + ", "
        + (well.isEmpty() ? "nobody is well" : limits(fleet, well.get(0)));
  }

  private static String limits(Fleet fleet, ServerProcess server) {
    StringJoiner limits = new StringJoiner(", ");
    try {
      for (JsonNode provider : fleet.client(server).get("/api/v1/budgets").json().path("items")) {
        limits.add(
            provider.path("provider").asText() + " " + provider.at("/breaker/state").asText());
        for (JsonNode budget : provider.path("budgets")) {
          for (JsonNode window : budget.path("windows")) {
            limits.add(
                window.path("used").asText() + " of " + window.path("effectiveLimit").asText());
          }
        }
      }
    } catch (UncheckedIOException e) {
      return "limits not to be had: " + e.getMessage();
    }
    return limits.toString();
  }
}
