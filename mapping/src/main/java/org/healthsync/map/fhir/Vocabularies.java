package org.healthsync.map.fhir;

/** URIs of the standard vocabularies and definitions that the resources refer to. */
final class Vocabularies {

  static final String LOINC = "http://loinc.org";
  static final String MDC = "urn:iso:std:iso:11073:10101";
  static final String ATC = "http://www.whocc.no/atc";
  static final String SNOMED = "http://snomed.info/sct";
  static final String UCUM = "http://unitsofmeasure.org";
  static final String CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category";
  static final String ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason";
  static final String INTERPRETATION =
      "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation";
  static final String LIFECYCLE = "http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle";
  static final String PARTICIPANT =
      "http://terminology.hl7.org/CodeSystem/provenance-participant-type";
  static final String DEVICE_CATEGORY = "http://hl7.org/fhir/device-category";
  static final String PROFILE = "http://hl7.org/fhir/StructureDefinition/";
  static final String TIME_ZONE = "http://hl7.org/fhir/StructureDefinition/timezone";

  private Vocabularies() {}
}
