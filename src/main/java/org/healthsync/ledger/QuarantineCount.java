package org.healthsync.ledger;

import java.time.Instant;
import org.healthsync.platform.Stage;
import org.jspecify.annotations.Nullable;

/**
 * How much of one kind is in quarantine.
 *
 * @param stage where it stopped
 * @param reason stable code
 * @param stream what was read
 * @param readingType what was measured; null when unknown
 * @param items how many
 * @param occurrences how often they were met
 * @param connections of how many connections
 * @param lastAt when one was last met
 */
public record QuarantineCount(
    Stage stage,
    String reason,
    String stream,
    @Nullable String readingType,
    long items,
    long occurrences,
    long connections,
    Instant lastAt) {}
