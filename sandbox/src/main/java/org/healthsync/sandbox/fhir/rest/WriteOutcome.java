package org.healthsync.sandbox.fhir.rest;

import org.healthsync.sandbox.fhir.store.Committed.Effect;
import org.healthsync.sandbox.fhir.store.StoredVersion;
import org.jspecify.annotations.Nullable;

/**
 * What a write came to.
 *
 * @param version now the latest; null when what was to be deleted never was
 */
record WriteOutcome(Effect effect, @Nullable StoredVersion version) {}
