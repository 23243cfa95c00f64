package org.healthsync.faults.run;

import java.time.Duration;
import java.util.List;
import org.healthsync.sandbox.stack.ServerProcess;

/**
 * Lets time pass for the whole service: its clock is that of the database, which answers with a
 * later time from {@link #pass} on. Redis, the clouds and the FHIR servers keep their own. For one
 * thread.
 */
public final class MovedClock {

  // In place of PostgreSQL's own, so that no session comes by another time. It calls its own by
  // their numbers, whatever the catalogue says, unless they are written out while a statement is
  // planned: that is done for a single expression only
  private static final String INSTALL =
      """
      set allow_system_table_mods = on;
      create schema moved;
      create table moved.clock (ahead interval not null);
      insert into moved.clock values (interval '0');
      create function moved.true_now() returns timestamptz stable language internal as 'now';
      create function moved.true_clock() returns timestamptz volatile language internal
        as 'clock_timestamp';
      create function moved.ahead() returns interval stable language sql
        as 'select ahead from moved.clock';
      create or replace function pg_catalog.now() returns timestamptz stable language sql
        as 'select moved.true_now() + moved.ahead()';
      create or replace function pg_catalog.clock_timestamp() returns timestamptz
        volatile language sql as 'select moved.true_clock() + moved.ahead()';
      reset allow_system_table_mods;
      """;

  private static final String NOTICED = "the clock of this machine is off by ";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Rows rows;

  private MovedClock(Rows rows) {
    this.rows = rows;
  }

  /** Prepares the database; replicas that are launched from now on live by this clock. */
  public static MovedClock install(Fleet fleet) {
    fleet.rows().execute(INSTALL);
    return new MovedClock(fleet.rows());
  }

  /** Lets so much time pass at once; returns when these replicas know. */
  public void pass(Duration time, List<ServerProcess> replicas) {
    List<Long> before = replicas.stream().map(MovedClock::noticed).toList();
    rows.execute(
        "update moved.clock set ahead = ahead + interval '" + time.toSeconds() + " seconds'");
    for (int i = 0; i < replicas.size(); i++) {
      ServerProcess replica = replicas.get(i);
      long already = before.get(i);
      Waiting.until("a replica knows what time it is", PATIENCE, () -> noticed(replica) > already);
    }
  }

  private static long noticed(ServerProcess replica) {
    return replica.said(NOTICED);
  }
}
