package org.healthsync.sandbox.fhir.store;

import org.jspecify.annotations.Nullable;

/**
 * A code or identifier as searches see it.
 *
 * @param system null when the element has none
 * @param value null when the element has none
 */
public record Token(@Nullable String system, @Nullable String value) {}
