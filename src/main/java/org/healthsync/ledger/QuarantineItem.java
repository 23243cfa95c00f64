package org.healthsync.ledger;

import java.time.Instant;
import java.util.UUID;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Stage;
import org.jspecify.annotations.Nullable;

/**
 * A part that could not go on, as operators see it: without the part itself.
 *
 * @param id stable while the same part keeps failing for the same reason
 * @param connection whose data it is
 * @param stage where it stopped
 * @param reason stable code
 * @param stream what was read
 * @param readingType what was measured, when known
 * @param sourceKey the provider's key, when known
 * @param pointer JSON pointer into the page, or the reference of the refused resource
 * @param message readable, without values
 * @param occurrences how often it was met
 * @param firstAt when it was first met
 * @param lastAt when it was last met
 */
public record QuarantineItem(
    UUID id,
    ConnectionId connection,
    Stage stage,
    String reason,
    String stream,
    @Nullable String readingType,
    @Nullable String sourceKey,
    @Nullable String pointer,
    String message,
    int occurrences,
    Instant firstAt,
    Instant lastAt) {}
