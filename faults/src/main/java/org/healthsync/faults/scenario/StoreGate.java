package org.healthsync.faults.scenario;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.healthsync.faults.run.Fleet;

/**
 * Holds up whoever stores a page, in the middle of the transaction: a trigger asks for a lock that
 * is held here. Closing it lets them go on; the trigger stays and costs nothing then.
 */
final class StoreGate implements AutoCloseable {

  private static final String LOCK = "270027";

  private static final String TRIGGER =
      """
      create or replace function fault_gate() returns trigger language plpgsql as $$
      begin
        perform pg_advisory_xact_lock_shared(%1$s);
        return null;
      end $$;
      create or replace trigger fault_gate after insert on raw_page
        for each statement execute function fault_gate();
      """
          .formatted(LOCK);

  private static final String THERE =
      "select count(*) from pg_locks where locktype = 'advisory' and not granted and objid = "
          + LOCK;

  private final Fleet fleet;
  private final Connection session;

  private StoreGate(Fleet fleet, Connection session) {
    this.fleet = fleet;
    this.session = session;
  }

  static StoreGate close(Fleet fleet) {
    fleet.rows().execute(TRIGGER);
    try {
      Connection session = fleet.stack().database().dataSource().getConnection();
      try (Statement statement = session.createStatement()) {
        statement.execute("select pg_advisory_lock(" + LOCK + ")");
      }
      return new StoreGate(fleet, session);
    } catch (SQLException e) {
      throw new IllegalStateException("the database refuses " + e.getSQLState(), e);
    }
  }

  boolean isSomebodyThere() {
    return fleet.rows().number(THERE) > 0;
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (SQLException e) {
      throw new IllegalStateException("the database refuses " + e.getSQLState(), e);
    }
  }
}
