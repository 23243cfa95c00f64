package org.healthsync.ledger;

import java.util.UUID;

/**
 * A resource with a new version.
 *
 * @param resourceType such as {@code Observation}
 * @param id its FHIR id
 * @param readingType what was measured
 * @param version 1 for a new one
 * @param state as it is from now on
 */
public record Changed(
    String resourceType, UUID id, String readingType, int version, VersionState state) {

  /** The literal reference, {@code Observation/<id>}. */
  public String reference() {
    return resourceType + "/" + id;
  }
}
