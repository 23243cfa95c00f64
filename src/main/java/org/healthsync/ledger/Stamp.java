package org.healthsync.ledger;

import java.time.Instant;
import org.healthsync.platform.PageId;
import org.healthsync.platform.RequestId;
import org.jspecify.annotations.Nullable;

/**
 * By what a row was last met.
 *
 * @param seenBy the request whose reading has to know what it met; null when none has
 * @param page the archived page; null when there is none
 * @param at when that page was fetched: what is older has nothing more to say about the row
 */
record Stamp(@Nullable RequestId seenBy, @Nullable PageId page, Instant at) {

  static Stamp of(Origin origin, boolean marksSeen) {
    SourcePage page = origin.page();
    return new Stamp(
        marksSeen ? origin.request() : null,
        page == null ? null : page.id(),
        page == null ? origin.fetchedAt() : page.fetchedAt());
  }

  Stamp withoutRequest() {
    return new Stamp(null, page, at);
  }
}
