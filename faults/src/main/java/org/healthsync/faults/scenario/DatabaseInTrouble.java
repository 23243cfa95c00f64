package org.healthsync.faults.scenario;

import java.time.Duration;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.Member;
import org.healthsync.faults.run.Trial;
import org.healthsync.sandbox.stack.Pause;

/** Row 26: the pool heals, the page is read again, none is stored by halves. */
public final class DatabaseInTrouble implements Scenario {

  @Override
  public int number() {
    return 26;
  }

  @Override
  public String name() {
    return "PostgreSQL crashed, sessions ended, read-only, full, tokens unreadable, commit unknown";
  }

  @Override
  public void play(Trial trial) {
    trial.fleet().proxies().database().dropAnswers(5, "COMMIT");
    trial.connectInTrouble();
    trial.quiet();
    trial.saw((5 - trial.fleet().proxies().database().answersStillToDrop()) + " commits unknown");
    for (int i = 0; i < 5; i++) {
      trial.connectInTrouble();
      trial.fleet().stack().database().terminateSessions();
    }
    trial.quiet();
    refusing(trial, READ_ONLY, READ_WRITE);
    refusing(trial, FULL, ROOM);
    refusing(trial, NO_TOKENS, TOKENS);
    Member last = trial.connectInTrouble();
    trial.fleet().stack().database().crash();
    trial.until("not ready", () -> trial.fleet().client().get("/health/ready").status() != 200);
    trial.demand(
        trial.fleet().client().get("/health/live").status() == 200, "the live probe is down");
    trial.fleet().stack().database().restart();
    trial.until("ready", () -> trial.fleet().client().get("/health/ready").status() == 200);
    trial.quiet();
    trial.did(
        "lost answers of COMMIT, ended all sessions 5 times, read-only, full, no tokens, crash");
    trial.demand(trial.status(last).equals("ACTIVE"), "it is " + trial.status(last));
    trial.judge();
  }

  private static final String READ_ONLY =
      "alter database postgres set default_transaction_read_only = on";
  private static final String READ_WRITE =
      "begin read write; alter database postgres reset default_transaction_read_only; commit";
  private static final String FULL =
      """
      create or replace function fault_full() returns trigger language plpgsql as $$
      begin raise exception 'no space left on device' using errcode = '53100'; end $$;
      create or replace trigger fault_full before insert on ledger
        for each statement execute function fault_full()\
      """;
  private static final String NO_TOKENS = "alter table connection_token rename to fault_tokens";
  private static final String TOKENS = "alter table fault_tokens rename to connection_token";
  private static final String ROOM = "drop trigger fault_full on ledger";

  /** Lets the database refuse for a moment while somebody is read. */
  private static void refusing(Trial trial, String begin, String end) {
    Member member = trial.connectInTrouble();
    trial.fleet().stack().database().execute(begin);
    trial.fleet().stack().database().terminateSessions();
    Pause.of(Duration.ofSeconds(3));
    trial.fleet().stack().database().execute(end);
    trial.fleet().stack().database().terminateSessions();
    trial.quiet();
    trial.demand(trial.status(member).equals("ACTIVE"), "it is " + trial.status(member));
  }
}
