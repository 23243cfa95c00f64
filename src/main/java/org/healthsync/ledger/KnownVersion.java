package org.healthsync.ledger;

import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger holds of a resource.
 *
 * @param contentHash of its last content
 * @param version its last version
 * @param state its state
 * @param undelivered whether it is shared with another connection whose outbox still holds it and
 *     this connection's does not, so that it may not be at the server when this connection's
 *     resources arrive there
 * @param shownAt when the page was fetched that showed it last
 * @param seenBy the last request that marked it as met; null when none has
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content below
record KnownVersion(
    byte[] contentHash,
    int version,
    VersionState state,
    boolean undelivered,
    Instant shownAt,
    @Nullable UUID seenBy) {

  /** Whether {@code entry} brings anything that the server does not have. */
  boolean differsFrom(LedgerEntry entry) {
    boolean completed = state == VersionState.PRELIMINARY && !entry.preliminary();
    return state == VersionState.DELETED
        || completed
        || !Arrays.equals(contentHash, entry.contentHash());
  }

  /** Whether an archived page that is mapped again has nothing to say about it any more. */
  boolean isSettledFor(Stamp page) {
    boolean metAlready = page.seenBy() != null && page.seenBy().value().equals(seenBy);
    return metAlready || shownAt.isAfter(page.at());
  }

  /** The state after {@code entry}. */
  VersionState stateAfter(LedgerEntry entry) {
    return state == VersionState.PRELIMINARY ? firstState(entry) : VersionState.AMENDED;
  }

  static VersionState firstState(LedgerEntry entry) {
    return entry.preliminary() ? VersionState.PRELIMINARY : VersionState.FINAL;
  }
}
