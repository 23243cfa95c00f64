package org.healthsync.map.fhir;

import java.util.List;
import org.healthsync.map.fhir.Row.CodeRef;
import org.healthsync.map.fhir.Row.Coding;
import org.healthsync.spi.reading.Value;

/** Writes codings: resolves the table's vocabularies and the readings' systems to URIs. */
final class Coder {

  private static final String PROVIDER = "provider";

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

  /** What a resource or a component is about. */
  void code(CanonicalJson json, List<CodeRef> codes, List<CodeRef> more, String text) {
    concept(json, "code", codes, more, text);
  }

  /** A CodeableConcept of the table's codes. */
  void concept(
      CanonicalJson json, String name, List<CodeRef> codes, List<CodeRef> more, String text) {
    json.object(name).array("coding");
    codes.forEach(code -> coding(json, code));
    more.forEach(code -> coding(json, code));
    json.endArray().string("text", text).end();
  }

  /**
   * A reading's code as a CodeableConcept: standard codes of the same meaning first. The provider's
   * own codes get the prefix of their type; of an open set those that nobody defined are text.
   */
  void value(CanonicalJson json, String name, Value.Concept concept, Coding rule) {
    boolean ofProvider = concept.system().equals(PROVIDER);
    String system = ofProvider ? provider : concept.system();
    String code = ofProvider ? rule.providerPrefix() + concept.code() : concept.code();
    String text = concept.text();
    json.object(name);
    if (rule.open() && !terminology.knows(system, code)) {
      json.string("text", text == null ? concept.code() : text).end();
      return;
    }
    json.array("coding");
    terminology.sameAs(system, code).forEach(same -> coding(json, same));
    if (ofProvider || terminology.has(system)) {
      own(json, system, code);
    } else {
      json.coding(system, code, null);
    }
    json.endArray().optional("text", text).end();
  }

  /** A code of an own system as an element; only its text when the code is not defined. */
  void ownConcept(CanonicalJson json, String name, String system, String code) {
    json.object(name);
    if (terminology.knows(system, code)) {
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
      case ATC -> json.coding(Vocabularies.ATC, ref.code(), ref.display());
      case SNOMED -> json.coding(Vocabularies.SNOMED, ref.code(), ref.display());
      case OWN -> own(json, OwnTerminology.MEASURES, ref.code());
      case PROVIDER -> own(json, provider, ref.code());
    }
  }

  private void own(CanonicalJson json, String system, String code) {
    json.coding(names.codeSystem(system), code, terminology.display(system, code));
  }
}
