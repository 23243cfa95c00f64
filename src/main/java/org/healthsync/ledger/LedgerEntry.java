package org.healthsync.ledger;

import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A rendered resource that a page yielded.
 *
 * @param resourceType such as {@code Observation}
 * @param id its FHIR id, derived from what it stands for
 * @param readingType what was measured, such as {@code body-weight}
 * @param sourceKey the provider's stable key of the reading
 * @param contentHash SHA-256 of the canonical content; must not depend on the status
 * @param preliminary whether the reading may still grow
 * @param measuredAt when it was measured, for windows (a local day is its midnight UTC); null for
 *     what no window can miss, such as devices
 * @param sourceAt when the provider had it, for the lag from source to FHIR; null when unknown
 * @param body gives the FHIR JSON as UTF-8 with the status that it has when it is new; asked only
 *     when there is something to deliver
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared or changed
public record LedgerEntry(
    String resourceType,
    UUID id,
    String readingType,
    String sourceKey,
    byte[] contentHash,
    boolean preliminary,
    @Nullable Instant measuredAt,
    @Nullable Instant sourceAt,
    Supplier<byte[]> body) {

  /** Makes the key fit for the database. */
  public LedgerEntry {
    sourceKey = StoredText.sourceKey(sourceKey);
  }

  ResourceKey key() {
    return new ResourceKey(resourceType, id);
  }
}
