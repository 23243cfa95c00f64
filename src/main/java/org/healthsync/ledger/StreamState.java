package org.healthsync.ledger;

import java.time.Instant;
import org.healthsync.spi.stream.Cursor;
import org.jspecify.annotations.Nullable;

/**
 * How far a stream of a connection is.
 *
 * @param stream its name
 * @param cursor where the next page begins; null before the first page
 * @param cursorAt when the cursor last moved
 * @param lastSuccessAt when the stream was last read to its end; null before the first time
 * @param lastError code of the last failure; null after a success
 * @param lastErrorAt when it failed
 */
public record StreamState(
    String stream,
    @Nullable Cursor cursor,
    @Nullable Instant cursorAt,
    @Nullable Instant lastSuccessAt,
    @Nullable String lastError,
    @Nullable Instant lastErrorAt) {}
