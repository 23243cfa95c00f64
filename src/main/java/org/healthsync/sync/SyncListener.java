package org.healthsync.sync;

import java.time.Duration;
import org.healthsync.ledger.PageCommit;
import org.healthsync.platform.ProviderId;

/** Told what the flow does, for metrics. Must return at once. */
public interface SyncListener {

  /** A page, or the end of a window, was stored. */
  void stored(ProviderId provider, String stream, PageCommit commit);

  /** A page that a provider had notified of was stored so long after the notification. */
  default void notified(ProviderId provider, Duration took) {}

  /** Parts of a page were left out on purpose. */
  void skipped(ProviderId provider, String what, int count);
}
