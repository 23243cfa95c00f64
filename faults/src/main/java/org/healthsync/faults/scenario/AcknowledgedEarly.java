package org.healthsync.faults.scenario;

import java.util.Set;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.check.Promise;
import org.healthsync.faults.run.Trial;

/** Proves the checker: some rows leave the outbox before the FHIR server has seen them. */
public final class AcknowledgedEarly implements Scenario {

  private static final String FORGET =
      """
      create or replace function fault_forget() returns trigger language plpgsql as $$
      begin
        delete from outbox where seq = new.seq;
        return null;
      end $$;
      create or replace trigger fault_forget after insert on outbox for each row
        when (new.resource_type = 'Observation' and new.seq % 20 = 0)
        execute function fault_forget()\
      """;

  @Override
  public int number() {
    return 44;
  }

  @Override
  public String name() {
    return "checker: an acknowledgement before the write";
  }

  @Override
  public void play(Trial trial) {
    trial.fleet().rows().execute(FORGET);
    try {
      trial.connect();
      trial.quiet();
    } finally {
      trial.fleet().rows().execute("drop trigger fault_forget on outbox");
    }
    trial.did("took every twentieth Observation out of the outbox before its delivery");
    Breach.expect(trial, Set.of(Promise.NOTHING_LOST));
  }
}
