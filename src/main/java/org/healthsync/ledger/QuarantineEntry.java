package org.healthsync.ledger;

import org.healthsync.platform.Stage;
import org.jspecify.annotations.Nullable;

/**
 * A part of a page that could not go on.
 *
 * @param stage where it stopped
 * @param reason stable code such as {@code out-of-range}
 * @param readingType what was measured, when known
 * @param sourceKey the provider's key, when known
 * @param pointer JSON pointer into the page, when there is one
 * @param message readable, without values
 * @param sealedExtract the part itself, sealed; null when there is none
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared or changed
public record QuarantineEntry(
    Stage stage,
    String reason,
    @Nullable String readingType,
    @Nullable String sourceKey,
    @Nullable String pointer,
    String message,
    byte @Nullable [] sealedExtract) {}
