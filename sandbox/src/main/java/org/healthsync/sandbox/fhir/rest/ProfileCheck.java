package org.healthsync.sandbox.fhir.rest;

import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import java.util.List;
import java.util.Objects;
import org.healthsync.sandbox.fhir.store.ResourceKey;
import org.hl7.fhir.r5.model.Resource;

/** Full validation by whatever validator the caller set up; errors refuse, warnings do not. */
public final class ProfileCheck implements ResourceCheck {

  private final FhirValidator validator;

  /**
   * Checks with the given validator.
   *
   * @param validator ready to use; loading the R5 definitions takes it tens of seconds and half a
   *     gigabyte, which is why this server does not do so by itself
   */
  public ProfileCheck(FhirValidator validator) {
    this.validator = validator;
  }

  @Override
  public List<Issue> check(ResourceKey key, Resource resource) {
    return validator.validateWithResult(resource).getMessages().stream()
        .filter(m -> m.getSeverity().compareTo(ResultSeverityEnum.ERROR) >= 0)
        .map(ProfileCheck::toIssue)
        .toList();
  }

  private static Issue toIssue(SingleValidationMessage message) {
    return new Issue(
        Objects.requireNonNullElse(message.getLocationString(), "Resource"), message.getMessage());
  }
}
