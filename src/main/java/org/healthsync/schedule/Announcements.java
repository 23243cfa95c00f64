package org.healthsync.schedule;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.healthsync.platform.Database;
import org.healthsync.platform.FailureTrace;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Hears by PostgreSQL's {@code LISTEN} of urgent work that another replica has queued. Holds one
 * connection and one thread. An announcement that is missed costs the time to the next poll.
 */
final class Announcements implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Announcements.class.getName());
  private static final int LISTEN_MILLIS = 500;
  private static final int PROBE_EVERY = 20;
  private static final Duration FIRST_RETRY = Duration.ofMillis(500);
  private static final Duration LAST_RETRY = Duration.ofSeconds(30);

  private final Database database;
  private final ExecutorService threads;
  private final ScheduledExecutorService timers;
  private final Runnable heard;
  private volatile boolean closed;
  private volatile Duration retry = FIRST_RETRY;

  /**
   * Prepares, but does not listen yet.
   *
   * @param heard run at each announcement, and when one may have been missed
   */
  Announcements(
      Database database, ExecutorService threads, ScheduledExecutorService timers, Runnable heard) {
    this.database = database;
    this.threads = threads;
    this.timers = timers;
    this.heard = heard;
  }

  void start() {
    try {
      threads.execute(this::listen);
    } catch (RejectedExecutionException e) {
      LOG.log(System.Logger.Level.WARNING, "announcements are not heard: no thread");
    }
  }

  @Override
  public void close() {
    closed = true;
  }

  private void listen() {
    if (closed) {
      return;
    }
    try (Connection connection = database.dataSource().getConnection()) {
      execute(connection, "listen " + WorkQueue.CHANNEL);
      retry = FIRST_RETRY;
      try {
        heard.run();
        hear(connection);
      } finally {
        // the connection goes back to the pool
        execute(connection, "unlisten *");
      }
    } catch (SQLException | RuntimeException | LinkageError e) {
      // the last: a server that keeps the driver from the application
      again(e);
    }
  }

  private void hear(Connection connection) throws SQLException {
    PGConnection listening = connection.unwrap(PGConnection.class);
    int silent = 0;
    while (!closed) {
      PGNotification[] announced = listening.getNotifications(LISTEN_MILLIS);
      if (announced != null && announced.length > 0) {
        heard.run();
      } else if (++silent % PROBE_EVERY == 0) {
        // a connection that has died is as silent as one on which nothing happens
        execute(connection, "select 1");
      }
    }
  }

  private void again(Throwable failure) {
    if (closed) {
      return;
    }
    Duration delay = retry;
    retry = LAST_RETRY.compareTo(delay.multipliedBy(2)) < 0 ? LAST_RETRY : delay.multipliedBy(2);
    LOG.log(
        System.Logger.Level.WARNING,
        () ->
            "announcements of work are not heard, polling goes on; tried again in %s: %s"
                .formatted(delay, FailureTrace.of(failure)));
    try {
      Future<?> unused = timers.schedule(this::start, delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.log(System.Logger.Level.WARNING, "announcements are heard no more: no timer");
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
