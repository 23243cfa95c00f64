package org.healthsync.sync;

import java.time.Duration;
import java.util.Optional;
import org.healthsync.ledger.PageCommit;
import org.healthsync.platform.Lane;
import org.healthsync.platform.RequestId;
import org.healthsync.schedule.SyncRequest;

/** What follows when a page was stored: somebody delivers it, and it is counted. */
final class StoredPages {

  private final DeliveryWakeUp delivery;
  private final SyncListener listener;
  private final NotifiedLag lag;
  private final BackPressure backPressure;

  StoredPages(
      DeliveryWakeUp delivery, SyncListener listener, NotifiedLag lag, BackPressure backPressure) {
    this.delivery = delivery;
    this.backPressure = backPressure;
    this.listener = listener;
    this.lag = lag;
  }

  /** Tells how long ago the notification came that a request was made for. */
  @FunctionalInterface
  interface NotifiedLag {
    /** Empty when the request is gone. */
    Optional<Duration> of(RequestId request);
  }

  void after(SyncTarget target, SyncRequest request, PageCommit commit) {
    queued(target, commit, request.lane());
    listener.stored(target.plugin().id(), request.stream(), commit);
    if (request.lane() == Lane.WEBHOOK) {
      lag.of(request.id()).ifPresent(took -> listener.notified(target.plugin().id(), took));
    }
  }

  /** What a notification brought or told was stored without a request. */
  void notified(SyncTarget target, String stream, PageCommit commit) {
    queued(target, commit, Lane.WEBHOOK);
    listener.stored(target.plugin().id(), stream, commit);
  }

  private void queued(SyncTarget target, PageCommit commit, Lane lane) {
    backPressure.queued(target.tenant(), commit.queued());
    delivery.after(commit, target.connection(), lane);
  }

  void after(SyncTarget target, SyncRequest request, PageCommit commit, MadePage page) {
    after(target, request, commit);
    page.skipped().forEach((what, count) -> listener.skipped(target.plugin().id(), what, count));
  }
}
