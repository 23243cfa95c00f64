package org.healthsync.faults.check;

/**
 * A resource that the FHIR server holds now.
 *
 * @param reference "Observation/x"
 * @param versions how many it has
 * @param system of its identifier
 * @param key of its identifier: hash of the account, a slash and the provider's name of it
 * @param gone whether it says of itself that it was entered in error
 */
public record Stored(String reference, long versions, String system, String key, boolean gone) {

  /** Demands at least one version. */
  public Stored {
    if (versions < 1) {
      throw new IllegalArgumentException("a stored resource has a version");
    }
  }
}
