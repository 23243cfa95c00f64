package org.healthsync.deliver;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a drain did.
 *
 * @param delivered resources that the server has taken; superseded versions are not counted
 * @param quarantined resources that it refused for good
 * @param pending versions of the connection that still wait
 * @param retryAt when to come again; null for at once when something is pending
 * @param error why it stopped before the end, such as {@code patient-not-found}; null when it did
 *     not
 */
public record DrainOutcome(
    int delivered,
    int quarantined,
    long pending,
    @Nullable Instant retryAt,
    @Nullable String error) {}
