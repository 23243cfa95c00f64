package org.healthsync.sync;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
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
  private static final int AT_ONCE = 2_000;
  private static final UUID FIRST = new UUID(0, 0);

  // some connections at a time, and of them those without a row for one of their streams
  private static final String LOOK =
      "with looked as (select id, provider from connection where status = 'ACTIVE' and id > ?"
          + " order by id limit ?) select l.id, exists (select 1"
          + " from unnest(?::text[], ?::text[]) as p (provider, stream)"
          + " where p.provider = l.provider and not exists (select 1 from stream_state s"
          + " where s.connection_id = l.id and s.stream = p.stream and s.next_due_at is not null))"
          + " from looked l order by l.id";

  private final Database database;
  private final DueStreams due;
  private final FirstSyncs firstSyncs;
  private final SyncService syncs;
  private final SyncTargets targets;
  private final Supplier<List<PolledStream>> polled;
  private final Clock clock;
  private volatile UUID lookedAt = FIRST;

  Housekeeping(
      Database database,
      DueStreams due,
      FirstSyncs firstSyncs,
      SyncService syncs,
      SyncTargets targets,
      Supplier<List<PolledStream>> polled,
      Clock clock) {
    this.database = database;
    this.due = due;
    this.targets = targets;
    this.polled = polled;
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
   * Begins streams that nobody has asked for: of connections nobody heard of, because we died in
   * that moment, of plugins that have grown, of permissions that were given later. Each call looks
   * at some connections and the next one at others.
   */
  void beginForgotten() {
    List<ConnectionId> lacking = new ArrayList<>();
    UUID after = lookedAt;
    lookedAt = database.inTransaction(transaction -> look(transaction, after, lacking));
    lacking.forEach(firstSyncs::beginMissing);
  }

  private UUID look(Connection transaction, UUID after, List<ConnectionId> lacking)
      throws SQLException {
    List<PolledStream> streams = polled.get();
    UUID last = after;
    int looked = 0;
    try (PreparedStatement statement = transaction.prepareStatement(LOOK)) {
      statement.setObject(1, after);
      statement.setInt(2, AT_ONCE);
      statement.setArray(3, text(transaction, streams, PolledStream::provider));
      statement.setArray(4, text(transaction, streams, PolledStream::stream));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          looked++;
          last = row.getObject(1, UUID.class);
          if (row.getBoolean(2)) {
            lacking.add(new ConnectionId(last));
          }
        }
      }
    }
    return looked < AT_ONCE ? FIRST : last;
  }

  private static Array text(
      Connection transaction, List<PolledStream> streams, Function<PolledStream, String> value)
      throws SQLException {
    return transaction.createArrayOf("text", streams.stream().map(value).toArray());
  }

  private record Owner(TenantId tenant, ConnectionId connection) {}
}
