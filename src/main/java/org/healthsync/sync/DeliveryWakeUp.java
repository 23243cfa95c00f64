package org.healthsync.sync;

import java.time.Clock;
import org.healthsync.ledger.PageCommit;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Database;
import org.healthsync.platform.Lane;
import org.healthsync.schedule.WorkKind;
import org.healthsync.schedule.WorkQueue;

/**
 * Wakes delivery after something was put into the outbox. A crash between commit and wake-up is
 * mended by {@link ForgottenWork}.
 */
final class DeliveryWakeUp {

  private final Database database;
  private final WorkQueue queue;
  private final Clock clock;
  private final Runnable lookNow;

  DeliveryWakeUp(Database database, WorkQueue queue, Clock clock, Runnable lookNow) {
    this.database = database;
    this.queue = queue;
    this.clock = clock;
    this.lookNow = lookNow;
  }

  void after(PageCommit commit, ConnectionId connection, Lane lane) {
    if (commit.queued() == 0) {
      return;
    }
    database.inTransaction(
        transaction -> {
          queue.wake(transaction, WorkKind.DELIVER, connection, clock.instant(), lane);
          return true;
        });
    lookNow.run();
  }
}
