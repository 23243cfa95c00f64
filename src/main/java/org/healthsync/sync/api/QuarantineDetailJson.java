package org.healthsync.sync.api;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.healthsync.ledger.QuarantinedPart;
import org.healthsync.sync.QuarantineViews;
import org.jspecify.annotations.Nullable;

/**
 * An item with the shape of its part.
 *
 * @param item as it is listed
 * @param measuredAt when it was measured, when known
 * @param archived whether its page was kept when it was last met
 * @param replayedAt when it was last asked to try it again
 * @param extract names and types, no values
 */
@Schema(name = "QuarantineDetail")
public record QuarantineDetailJson(
    QuarantineItemJson item,
    @Nullable Instant measuredAt,
    boolean archived,
    @Nullable Instant replayedAt,
    @Schema(
            type = SchemaType.OBJECT,
            nullable = true,
            example = "{\"value\":\"<number>\",\"type\":1,\"unit\":-3}")
        @Nullable Object extract) {

  static QuarantineDetailJson of(QuarantineViews.View view) {
    QuarantinedPart part = view.part();
    return new QuarantineDetailJson(
        QuarantineItemJson.of(part.item()),
        part.measuredAt(),
        part.pageId() != null,
        part.replayedAt(),
        view.extract());
  }
}
