package org.healthsync.sync;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.healthsync.platform.Database;
import org.healthsync.platform.Lane;
import org.jspecify.annotations.Nullable;

/**
 * How much waits in the flow, over all tenants and replicas; looked at every ten seconds at most,
 * by one thread. Safe for many threads; blocks on the database now and then, for seconds at most
 * when that hangs.
 */
public final class FlowDepths {

  private static final Duration FRESH = Duration.ofSeconds(10);

  // a scrape waits for ten seconds
  private static final int LONGEST_SECONDS = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  // counted up to a million, so that a look stays cheap when it matters most
  private static final String OUTBOX =
      "select (select count(*) from (select 1 from outbox limit 1000000) o),"
          + " (select created_at from outbox order by seq limit 1),"
          + " (select count(*) from tenant_hold),"
          + " (select count(*) from destination_pause where width = 0)";

  private static final String LANES =
      "select r.lane, count(*), min(greatest(coalesce(r.not_before, r.created_at), h.until))"
          + " from sync_request r left join lane_hold h on h.connection_id = r.connection_id"
          + " and h.lane = r.lane"
          + " where greatest(coalesce(r.not_before, r.created_at), h.until) <= ? group by r.lane";

  private final Database database;
  private final Clock clock;
  private final Lock looking = new ReentrantLock();
  private volatile Depths last = Depths.NOTHING;
  private volatile Instant lookedAt = Instant.MIN;

  FlowDepths(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** What waits; as it was when the database last answered. */
  public Depths now() {
    Instant now = clock.instant();
    if (lookedAt.plus(FRESH).isBefore(now) && looking.tryLock()) {
      try {
        lookedAt = now;
        last = database.inTransaction(PATIENCE, transaction -> look(transaction, now));
      } catch (Database.DatabaseException e) {
        return last; // readiness tells of the database
      } finally {
        looking.unlock();
      }
    }
    return last;
  }

  private static Depths look(Connection transaction, Instant now) throws SQLException {
    Map<Lane, Waiters> lanes = lanes(transaction, now);
    try (PreparedStatement statement = transaction.prepareStatement(OUTBOX)) {
      statement.setQueryTimeout(LONGEST_SECONDS);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        Waiters outbox = new Waiters(row.getLong(1), age(row.getTimestamp(2), now));
        return new Depths(outbox, row.getLong(3), row.getLong(4), lanes);
      }
    }
  }

  private static Map<Lane, Waiters> lanes(Connection transaction, Instant now) throws SQLException {
    Map<Lane, Waiters> lanes = new EnumMap<>(Lane.class);
    try (PreparedStatement statement = transaction.prepareStatement(LANES)) {
      statement.setQueryTimeout(LONGEST_SECONDS);
      statement.setTimestamp(1, Timestamp.from(now));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          lanes.put(
              Lane.valueOf(row.getString(1)),
              new Waiters(row.getLong(2), age(row.getTimestamp(3), now)));
        }
      }
    }
    return lanes;
  }

  private static long age(@Nullable Timestamp since, Instant now) {
    return since == null ? 0 : Math.max(0, Duration.between(since.toInstant(), now).toSeconds());
  }

  /**
   * Something that waits.
   *
   * @param number how many
   * @param oldestSeconds how long the oldest has waited
   */
  public record Waiters(long number, long oldestSeconds) {
    static final Waiters NONE = new Waiters(0, 0);
  }

  /**
   * What waits.
   *
   * @param outbox versions for delivery
   * @param tenantsHeld tenants for which nothing is fetched
   * @param destinationsPaused FHIR servers that do not answer
   * @param lanes requests that may be worked on, by urgency
   */
  public record Depths(
      Waiters outbox, long tenantsHeld, long destinationsPaused, Map<Lane, Waiters> lanes) {

    static final Depths NOTHING = new Depths(Waiters.NONE, 0, 0, Map.of());

    /** Copies the lanes. */
    public Depths {
      lanes = Map.copyOf(lanes);
    }

    /** What waits in a lane. */
    public Waiters lane(Lane lane) {
      return lanes.getOrDefault(lane, Waiters.NONE);
    }
  }
}
