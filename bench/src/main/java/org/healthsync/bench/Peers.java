package org.healthsync.bench;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.healthsync.map.fhir.FhirResource;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.r5.model.CodeSystem;
import org.hl7.fhir.r5.model.Enumerations.CodeSystemContentMode;
import org.hl7.fhir.r5.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r5.model.Resource;

/** Puts the peers together. */
final class Peers {

  private Peers() {}

  /** The hand-built peer with the identities that our way computed. */
  static HandBuilt handBuilt(List<FhirResource> resources) {
    Map<String, String> ids = new HashMap<>();
    String account = "";
    for (FhirResource resource : resources) {
      ids.put(resource.readingType() + "/" + resource.sourceKey(), resource.id().toString());
      String json = resource.json();
      int end = json.indexOf("/" + resource.sourceKey() + "\"");
      account = json.substring(json.lastIndexOf('"', end) + 1, end);
    }
    return new HandBuilt(ids, account);
  }

  /** A validator that checks nothing, until there is another. */
  static FhirValidator emptyValidator() {
    return FhirContext.forR5Cached().newValidator();
  }

  /** HAPI's validator with the definitions that it ships, our own, and the zones. */
  static FhirValidator fullValidator() {
    FhirContext context = FhirContext.forR5Cached();
    PrePopulatedValidationSupport own = new PrePopulatedValidationSupport(context);
    for (String definition : OurWay.definitions()) {
      own.addResource((Resource) context.newJsonParser().parseResource(definition));
    }
    own.addCodeSystem(zones());
    ValidationSupportChain chain =
        new ValidationSupportChain(
            new DefaultProfileValidationSupport(context),
            own,
            new CommonCodeSystemsTerminologyService(context),
            new InMemoryTerminologyServerValidationSupport(context),
            new SnapshotGeneratingValidationSupport(context));
    return context.newValidator().registerValidatorModule(new FhirInstanceValidator(chain));
  }

  private static CodeSystem zones() {
    CodeSystem zones = new CodeSystem();
    zones.setUrl("https://www.iana.org/time-zones").setStatus(PublicationStatus.ACTIVE);
    zones.setContent(CodeSystemContentMode.COMPLETE);
    ZoneId.getAvailableZoneIds().forEach(zone -> zones.addConcept().setCode(zone));
    return zones;
  }
}
