package org.healthsync.override;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A mapping was put to work.
 *
 * @param sequence order of all activations
 * @param name which mapping
 * @param version its version; null for the shipped one
 * @param by who did it
 * @param reason in the actor's words; may be empty
 * @param at when
 */
public record Activation(
    long sequence,
    MappingName name,
    @Nullable Integer version,
    Who by,
    String reason,
    Instant at) {}
