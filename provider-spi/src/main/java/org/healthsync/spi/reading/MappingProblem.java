package org.healthsync.spi.reading;

import org.jspecify.annotations.Nullable;

/**
 * Why a part of a page could not become a reading.
 *
 * @param code stable, such as {@code missing-unit}
 * @param pointer JSON Pointer (RFC 6901) of the part in the page
 * @param message for operators; no values, no personal data
 * @param type reading type, or null when it is not known yet
 * @param sourceKey source key, or null when it is not known
 */
public record MappingProblem(
    String code,
    String pointer,
    String message,
    @Nullable String type,
    @Nullable String sourceKey) {}
