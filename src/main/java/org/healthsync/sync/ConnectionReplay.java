package org.healthsync.sync;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.healthsync.archive.PagePlace;
import org.healthsync.archive.ReplayPages;
import org.healthsync.ledger.Redelivery;
import org.healthsync.ledger.ReplayCandidate;
import org.healthsync.ledger.ReplayCandidates;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Lane;
import org.healthsync.platform.RequestId;
import org.healthsync.platform.RunId;
import org.healthsync.platform.Stage;
import org.healthsync.platform.TenantId;
import org.healthsync.schedule.ReapplyRequests;
import org.healthsync.schedule.SyncRequests;
import org.healthsync.schedule.SyncRuns;
import org.healthsync.schedule.WorkKind;
import org.healthsync.schedule.WorkQueue;
import org.healthsync.spi.stream.StreamDescriptor;
import org.healthsync.spi.stream.Window;
import org.jspecify.annotations.Nullable;

/** Begins to try items of one connection again, inside of one transaction. Used once. */
final class ConnectionReplay {

  /**
   * What it works with.
   *
   * @param pages single pages of the archive
   * @param runs runs of syncs
   * @param queue wakes workers
   */
  record Parts(ReplayPages pages, SyncRuns runs, WorkQueue queue) {}

  private static final ReapplyRequests REAPPLY = new ReapplyRequests();
  private static final SyncRequests FETCH = new SyncRequests();
  private static final Redelivery REDELIVERY = new Redelivery();

  private final Parts parts;
  private final Connection transaction;
  private final TenantId tenant;
  private final ConnectionId connection;
  private final @Nullable SyncTarget target;
  private final Instant now;
  private @Nullable RunId run;

  ConnectionReplay(
      Parts parts,
      Connection transaction,
      TenantId tenant,
      ConnectionId connection,
      @Nullable SyncTarget target,
      Instant now) {
    this.parts = parts;
    this.transaction = transaction;
    this.tenant = tenant;
    this.connection = connection;
    this.target = target;
    this.now = now;
  }

  ReplayView begin(List<ReplayCandidate> items) throws SQLException {
    List<String> refused = new ArrayList<>();
    Map<String, List<ReplayCandidate>> ofPages = new TreeMap<>();
    for (ReplayCandidate item : items) {
      String pointer = item.pointer();
      if (item.stage() == Stage.DELIVER && pointer != null) {
        refused.add(pointer);
      } else {
        ofPages.computeIfAbsent(item.stream(), of -> new ArrayList<>()).add(item);
      }
    }
    ReplayView view = ReplayView.NOTHING;
    for (Map.Entry<String, List<ReplayCandidate>> stream : ofPages.entrySet()) {
      view = view.plus(again(stream.getKey(), stream.getValue()));
    }
    if (!refused.isEmpty()) {
      REDELIVERY.queue(transaction, tenant, connection, refused, now);
      parts.queue().wake(transaction, WorkKind.DELIVER, connection, now, Lane.SCHEDULED);
    }
    return view.plus(
        new ReplayView(refused.size(), 0, 0, refused.size(), 0, syncs(), List.of(), false));
  }

  private List<String> syncs() {
    return run == null ? List.of() : List.of(run.toString());
  }

  private ReplayView again(String stream, List<ReplayCandidate> items) throws SQLException {
    Optional<StreamDescriptor> known =
        target == null ? Optional.empty() : target.stream(stream).filter(target::permits);
    if (known.isEmpty()) {
      return new ReplayView(items.size(), 0, 0, 0, items.size(), List.of(), List.of(), false);
    }
    List<PagePlace> pages = remap(stream, items);
    Set<UUID> kept = pages.stream().map(PagePlace::id).collect(Collectors.toSet());
    List<ReplayCandidate> lost =
        items.stream().filter(item -> !kept.contains(item.pageId())).toList();
    int remapped = items.size() - lost.size();
    return new ReplayView(items.size(), remapped, 0, 0, 0, List.of(), List.of(), false)
        .plus(refetch(known.get(), lost));
  }

  private List<PagePlace> remap(String stream, List<ReplayCandidate> items) throws SQLException {
    Set<UUID> wanted = new HashSet<>();
    items.forEach(item -> Optional.ofNullable(item.pageId()).ifPresent(wanted::add));
    List<PagePlace> pages = parts.pages().kept(transaction, tenant, connection, stream, wanted);
    if (!pages.isEmpty()) {
      Instant end = pages.get(pages.size() - 1).fetchedAt().plusNanos(1_000);
      Window span = new Window(pages.get(0).fetchedAt(), end);
      RequestId request = REAPPLY.add(transaction, tenant, connection, stream, span, theRun(), now);
      parts.pages().add(transaction, request, pages);
    }
    return pages;
  }

  private ReplayView refetch(StreamDescriptor stream, List<ReplayCandidate> lost)
      throws SQLException {
    if (stream.movement() == StreamDescriptor.Movement.PUSHED) {
      return new ReplayView(0, 0, 0, 0, lost.size(), List.of(), List.of(), false);
    }
    List<ReplayView.Refetch> refetches = new ArrayList<>();
    SyncTarget known = Objects.requireNonNull(target);
    for (Window window : RefetchWindows.of(known, stream, lost, now)) {
      FETCH.add(
          transaction,
          new SyncRequests.Wanted(tenant, connection, stream.name(), window, Lane.BACKFILL),
          theRun(),
          now);
      refetches.add(
          new ReplayView.Refetch(connection.toString(), stream.name(), window.from(), window.to()));
    }
    if (!refetches.isEmpty()) {
      ReplayCandidates.leave(transaction, tenant, lost);
    }
    return new ReplayView(0, 0, lost.size(), 0, 0, List.of(), refetches, false);
  }

  private RunId theRun() throws SQLException {
    if (run == null) {
      // first, since it locks, as whoever orders a sync
      parts.queue().wake(transaction, WorkKind.SYNC, connection, now, Lane.BACKFILL);
      run = parts.runs().create(transaction, tenant, connection, Lane.BACKFILL, "replay", now);
    }
    return run;
  }
}
