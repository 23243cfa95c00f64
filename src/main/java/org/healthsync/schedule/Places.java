package org.healthsync.schedule;

import com.github.kagkarlsson.shaded.jdbc.JdbcRunner;
import com.github.kagkarlsson.shaded.jdbc.ResultSetMapper;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * How many jobs of one scheduler may wait for the same peer, a provider or a FHIR server, at a
 * time: three quarters of its threads. So one that is slow holds up its own work, and there is
 * always a worker for that of others. Safe for many threads.
 */
final class Places {

  private static final int KEPT = 4;

  // what is being worked on is never more than there are workers
  private static final String HELD =
      "select peer, count(*) as jobs from scheduled_tasks where picked and picked_by = ?"
          + " and peer <> '' group by peer";

  private final String scheduler;
  private final int most;
  private volatile boolean crowded;

  /** Those of a scheduler with so many threads. */
  Places(String scheduler, int threads) {
    this.scheduler = scheduler;
    this.most = threads - Math.min(threads - 1, Math.max(1, threads / KEPT));
  }

  /** What is held now; remembered for {@link #crowded}. */
  Held held(JdbcRunner runner) {
    ResultSetMapper<Held> reading = this::read;
    return noted(runner.query(HELD, statement -> statement.setString(1, scheduler), reading));
  }

  /** As {@link #held(JdbcRunner)}. */
  Held held(Connection database) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(HELD)) {
      statement.setString(1, scheduler);
      try (ResultSet rows = statement.executeQuery()) {
        return noted(read(rows));
      }
    }
  }

  private Held noted(Held held) {
    crowded = !held.full().isEmpty();
    return held;
  }

  private Held read(ResultSet rows) throws SQLException {
    List<String> full = new ArrayList<>();
    int room = most;
    while (rows.next()) {
      int free = most - rows.getInt("jobs");
      if (free > 0) {
        room = Math.min(room, free);
      } else {
        full.add(rows.getString("peer"));
      }
    }
    return new Held(full, room);
  }

  /** Whether some peer had no place left when this was last looked at: its work may wait. */
  boolean crowded() {
    return crowded;
  }

  /**
   * Which places are taken.
   *
   * @param full peers without a free place
   * @param room so many jobs more can be taken whomever of the others they wait for; at least one
   */
  record Held(List<String> full, int room) {

    Held {
      full = List.copyOf(full);
    }
  }
}
