package org.healthsync.schedule;

import com.github.kagkarlsson.scheduler.task.Execution;
import java.time.Clock;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Database;

/** Gives the turns of workers that are not heard of any more to others. Safe for many threads. */
final class Heirs {

  private static final System.Logger LOG = System.getLogger(Heirs.class.getName());

  private final Database database;
  private final WorkQueue queue;
  private final Clock clock;
  private final String name;

  /** For the replica of that name. */
  Heirs(Database database, WorkQueue queue, Clock clock, String name) {
    this.database = database;
    this.queue = queue;
    this.clock = clock;
    this.name = name;
  }

  /** Tells the job and lets the next worker have the turn. All replicas notice; one does it. */
  void revive(WorkScheduler.Job job, Execution execution) {
    ConnectionId connection = ConnectionId.parse(execution.taskInstance.getId());
    WorkQueue.Place place = new WorkQueue.Place(job.kind(), connection);
    boolean ours =
        database.inTransaction(
            transaction ->
                queue.takeOver(transaction, place, execution.version, name, clock.instant()));
    if (!ours) {
      return;
    }
    LOG.log(
        System.Logger.Level.WARNING,
        "{0} of connection {1}: its worker is not heard of any more",
        job.kind(),
        connection);
    try {
      job.handler().lost(connection);
    } finally {
      database.inTransaction(
          transaction -> {
            queue.giveBack(transaction, place, execution.version);
            return place;
          });
    }
  }
}
