package org.healthsync.map.fhir;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.healthsync.map.fhir.OwnTerminology.CodeSystem;

/** Writes the definitions of our own codes and extensions as FHIR R5 JSON. */
final class OwnDefinitions {

  static final String ZONE_RANGE = "hr-zone-range";

  private static final List<String> CODED_CONTEXTS =
      List.of(
          "Observation",
          "MedicationAdministration",
          "NutritionIntake",
          "DocumentReference",
          "dateTime");

  private final OwnNames names;

  OwnDefinitions(OwnNames names) {
    this.names = names;
  }

  List<Definition> of(Map<String, CodeSystem> systems) {
    List<Definition> definitions = new ArrayList<>();
    systems.forEach(
        (id, system) -> {
          definitions.add(codeSystem(id, system));
          String purpose = system.extension();
          if (purpose != null) {
            definitions.add(valueSet(id, system));
            definitions.add(codedExtension(id, system, purpose));
          }
        });
    definitions.add(zoneRange());
    return List.copyOf(definitions);
  }

  /**
   * One definition.
   *
   * @param type of resource
   * @param url by which it is known
   * @param json the resource
   */
  record Definition(String type, String url, String json) {

    /** An entry of a transaction that creates it, or replaces the one of its URL. */
    String entry() {
      String search = type + "?url=" + URLEncoder.encode(url, StandardCharsets.UTF_8);
      return "{\"resource\":%s,\"request\":{\"method\":\"PUT\",\"url\":\"%s\"}}"
          .formatted(json, search);
    }
  }

  private Definition codeSystem(String id, CodeSystem system) {
    CanonicalJson json =
        head("CodeSystem", id, names.codeSystem(id), system.version(), system.title());
    json.bool("caseSensitive", true).string("content", "complete").array("concept");
    system
        .concepts()
        .forEach(
            (code, concept) ->
                json.object()
                    .string("code", code)
                    .string("display", concept.display())
                    .string("definition", concept.definition())
                    .end());
    return new Definition("CodeSystem", names.codeSystem(id), json.endArray().finish());
  }

  private Definition valueSet(String id, CodeSystem system) {
    CanonicalJson json =
        head("ValueSet", id, names.valueSet(id), system.version(), system.title())
            .object("compose")
            .array("include")
            .object()
            .string("system", names.codeSystem(id))
            .end()
            .endArray()
            .end();
    return new Definition("ValueSet", names.valueSet(id), json.finish());
  }

  private Definition codedExtension(String id, CodeSystem system, String purpose) {
    CanonicalJson json =
        extension(id, system.version(), system.title(), purpose, "code", CODED_CONTEXTS);
    json.object("binding").string("strength", "required");
    json.string("valueSet", names.valueSet(id)).end();
    return structure(id, json.end().endArray().end());
  }

  private Definition zoneRange() {
    CanonicalJson json =
        extension(
                ZONE_RANGE,
                "1.0.0",
                "Limits of a heart rate zone",
                "The heart rates between which a time counts for the zone, as the provider draws them.",
                "Range",
                List.of("Observation.component"))
            .end()
            .endArray()
            .end();
    return structure(ZONE_RANGE, json);
  }

  private Definition structure(String id, CanonicalJson json) {
    return new Definition("StructureDefinition", names.extension(id), json.finish());
  }

  /** Up to and into the element of the value. */
  private CanonicalJson extension(
      String id, String version, String title, String purpose, String type, List<String> contexts) {
    CanonicalJson json =
        head("StructureDefinition", id, names.extension(id), version, title)
            .string("fhirVersion", "5.0.0")
            .string("kind", "complex-type")
            .bool("abstract", false)
            .array("context");
    for (String context : contexts) {
      json.object().string("type", "element").string("expression", context).end();
    }
    json.endArray().string("type", "Extension");
    json.string("baseDefinition", "http://hl7.org/fhir/StructureDefinition/Extension");
    json.string("derivation", "constraint").object("differential").array("element");
    json.object().string("id", "Extension").string("path", "Extension");
    json.string("short", title).string("definition", purpose).end();
    element(json, "Extension.extension").string("max", "0").end();
    element(json, "Extension.url").string("fixedUri", names.extension(id)).end();
    element(json, "Extension.value[x]").integer("min", 1);
    return json.array("type").object().string("code", type).end().endArray();
  }

  private static CanonicalJson element(CanonicalJson json, String path) {
    return json.object().string("id", path).string("path", path);
  }

  private static CanonicalJson head(
      String type, String id, String url, String version, String title) {
    return new CanonicalJson()
        .string("resourceType", type)
        .string("url", url)
        .string("version", version)
        .string("name", camelCase(id))
        .string("title", title)
        .string("status", "active");
  }

  private static String camelCase(String id) {
    StringBuilder name = new StringBuilder();
    for (String word : id.split("-", -1)) {
      name.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
    }
    return name.toString();
  }
}
