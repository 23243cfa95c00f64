package org.healthsync.map.fhir;

/** URIs under the operator's base; their form never changes, since stored data carries them. */
record OwnNames(String base) {

  String codeSystem(String id) {
    return base + "/fhir/CodeSystem/" + id;
  }

  String valueSet(String id) {
    return base + "/fhir/ValueSet/" + id;
  }

  String extension(String id) {
    return base + "/fhir/StructureDefinition/" + id;
  }

  String identifiers(String provider, String kind) {
    return base + "/fhir/sid/" + provider + "/" + kind;
  }
}
