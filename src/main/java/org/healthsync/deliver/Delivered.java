package org.healthsync.deliver;

import java.time.Duration;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * A version that the FHIR server has taken.
 *
 * @param tenant whose
 * @param connection of which
 * @param provider where it comes from
 * @param resourceType such as {@code Observation}
 * @param readingType what was measured
 * @param lag from the provider having it to the acknowledgement; null when the former is unknown
 */
public record Delivered(
    TenantId tenant,
    ConnectionId connection,
    String provider,
    String resourceType,
    String readingType,
    @Nullable Duration lag) {}
