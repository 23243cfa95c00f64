package org.healthsync.ledger;

/** Life of a resource, with the code that says so in FHIR's {@code observation-status}. */
public enum VersionState {
  /** May still grow, such as today's step count. */
  PRELIMINARY("preliminary"),
  /** As the provider gave it, complete. */
  FINAL("final"),
  /** The provider corrected it after it was final, or brought it back after a deletion. */
  AMENDED("amended"),
  /** The provider no longer has it. */
  DELETED("entered-in-error");

  private final String statusCode;

  VersionState(String statusCode) {
    this.statusCode = statusCode;
  }

  /** The value of {@code Observation.status}. */
  public String statusCode() {
    return statusCode;
  }
}
