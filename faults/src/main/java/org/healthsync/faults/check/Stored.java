package org.healthsync.faults.check;

import org.jspecify.annotations.Nullable;

/**
 * A resource that the FHIR server holds now.
 *
 * @param reference "Observation/x"
 * @param versions how many it has
 * @param system of its identifier
 * @param key of its identifier: hash of the account, a slash and the provider's name of it
 * @param status of itself; "entered-in-error" when it is gone at the source
 * @param told whether a Provenance says where it comes from
 * @param content what it says; null where it is not compared
 */
public record Stored(
    String reference,
    long versions,
    String system,
    String key,
    String status,
    boolean told,
    @Nullable Content content) {

  /** Demands at least one version. */
  public Stored {
    if (versions < 1) {
      throw new IllegalArgumentException("a stored resource has a version");
    }
  }

  /** Whether it says of itself that it was entered in error. */
  public boolean gone() {
    return status.equals("entered-in-error");
  }

  /** Whether it is a reading. */
  boolean isReading() {
    return reference.startsWith("Observation/");
  }
}
