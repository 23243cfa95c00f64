package org.healthsync.validate;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.context.support.ValidationSupportContext;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import java.time.ZoneId;
import java.util.List;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r5.model.CodeSystem;
import org.hl7.fhir.r5.model.Enumerations.CodeSystemContentMode;
import org.hl7.fhir.r5.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r5.model.StructureDefinition;
import org.hl7.fhir.r5.utils.validation.constants.BestPracticeWarningLevel;

/**
 * HAPI's validator with the definitions of FHIR R5 and our own. Costs seconds to build and tens of
 * milliseconds to use. Thread-safe.
 */
final class FullValidator {

  private static final String ZONES = "https://www.iana.org/time-zones";

  private final FhirValidator validator;

  private FullValidator(FhirValidator validator) {
    this.validator = validator;
  }

  static FullValidator build(FhirContext context, List<String> ownDefinitions) {
    return build(context, Shared.R5, ownDefinitions);
  }

  static FullValidator build(
      FhirContext context, IValidationSupport definitions, List<String> ownDefinitions) {
    PrePopulatedValidationSupport own =
        complete(
            context,
            definitions,
            ownDefinitions.stream().map(context.newJsonParser()::parseResource).toList());
    own.addCodeSystem(zones());
    ValidationSupportChain chain =
        new ValidationSupportChain(
            definitions,
            own,
            new CommonCodeSystemsTerminologyService(context),
            new InMemoryTerminologyServerValidationSupport(context));
    FhirInstanceValidator module = new FhirInstanceValidator(chain);
    module.setErrorForUnknownProfiles(true);
    module.setBestPracticeWarningLevel(BestPracticeWarningLevel.Ignore);
    return new FullValidator(context.newValidator().registerValidatorModule(module));
  }

  /**
   * With a snapshot of each structure: FHIR's own come with them, ours without. The library could
   * make them when they are needed, in whichever threads need them, and is not made for two that do
   * so at the same time: docs/adr/0049.
   */
  static PrePopulatedValidationSupport complete(
      FhirContext context, IValidationSupport definitions, List<IBaseResource> ours) {
    PrePopulatedValidationSupport given = new PrePopulatedValidationSupport(context);
    ours.forEach(given::addResource);
    SnapshotGeneratingValidationSupport snapshots =
        new SnapshotGeneratingValidationSupport(context);
    ValidationSupportContext known =
        new ValidationSupportContext(new ValidationSupportChain(definitions, given, snapshots));
    PrePopulatedValidationSupport complete = new PrePopulatedValidationSupport(context);
    for (IBaseResource definition : ours) {
      complete.addResource(
          definition instanceof StructureDefinition structure
              ? snapshots.generateSnapshot(known, structure, structure.getUrl(), null, null)
              : definition);
    }
    return complete;
  }

  /** FHIR's own definitions are the same for all tables and take tens of megabytes. */
  private static final class Shared {
    static final DefinitionPackages R5 = new DefinitionPackages(FhirContext.forR5Cached());
  }

  /** The time-zone extension has a required binding to this code system, which nobody ships. */
  private static CodeSystem zones() {
    CodeSystem zones = new CodeSystem();
    zones.setUrl(ZONES).setStatus(PublicationStatus.ACTIVE);
    zones.setContent(CodeSystemContentMode.COMPLETE);
    ZoneId.getAvailableZoneIds().stream().sorted().forEach(id -> zones.addConcept().setCode(id));
    return zones;
  }

  /** What is wrong. A text on which the validator itself fails is an error: fail closed. */
  List<Issue> validate(String json) {
    try {
      return validator.validateWithResult(json).getMessages().stream()
          .map(FullValidator::issue)
          .toList();
    } catch (RuntimeException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e; // it was told to stop, and says nothing of the text
      }
      // seen for a unit that is a number of thirty digits; the message would quote it
      String what = "the validator cannot judge this: " + e.getClass().getSimpleName();
      return List.of(new Issue(Issue.Severity.ERROR, "", what));
    }
  }

  private static Issue issue(SingleValidationMessage message) {
    ResultSeverityEnum severity = message.getSeverity();
    return new Issue(
        Issue.Severity.valueOf(severity.name()),
        message.getLocationString(),
        String.valueOf(message.getMessage()));
  }
}
