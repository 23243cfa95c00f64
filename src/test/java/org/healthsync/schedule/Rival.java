package org.healthsync.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.healthsync.ledger.LedgerDatabase;
import org.healthsync.platform.Database;

/** A second transaction that runs into the locks of the one the test itself holds open. */
public final class Rival implements AutoCloseable {

  private static final String WAITING =
      "select pid from pg_stat_activity where datname = current_database()"
          + " and wait_event_type = 'Lock'";

  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final LedgerDatabase database;

  /** Opens no transaction yet. */
  public Rival(LedgerDatabase database) {
    this.database = database;
  }

  /** Begins {@code work} and returns once PostgreSQL makes it wait for the first transaction. */
  public <T> Future<T> blocked(Database.Work<T> work) {
    Future<T> second = thread.submit(() -> database.database().inTransaction(work));
    await()
        .pollInterval(Duration.ofMillis(10))
        .until(() -> second.isDone() || !database.column(WAITING).isEmpty());
    assertThat(second.isDone()).as("the second transaction went on beside the first").isFalse();
    return second;
  }

  /** What the second transaction returned, now that the first is over. */
  public static <T> T result(Future<T> second) throws Exception {
    return second.get(10, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
