package org.healthsync.validate;

import org.jspecify.annotations.Nullable;

/**
 * What the validator says about a resource. The message may quote the resource and so a health
 * value: it belongs beside the quarantined resource, never into a log.
 *
 * @param severity how bad
 * @param location FHIRPath of the element, or null when unknown
 * @param message for people
 */
public record Issue(Severity severity, @Nullable String location, String message) {

  /** How bad an issue is; names as in FHIR's issue-severity. */
  public enum Severity {
    /** The validator could not go on. */
    FATAL,
    /** Not valid. */
    ERROR,
    /** Valid, but doubtful. */
    WARNING,
    /** A remark. */
    INFORMATION
  }

  boolean refuses() {
    return severity == Severity.FATAL || severity == Severity.ERROR;
  }
}
