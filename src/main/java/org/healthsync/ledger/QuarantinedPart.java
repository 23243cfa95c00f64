package org.healthsync.ledger;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An item of quarantine with all that is stored of it.
 *
 * @param item as it is listed
 * @param pageId the archived page that last held it; null when it was not archived
 * @param measuredAt when it was measured, when known
 * @param replayedAt when it was last asked to try it again; null when never
 * @param sealedExtract the part itself, sealed; null when there is none
 * @param resource the FHIR JSON that the server refused; null for other stages than DELIVER
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared or changed
public record QuarantinedPart(
    QuarantineItem item,
    @Nullable UUID pageId,
    @Nullable Instant measuredAt,
    @Nullable Instant replayedAt,
    byte @Nullable [] sealedExtract,
    byte @Nullable [] resource) {}
