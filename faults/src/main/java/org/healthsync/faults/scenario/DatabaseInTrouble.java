package org.healthsync.faults.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.Member;
import org.healthsync.faults.run.Trial;
import org.healthsync.sandbox.proxy.TcpProxy;
import org.healthsync.sandbox.stack.DatabaseServer;
import org.healthsync.sandbox.stack.Pause;

/**
 * Row 26: the pool heals, the page is read again, none is stored by halves. What cannot store is
 * not ready, and alive all the same.
 */
public final class DatabaseInTrouble implements Scenario {

  private static final String COMMIT = "COMMIT";
  private static final int COMMITS = 5;
  private static final int PAGE_COMMITS = 3;
  private static final Duration FOR_A_MOMENT = Duration.ofSeconds(3);

  /** What the database says at the commit of a page, before it does it. */
  private static final String PAGE_COMMIT = "fault-page-commit";

  private static final String TELL_PAGES =
      """
      create or replace function fault_tell() returns trigger language plpgsql as $$
      begin raise notice 'fault-page-commit'; return null; end $$;
      create constraint trigger fault_tell after update on sync_run
        deferrable initially deferred for each row when (old.pages is distinct from new.pages)
        execute function fault_tell()\
      """;
  private static final String TELL_NOTHING = "drop trigger fault_tell on sync_run";
  private static final String READ_ONLY =
      "alter database postgres set default_transaction_read_only = on";
  private static final String READ_WRITE =
      "begin read write; alter database postgres reset default_transaction_read_only; commit";

  /** A disk is full for every table; each is told by itself, so that nobody waits for two. */
  private static final List<String> TABLES =
      List.of("ledger", "outbox", "sync_request", "sync_run", "audit", "scheduled_tasks");

  private static final String NO_ROOM =
      """
      create or replace function fault_full() returns trigger language plpgsql as $$
      begin raise exception 'no space left on device' using errcode = '53100'; end $$\
      """;
  private static final String NO_TOKENS = "alter table connection_token rename to fault_tokens";
  private static final String TOKENS = "alter table fault_tokens rename to connection_token";

  @Override
  public int number() {
    return 26;
  }

  @Override
  public String name() {
    return "PostgreSQL crashed, taken over, read-only, full, tokens unreadable, commit unknown";
  }

  @Override
  public void play(Trial trial) {
    Probe.Watch watch = new Probe.Watch(trial);
    unknownCommits(trial);
    for (int i = 0; i < COMMITS; i++) {
      trial.connectInTrouble();
      trial.fleet().stack().database().terminateSessions();
    }
    trial.quiet();
    List<String> ready = new ArrayList<>();
    refusing(trial, List.of(READ_ONLY), List.of(READ_WRITE), watch.unready(ready, "read-only"));
    refusing(trial, full(), room(), watch::alive);
    refusing(trial, List.of(NO_TOKENS), List.of(TOKENS), watch::alive);
    Member last = crash(trial, watch);
    trial.quiet();
    failover(trial, watch);
    trial.quiet();
    trial.did(
        "lost answers of COMMIT, ended all sessions 5 times, read-only, full, no tokens, crash, standby");
    trial.demand(trial.status(last).equals("ACTIVE"), "it is " + trial.status(last));
    trial.judge();
    trial.demand(ready.isEmpty(), "ready although PostgreSQL was " + ready);
  }

  /** Of whatever comes first, and then of pages. */
  private static void unknownCommits(Trial trial) {
    TcpProxy database = trial.fleet().proxies().database();
    database.dropAnswers(COMMITS, COMMIT);
    trial.connectInTrouble();
    trial.until("commits are unknown", () -> database.answersStillToDrop() == 0);
    trial.quiet();
    trial.fleet().rows().execute(TELL_PAGES);
    try {
      database.dropAnswers(PAGE_COMMITS, PAGE_COMMIT, COMMIT);
      trial.connect();
      trial.until("commits of pages are unknown", () -> database.answersStillToDrop() == 0);
      trial.quiet();
    } finally {
      trial.fleet().rows().execute(TELL_NOTHING);
    }
    trial.saw(COMMITS + " commits unknown, " + PAGE_COMMITS + " of pages");
  }

  private static Member crash(Trial trial, Probe.Watch watch) {
    Member last = trial.connectInTrouble();
    DatabaseServer database = trial.fleet().stack().database();
    database.crash();
    trial.until("not ready", () -> !Probe.ready(trial.fleet(), trial.fleet().running().get(0)));
    watch.alive();
    database.restart();
    trial.until("ready", () -> Probe.ready(trial.fleet(), trial.fleet().running().get(0)));
    return last;
  }

  /** In the middle of reading; whoever leads clients to the standby does so a moment later. */
  private static void failover(Trial trial, Probe.Watch watch) {
    DatabaseServer database = trial.fleet().stack().database();
    database.replicate();
    Member member = trial.connect();
    trial.until("something is read", () -> trial.fleet().rows().pages(member) > 0);
    database.failover();
    trial.fleet().rows().reconnect();
    TcpProxy way = trial.fleet().proxies().database();
    way.reset();
    watch.alive();
    way.forwardTo(database.port());
    trial.until("ready", () -> Probe.ready(trial.fleet(), trial.fleet().running().get(0)));
  }

  private static List<String> full() {
    List<String> statements = new ArrayList<>(List.of(NO_ROOM));
    TABLES.forEach(
        table ->
            statements.add(
                "create or replace trigger fault_full before insert or update on "
                    + table
                    + " for each statement execute function fault_full()"));
    return statements;
  }

  private static List<String> room() {
    return TABLES.stream().map(table -> "drop trigger fault_full on " + table).toList();
  }

  /** Lets the database refuse for a moment while somebody is read. */
  private static void refusing(Trial trial, List<String> begin, List<String> end, Runnable look) {
    DatabaseServer database = trial.fleet().stack().database();
    Member member = trial.connectInTrouble();
    begin.forEach(database::execute);
    database.terminateSessions();
    try {
      Pause.of(FOR_A_MOMENT);
      look.run();
    } finally {
      end.forEach(database::execute);
      database.terminateSessions();
    }
    trial.quiet();
    trial.demand(trial.status(member).equals("ACTIVE"), "it is " + trial.status(member));
  }
}
