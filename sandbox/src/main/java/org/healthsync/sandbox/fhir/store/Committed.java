package org.healthsync.sandbox.fhir.store;

import org.jspecify.annotations.Nullable;

/**
 * What became of one change.
 *
 * @param version the version that is now the latest; null only when what was to be deleted never
 *     was
 */
public record Committed(Effect effect, @Nullable StoredVersion version) {

  /** The difference a change made. */
  public enum Effect {
    CREATED,
    UPDATED,
    UNCHANGED,
    DELETED
  }
}
