package org.healthsync.faults.scenario;

import java.time.Duration;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.FleetOptions;
import org.healthsync.faults.run.Trial;

/** Row 32: the queue of one tenant does not delay the first page of another. */
public final class NoisyTenant implements Scenario {

  private static final int NOISY_PEOPLE = 40;
  private static final int QUIET_PEOPLE = 15;
  private static final int QUEUED = 1_000_000;
  private static final int CALLS_PER_MINUTE = 1_200;
  private static final Duration LATENCY = Duration.ofMillis(200);

  // a window of a minute each, so that each is a page of its own
  private static final String QUEUE =
      """
      insert into sync_request (id, tenant_id, connection_id, stream, window_from, window_to, lane,
          created_at)
        select gen_random_uuid(), c.tenant_id, c.id, 'measures',
          timestamptz '2020-01-01' + n * interval '1 minute',
          timestamptz '2020-01-01' + (n + 1) * interval '1 minute', 'BACKFILL', now()
        from connection c, generate_series(1, %d) n where c.tenant_id = 'demo'
      """
          .formatted(QUEUED / NOISY_PEOPLE);

  private static final String WAKE =
      """
      insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version,
          priority, tenant, peer)
        select 'sync', id::text, now(), false, 1, 0, tenant_id, provider from connection
        where tenant_id = 'demo'
        on conflict (task_name, task_instance) do update set execution_time = now()
      """;

  private static final String STILL_QUEUED = "select count(*) from sync_request";

  @Override
  public int number() {
    return 32;
  }

  @Override
  public String name() {
    return "a tenant with 1,000,000 queued pages beside a quiet one";
  }

  @Override
  public FleetOptions adjust(FleetOptions shared) {
    return shared
        .asInProduction()
        .withPeople(NOISY_PEOPLE + 2 * QUIET_PEOPLE + 1)
        .withCallsPerMinute(CALLS_PER_MINUTE);
  }

  @Override
  public void play(Trial trial) {
    for (int i = 0; i < NOISY_PEOPLE; i++) {
      trial.fleet().connect();
    }
    trial.until("the noisy tenant is read", () -> trial.fleet().rows().number(STILL_QUEUED) == 0);
    trial.fleet().proxies().api().toClient().latency(LATENCY);
    firstPages(trial, 1);
    FirstPages alone = firstPages(trial, QUIET_PEOPLE);
    trial.fleet().rows().execute(QUEUE);
    trial.fleet().rows().execute(WAKE);
    long calls = calls(trial);
    // the limit has been full for a while, and what the quiet one used before is out of it
    trial.until("the noisy tenant's turns", () -> calls(trial) > calls + 2 * CALLS_PER_MINUTE);
    FirstPages beside = firstPages(trial, QUIET_PEOPLE);
    long left = trial.fleet().rows().number(STILL_QUEUED);
    trial.fleet().rows().execute("delete from sync_request where tenant_id = 'demo'");
    trial.fleet().proxies().heal();
    trial.quiet();
    trial.did(
        "queued %,d pages of one tenant, then connected %d people of another"
            .formatted(QUEUED, QUIET_PEOPLE));
    trial.saw(
        "from connection to first page %d ms alone, %d ms beside it (to the call %d and %d ms),"
                .formatted(
                    alone.middle(),
                    beside.middle(),
                    alone.middleUntilCall(),
                    beside.middleUntilCall())
            + " %,d pages still queued".formatted(left)
            + ", the last but one %d and %d ms".formatted(alone.lastButOne(), beside.lastButOne()));
    trial.demand(left > QUEUED / 2, "the noisy tenant was read meanwhile");
    FirstPages.demandTwice(trial, alone.middle(), beside.middle());
    FirstPages.demandTwice(trial, alone.lastButOne(), beside.lastButOne());
    trial.judge();
  }

  private static FirstPages firstPages(Trial trial, int people) {
    return FirstPages.of(trial, people, trial::connectOther);
  }

  private static long calls(Trial trial) {
    return trial.fleet().cloud().stats().callsOf("measure/getmeas");
  }
}
