package org.healthsync.map.fhir;

import java.util.List;
import org.healthsync.map.fhir.Row.CodeRef;
import org.healthsync.spi.reading.Value;

/** Writes codings: resolves the table's vocabularies and the readings' systems to URIs. */
final class Coder {

  private final OwnTerminology terminology;
  private final OwnNames names;
  private final String provider;

  Coder(OwnTerminology terminology, ResourceContext context) {
    this.terminology = terminology;
    this.names = context.names();
    this.provider = context.provider();
  }

  OwnNames names() {
    return names;
  }

  boolean knows(String ownSystem, String code) {
    return terminology.knows(ownSystem, code);
  }

  /** What an Observation or a component is about. */
  void code(CanonicalJson json, List<CodeRef> codes, List<CodeRef> more, String text) {
    json.object("code").array("coding");
    codes.forEach(code -> coding(json, code));
    more.forEach(code -> coding(json, code));
    json.endArray().string("text", text).end();
  }

  /** A code as a value; the provider's own codes get the prefix of their type. */
  void value(CanonicalJson json, Value.Concept concept, String providerPrefix) {
    json.object("valueCodeableConcept").array("coding");
    switch (concept.system()) {
      case "provider" -> own(json, provider, providerPrefix + concept.code());
      case OwnTerminology.MEASURES -> own(json, OwnTerminology.MEASURES, concept.code());
      default -> json.coding(concept.system(), concept.code(), null);
    }
    json.endArray().optional("text", concept.text()).end();
  }

  /** A code of an own system as an element; only its text when the code is not defined. */
  void ownConcept(CanonicalJson json, String name, String system, String code) {
    json.object(name);
    if (knows(system, code)) {
      json.array("coding");
      own(json, system, code);
      json.endArray();
    }
    json.string("text", code.replace('-', ' ')).end();
  }

  private void coding(CanonicalJson json, CodeRef ref) {
    switch (ref.vocabulary()) {
      case LOINC -> json.coding(Vocabularies.LOINC, ref.code(), ref.display());
      case MDC -> json.coding(Vocabularies.MDC, ref.code(), ref.display());
      case OWN -> own(json, OwnTerminology.MEASURES, ref.code());
      case PROVIDER -> own(json, provider, ref.code());
    }
  }

  private void own(CanonicalJson json, String system, String code) {
    json.coding(names.codeSystem(system), code, terminology.display(system, code));
  }
}
