package org.healthsync.override;

import java.time.Instant;
import org.healthsync.override.MappingVersion.Origin;
import org.jspecify.annotations.Nullable;

/**
 * A mapping was put to work.
 *
 * @param sequence order of all activations
 * @param name which mapping
 * @param version its version; null for the shipped one
 * @param origin how it came
 * @param actor token subject of who did it, or {@code directory}
 * @param reason in the actor's words; may be empty
 * @param at when
 */
public record Activation(
    long sequence,
    MappingName name,
    @Nullable Integer version,
    Origin origin,
    String actor,
    String reason,
    Instant at) {}
