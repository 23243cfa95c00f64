package org.healthsync.archive;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What to list of a connection's pages; null does not filter.
 *
 * @param stream only of this stream
 * @param from only fetched then or later
 * @param to only fetched before
 */
public record PageFilter(@Nullable String stream, @Nullable Instant from, @Nullable Instant to) {}
