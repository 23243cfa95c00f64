package org.healthsync.ledger;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A version to store and to deliver; {@code deletedBy} is null unless it is a deletion. */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared or changed
record ResourceVersion(
    String resourceType,
    UUID id,
    String readingType,
    String sourceKey,
    byte[] contentHash,
    int version,
    VersionState state,
    @Nullable Instant measuredAt,
    @Nullable Instant sourceAt,
    byte[] body,
    @Nullable DeletedBy deletedBy) {

  static ResourceVersion first(LedgerEntry entry) {
    return of(entry, 1, KnownVersion.firstState(entry));
  }

  static ResourceVersion next(LedgerEntry entry, KnownVersion known) {
    return of(entry, known.version() + 1, known.stateAfter(entry));
  }

  /** The version that another connection has queued already. */
  static ResourceVersion again(LedgerEntry entry, KnownVersion known) {
    return of(entry, known.version(), known.state());
  }

  private static ResourceVersion of(LedgerEntry entry, int version, VersionState state) {
    return new ResourceVersion(
        entry.resourceType(),
        entry.id(),
        entry.readingType(),
        entry.sourceKey(),
        entry.contentHash(),
        version,
        state,
        entry.measuredAt(),
        entry.sourceAt(),
        FhirStatus.bodyOf(entry, state),
        null);
  }

  ResourceKey key() {
    return new ResourceKey(resourceType, id);
  }

  Changed changed() {
    return new Changed(resourceType, id, readingType, version, state);
  }
}
