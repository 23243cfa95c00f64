package org.healthsync.validate;

import java.util.List;

/**
 * Whether a resource is valid FHIR R5.
 *
 * @param valid whether there is neither an error nor a fatal issue
 * @param issues what the validator said, in the order of the resource; may hold warnings when valid
 */
public record Verdict(boolean valid, List<Issue> issues) {

  /** Copies the issues. */
  public Verdict {
    issues = List.copyOf(issues);
  }

  static Verdict of(List<Issue> issues) {
    return new Verdict(issues.stream().noneMatch(Issue::refuses), issues);
  }
}
