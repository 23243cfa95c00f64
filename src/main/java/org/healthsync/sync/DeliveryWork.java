package org.healthsync.sync;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.healthsync.deliver.DeliveryJob;
import org.healthsync.deliver.DrainBudget;
import org.healthsync.deliver.DrainOutcome;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Lane;
import org.healthsync.schedule.WorkHandler;
import org.healthsync.schedule.WorkQueue;

/** One turn of a connection's delivery. */
final class DeliveryWork implements WorkHandler {

  private static final DrainBudget TURN = new DrainBudget(5_000, Duration.ofSeconds(10));

  private static final String PENDING = "select 1 from outbox where connection_id = ? limit 1";

  private final DeliveryJob job;
  private final Clock clock;

  DeliveryWork(DeliveryJob job, Clock clock) {
    this.job = job;
    this.clock = clock;
  }

  @Override
  public WorkQueue.NextTurn work(ConnectionId connection, Stopping stopping) {
    DrainOutcome outcome = job.drain(connection, TURN);
    Instant again = outcome.retryAt();
    Instant at = again == null ? clock.instant() : again;
    // looked up under the queue row's lock: what was committed meanwhile is seen
    return transaction -> {
      try (var statement = transaction.prepareStatement(PENDING)) {
        statement.setObject(1, connection.value());
        try (var row = statement.executeQuery()) {
          return row.next()
              ? Optional.of(new WorkQueue.Turn(at, Lane.SCHEDULED))
              : Optional.empty();
        }
      }
    };
  }
}
