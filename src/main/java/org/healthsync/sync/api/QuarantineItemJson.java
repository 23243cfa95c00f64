package org.healthsync.sync.api;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.healthsync.ledger.QuarantineItem;
import org.jspecify.annotations.Nullable;

/** An item. */
@Schema(name = "QuarantineItem")
public record QuarantineItemJson(
    String id,
    String connectionId,
    String stage,
    String reason,
    String stream,
    @Nullable String readingType,
    @Nullable String sourceKey,
    @Nullable String pointer,
    String message,
    int occurrences,
    Instant firstAt,
    Instant lastAt) {

  static QuarantineItemJson of(QuarantineItem item) {
    return new QuarantineItemJson(
        item.id().toString(),
        item.connection().toString(),
        item.stage().name(),
        item.reason(),
        item.stream(),
        item.readingType(),
        item.sourceKey(),
        item.pointer(),
        item.message(),
        item.occurrences(),
        item.firstAt(),
        item.lastAt());
  }
}
