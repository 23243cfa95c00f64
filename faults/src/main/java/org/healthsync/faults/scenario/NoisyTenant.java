package org.healthsync.faults.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.FleetOptions;
import org.healthsync.faults.run.Member;
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
    firstPage(trial);
    List<Long> alone = firstPages(trial);
    trial.fleet().rows().execute(QUEUE);
    trial.fleet().rows().execute(WAKE);
    long calls = calls(trial);
    // the limit has been full for a while, and what the quiet one used before is out of it
    trial.until("the noisy tenant's turns", () -> calls(trial) > calls + 2 * CALLS_PER_MINUTE);
    List<Long> beside = firstPages(trial);
    long left = trial.fleet().rows().number(STILL_QUEUED);
    trial.fleet().rows().execute("delete from sync_request where tenant_id = 'demo'");
    trial.fleet().proxies().heal();
    trial.quiet();
    trial.did(
        "queued %,d pages of one tenant, then connected %d people of another"
            .formatted(QUEUED, QUIET_PEOPLE));
    trial.saw(
        "from connection to first page %d ms alone, %d ms beside it, %,d pages still queued"
                .formatted(middle(alone), middle(beside), left)
            + ", the last but one %d and %d ms".formatted(lastButOne(alone), lastButOne(beside)));
    trial.demand(left > QUEUED / 2, "the noisy tenant was read meanwhile");
    demandTwice(trial, middle(alone), middle(beside));
    demandTwice(trial, lastButOne(alone), lastButOne(beside));
    trial.judge();
  }

  /** What each of some people waited, shortest first. */
  private static List<Long> firstPages(Trial trial) {
    List<Long> all = new ArrayList<>();
    for (int i = 0; i < QUIET_PEOPLE; i++) {
      all.add(firstPage(trial));
    }
    Collections.sort(all);
    return all;
  }

  private static void demandTwice(Trial trial, long alone, long beside) {
    trial.demand(
        beside <= 2 * alone, "%d ms are more than twice the %d ms alone".formatted(beside, alone));
  }

  private static long lastButOne(List<Long> waits) {
    return waits.get(waits.size() - 2);
  }

  private static long middle(List<Long> waits) {
    return waits.get(waits.size() / 2);
  }

  /** Milliseconds from the callback's answer to the answer with the first data. */
  private static long firstPage(Trial trial) {
    Member member = trial.connectOther();
    long begin = System.nanoTime();
    trial.until("the first page", () -> read(trial, member));
    return Duration.ofNanos(System.nanoTime() - begin).toMillis();
  }

  private static boolean read(Trial trial, Member member) {
    return trial.fleet().rows().pages(member) > 0;
  }

  private static long calls(Trial trial) {
    return trial.fleet().cloud().stats().callsOf("measure/getmeas");
  }
}
