package org.healthsync.sync;

import org.healthsync.ledger.PageCommit;
import org.healthsync.schedule.SyncRequest;

/** What follows when a page was stored: somebody delivers it, and it is counted. */
final class StoredPages {

  private final DeliveryWakeUp delivery;
  private final SyncListener listener;

  StoredPages(DeliveryWakeUp delivery, SyncListener listener) {
    this.delivery = delivery;
    this.listener = listener;
  }

  void after(SyncTarget target, SyncRequest request, PageCommit commit) {
    delivery.after(commit, target.connection(), request.lane());
    listener.stored(target.plugin().id(), request.stream(), commit);
  }

  void after(SyncTarget target, SyncRequest request, PageCommit commit, MadePage page) {
    after(target, request, commit);
    page.skipped().forEach((what, count) -> listener.skipped(target.plugin().id(), what, count));
  }
}
