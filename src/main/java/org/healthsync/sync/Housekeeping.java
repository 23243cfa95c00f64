package org.healthsync.sync;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Database;
import org.healthsync.platform.FailureTrace;
import org.healthsync.platform.Lane;
import org.healthsync.platform.TenantId;
import org.healthsync.spi.stream.StreamDescriptor;

/** What one replica does now and then: begins syncs that are due and those that nobody began. */
final class Housekeeping {

  private static final System.Logger LOG = System.getLogger(Housekeeping.class.getName());
  private static final Duration RETRY = Duration.ofMinutes(15);
  private static final int AT_ONCE = 500;
  private static final UUID FIRST = new UUID(0, 0);

  private static final String NEVER_READ =
      "select c.id from connection c where c.status = 'ACTIVE' and c.id > ?"
          + " and not exists (select 1 from stream_state s where s.connection_id = c.id)"
          + " and not exists (select 1 from sync_request r where r.connection_id = c.id)"
          + " order by c.id limit ?";

  private final Database database;
  private final DueStreams due;
  private final FirstSyncs firstSyncs;
  private final SyncService syncs;
  private final SyncTargets targets;
  private final Clock clock;
  private volatile UUID lookedAt = FIRST;

  Housekeeping(
      Database database,
      DueStreams due,
      FirstSyncs firstSyncs,
      SyncService syncs,
      SyncTargets targets,
      Clock clock) {
    this.database = database;
    this.due = due;
    this.targets = targets;
    this.clock = clock;
    this.firstSyncs = firstSyncs;
    this.syncs = syncs;
  }

  /** Begins the syncs of all streams that are due. */
  void beginDue() {
    boolean more = true;
    while (more && !Thread.currentThread().isInterrupted()) {
      more = beginSome();
    }
  }

  private boolean beginSome() {
    return database.inTransaction(
        transaction -> {
          DueStreams.Batch batch = due.take(transaction, RETRY);
          Map<Owner, List<SyncService.Part>> wanted =
              batch.due().stream()
                  .collect(
                      Collectors.groupingBy(
                          stream -> new Owner(stream.tenant(), stream.connection()),
                          Collectors.mapping(
                              stream -> new SyncService.Part(stream.stream(), null),
                              Collectors.toList())));
          for (Map.Entry<Owner, List<SyncService.Part>> entry : wanted.entrySet()) {
            Owner owner = entry.getKey();
            syncs.begin(
                transaction,
                new SyncService.Order(
                    owner.tenant(), owner.connection(), Lane.SCHEDULED, "due", entry.getValue()));
          }
          return batch.more();
        });
  }

  /** Reads the look-back windows of streams again that are due for it, to see what was deleted. */
  void beginRereads() {
    boolean more = true;
    while (more && !Thread.currentThread().isInterrupted()) {
      DueStreams.Batch batch =
          database.inTransaction(transaction -> due.takeRereads(transaction, RETRY));
      batch.due().forEach(this::contained);
      more = batch.more();
    }
  }

  private void contained(DueStreams.Due stream) {
    try {
      targets.find(stream.connection()).ifPresent(target -> reread(target, stream));
    } catch (RuntimeException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          () ->
              "connection %s: %s is looked through again later, %s"
                  .formatted(stream.connection(), stream.stream(), FailureTrace.of(e)));
    }
  }

  private void reread(SyncTarget target, DueStreams.Due stream) {
    Optional<SyncService.Order> order =
        target.stream(stream.stream())
            .filter(known -> known.authoritative() && !known.lookBack().isZero())
            .flatMap(known -> lookBack(target, known));
    database.inTransaction(
        transaction -> {
          if (order.isPresent()) {
            syncs.begin(transaction, order.get());
          }
          due.rereadBegun(transaction, stream);
          return stream;
        });
  }

  private Optional<SyncService.Order> lookBack(SyncTarget target, StreamDescriptor stream) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), target.zone());
    LocalDate first = today.minusDays(Math.max(1, stream.lookBack().toDays()));
    List<SyncService.Part> parts =
        DayWindows.pieces(stream, first, today.plusDays(1), target.zone()).stream()
            .map(window -> new SyncService.Part(stream.name(), window))
            .toList();
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new SyncService.Order(
                target.tenant(), target.connection(), Lane.SCHEDULED, "look-back", parts));
  }

  /**
   * Begins to read accounts whose connection nobody heard of, because we died in that moment. Each
   * call looks at some and the next one at others: there are accounts of which nothing is asked.
   */
  void beginForgotten() {
    UUID after = lookedAt;
    List<ConnectionId> forgotten =
        database.inTransaction(
            transaction -> {
              List<ConnectionId> ids = new ArrayList<>();
              try (PreparedStatement statement = transaction.prepareStatement(NEVER_READ)) {
                statement.setObject(1, after);
                statement.setInt(2, AT_ONCE);
                try (ResultSet row = statement.executeQuery()) {
                  while (row.next()) {
                    ids.add(new ConnectionId(row.getObject(1, UUID.class)));
                  }
                }
              }
              return ids;
            });
    lookedAt = forgotten.size() < AT_ONCE ? FIRST : forgotten.get(AT_ONCE - 1).value();
    forgotten.forEach(firstSyncs::activated);
  }

  private record Owner(TenantId tenant, ConnectionId connection) {}
}
