package org.healthsync.sync;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.healthsync.archive.RawArchive;
import org.healthsync.deliver.DoubtfulDeliveries;
import org.healthsync.ledger.Ledger;
import org.healthsync.platform.Database;
import org.healthsync.platform.api.IdempotencyKeys;
import org.healthsync.plugin.ActivePlugin;
import org.healthsync.plugin.PluginRegistry;
import org.healthsync.schedule.Ageing;
import org.healthsync.schedule.ScheduleSettings;
import org.healthsync.schedule.WorkScheduler.Chore;
import org.healthsync.spi.stream.StreamDescriptor;

/** Says what is to be done now and then, and how often. */
@ApplicationScoped
public class ChoreWiring {

  private static final Duration LOOK_FOR_DUE = Duration.ofSeconds(20);
  private static final Duration LOOK_FOR_FORGOTTEN = Duration.ofSeconds(10);
  private static final Duration LOOK_FOR_ORDERS = Duration.ofSeconds(2);
  private static final Duration LOOK_FOR_AGED = Duration.ofSeconds(5);
  private static final Duration TIDY = Duration.ofHours(1);
  private static final Duration KEEP_KEYS = Duration.ofDays(2);

  @Produces
  @Singleton
  Housekeeping housekeeping(
      Database database,
      Clock clock,
      SyncTargets targets,
      SyncService syncs,
      PluginRegistry plugins) {
    DueStreams due = new DueStreams(clock);
    return new Housekeeping(
        database,
        due,
        new FirstSyncs(database, targets, syncs, due),
        syncs,
        targets,
        () -> plugins.active().stream().flatMap(ChoreWiring::polled).toList(),
        clock);
  }

  private static Stream<PolledStream> polled(ActivePlugin plugin) {
    return plugin.descriptor().streams().stream()
        .filter(stream -> stream.movement() != StreamDescriptor.Movement.PUSHED)
        .map(stream -> new PolledStream(plugin.id().value(), stream.name()));
  }

  @Produces
  @Singleton
  QueueChores queueChores(
      DoubtfulDeliveries doubtful, Database database, ScheduleSettings schedule, Clock clock) {
    ForgottenWork forgotten = new ForgottenWork(database);
    Ageing ageing = new Ageing(database, schedule.ageing());
    return new QueueChores(
        List.of(
            // what it queues, the next one wakes
            new Chore("doubtful-deliveries", LOOK_FOR_FORGOTTEN, doubtful::repeat),
            new Chore("forgotten-work", LOOK_FOR_FORGOTTEN, forgotten::wake),
            new Chore("ageing", LOOK_FOR_AGED, () -> ageing.raise(clock.instant()))));
  }

  @Produces
  @Singleton
  Chores chores(
      Housekeeping housekeeping,
      Reapplications reapplications,
      RawArchive archive,
      Ledger ledger,
      IdempotencyKeys keys,
      SharedShapes shapes,
      QueueChores queues,
      NotifyChores notify) {
    List<Chore> ours =
        List.of(
            new Chore("due-streams", LOOK_FOR_DUE, housekeeping::beginDue),
            new Chore("look-back", LOOK_FOR_DUE, housekeeping::beginRereads),
            new Chore("forgotten-connections", LOOK_FOR_DUE, housekeeping::beginForgotten),
            new Chore("reapplications", LOOK_FOR_ORDERS, reapplications::spread),
            new Chore("raw-archive", TIDY, archive::tidy),
            new Chore("old-window-reads", TIDY, () -> ledger.forgetReads(archive.oldest())),
            new Chore("old-page-items", TIDY, () -> ledger.foldItems(archive.oldest())),
            new Chore("old-shapes", TIDY, shapes::forget),
            new Chore("old-idempotency-keys", TIDY, () -> keys.purge(KEEP_KEYS)));
    return new Chores(Stream.of(ours, queues.all(), notify.all()).flatMap(List::stream).toList());
  }
}
