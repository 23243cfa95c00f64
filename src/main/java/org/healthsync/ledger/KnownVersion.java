package org.healthsync.ledger;

import java.util.Arrays;

/**
 * What the ledger holds of a resource.
 *
 * @param contentHash of its last content
 * @param version its last version
 * @param state its state
 * @param undelivered whether it is shared with another connection whose outbox still holds it, so
 *     that it may not be at the server when this connection's resources arrive there
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content below
record KnownVersion(byte[] contentHash, int version, VersionState state, boolean undelivered) {

  /** Whether {@code entry} brings anything that the server does not have. */
  boolean differsFrom(LedgerEntry entry) {
    boolean completed = state == VersionState.PRELIMINARY && !entry.preliminary();
    return state == VersionState.DELETED
        || completed
        || !Arrays.equals(contentHash, entry.contentHash());
  }

  /** The state after {@code entry}. */
  VersionState stateAfter(LedgerEntry entry) {
    return state == VersionState.PRELIMINARY ? firstState(entry) : VersionState.AMENDED;
  }

  static VersionState firstState(LedgerEntry entry) {
    return entry.preliminary() ? VersionState.PRELIMINARY : VersionState.FINAL;
  }
}
