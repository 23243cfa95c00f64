package org.healthsync.platform;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/**
 * The time of the database, which is the same for all replicas: leases, heartbeats and the times at
 * which work is due are compared between them. It is this machine's clock and how far that is off,
 * as it was last measured; before a first measurement, and while the database is away, it goes on
 * by what is known. Safe for many threads; only {@link #follow} blocks.
 */
public final class DatabaseClock extends Clock {

  private static final System.Logger LOG = System.getLogger(DatabaseClock.class.getName());

  private static final String NOW = "select clock_timestamp()";

  // the quickest answer tells best, since its way there and back is the error
  private static final int QUESTIONS = 3;

  // machines that keep time differ by less; a step for each measurement would make times go back
  private static final Duration SMALLEST_STEP = Duration.ofMillis(100);

  private static final Duration STRIKING = Duration.ofSeconds(2);

  private final Clock own;
  private final DataSource database;
  private final AtomicLong offsetMillis;

  /** Not yet measured: the same as {@code own}. */
  public DatabaseClock(Clock own, DataSource database) {
    this(own, database, new AtomicLong());
  }

  private DatabaseClock(Clock own, DataSource database, AtomicLong offsetMillis) {
    this.own = own;
    this.database = database;
    this.offsetMillis = offsetMillis;
  }

  /** Measures how far this machine's clock is off; without the database nothing changes. */
  public void follow() {
    try (Connection connection = database.getConnection();
        PreparedStatement question = connection.prepareStatement(NOW)) {
      Measured best = measured(question);
      for (int i = 1; i < QUESTIONS; i++) {
        Measured next = measured(question);
        best = next.error().compareTo(best.error()) < 0 ? next : best;
      }
      apply(best);
    } catch (SQLException | RuntimeException e) {
      // whatever it is: a timer that throws would never ask again
      LOG.log(
          System.Logger.Level.DEBUG,
          () -> "the database does not tell the time: " + FailureTrace.of(e));
    }
  }

  private void apply(Measured measured) {
    Duration step = measured.offset().minus(offset()).abs();
    if (step.compareTo(SMALLEST_STEP.plus(measured.error())) < 0) {
      return;
    }
    offsetMillis.set(measured.offset().toMillis());
    if (step.compareTo(STRIKING) >= 0) {
      LOG.log(
          System.Logger.Level.WARNING,
          "the clock of this machine is off by {0} against the database, whose time is used;"
              + " see to its time synchronization",
          measured.offset().negated());
    }
  }

  private Measured measured(PreparedStatement question) throws SQLException {
    Instant asked = own.instant();
    try (ResultSet answer = question.executeQuery()) {
      answer.next();
      Instant told = answer.getObject(1, OffsetDateTime.class).toInstant();
      Duration error = Duration.between(asked, own.instant()).dividedBy(2);
      return new Measured(Duration.between(asked.plus(error), told), error);
    }
  }

  /** What is added to this machine's time. */
  public Duration offset() {
    return Duration.ofMillis(offsetMillis.get());
  }

  @Override
  public Instant instant() {
    return own.instant().plusMillis(offsetMillis.get());
  }

  @Override
  public ZoneId getZone() {
    return own.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return new DatabaseClock(own.withZone(zone), database, offsetMillis);
  }

  /** How far off, give or take the error. */
  private record Measured(Duration offset, Duration error) {}
}
