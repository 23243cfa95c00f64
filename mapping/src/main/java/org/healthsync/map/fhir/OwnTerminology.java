package org.healthsync.map.fhir;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.healthsync.map.fhir.MappingTableException.Mistake;
import org.jspecify.annotations.Nullable;

/**
 * The code systems, value sets and extensions that the service defines, because no standard has
 * them. Loaded into the validator, a typo in a mapping is an error; delivered to a FHIR server, its
 * users can look the codes up. Immutable.
 */
public final class OwnTerminology {

  /** Id of the provider-neutral code system. */
  static final String MEASURES = "wearable-measure";

  static final String STAGES = "sleep-stage";
  static final String BODY_SITES = "body-site";
  static final String TECHNIQUES = "technique";
  static final String RECORDING_METHODS = "recording-method";
  static final String OFFSET_SOURCES = "offset-source";
  static final String DATA_QUALITY = "data-quality";

  private final Map<String, CodeSystem> systems;

  private OwnTerminology(Map<String, CodeSystem> systems) {
    this.systems = systems;
  }

  static OwnTerminology read(YamlNode codes, List<Mistake> mistakes) {
    TableNode root = TableNode.root(codes, mistakes);
    root.only(Set.of("version", "systems"));
    Map<String, CodeSystem> systems = new LinkedHashMap<>();
    String version = root.text("version");
    root.children("systems").forEach((id, node) -> systems.put(id, system(version, node)));
    return new OwnTerminology(systems);
  }

  private static CodeSystem system(String version, TableNode node) {
    node.only(Set.of("title", "extension", "concepts"));
    Map<String, Concept> concepts = new LinkedHashMap<>();
    node.children("concepts")
        .forEach(
            (code, concept) -> {
              concept.only(Set.of("display", "definition"));
              concepts.put(code, new Concept(concept.text("display"), concept.text("definition")));
            });
    return new CodeSystem(version, node.text("title"), node.optionalText("extension"), concepts);
  }

  boolean knows(String system, String code) {
    CodeSystem known = systems.get(system);
    return known != null && known.concepts().containsKey(code);
  }

  /** The official text of an own code, or null when the code is not ours. */
  @Nullable String display(String system, String code) {
    CodeSystem known = systems.get(system);
    Concept concept = known == null ? null : known.concepts().get(code);
    return concept == null ? null : concept.display();
  }

  /**
   * All definitions as FHIR R5 JSON: a CodeSystem each, and for those that an extension uses the
   * ValueSet and the StructureDefinition.
   *
   * @param base prefix of their URLs, as {@link ResourceContext#base()}
   */
  public List<String> definitions(URI base) {
    OwnNames names = new OwnNames(base.toString());
    List<String> definitions = new ArrayList<>();
    systems.forEach(
        (id, system) -> {
          definitions.add(codeSystem(names, id, system));
          String purpose = system.extension();
          if (purpose != null) {
            definitions.add(valueSet(names, id, system));
            definitions.add(extension(names, id, system, purpose));
          }
        });
    return List.copyOf(definitions);
  }

  private static String codeSystem(OwnNames names, String id, CodeSystem system) {
    CanonicalJson json = head("CodeSystem", id, names.codeSystem(id), system);
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
    return json.endArray().finish();
  }

  private static String valueSet(OwnNames names, String id, CodeSystem system) {
    return head("ValueSet", id, names.valueSet(id), system)
        .object("compose")
        .array("include")
        .object()
        .string("system", names.codeSystem(id))
        .end()
        .endArray()
        .end()
        .finish();
  }

  private static String extension(OwnNames names, String id, CodeSystem system, String purpose) {
    CanonicalJson json = head("StructureDefinition", id, names.extension(id), system);
    json.string("fhirVersion", "5.0.0").string("kind", "complex-type").bool("abstract", false);
    json.array("context");
    for (String element : List.of("Observation", "dateTime")) {
      json.object().string("type", "element").string("expression", element).end();
    }
    json.endArray().string("type", "Extension");
    json.string("baseDefinition", "http://hl7.org/fhir/StructureDefinition/Extension");
    json.string("derivation", "constraint").object("differential").array("element");
    json.object().string("id", "Extension").string("path", "Extension");
    json.string("short", system.title()).string("definition", purpose).end();
    element(json, "Extension.extension").string("max", "0").end();
    element(json, "Extension.url").string("fixedUri", names.extension(id)).end();
    element(json, "Extension.value[x]").integer("min", 1);
    json.array("type").object().string("code", "code").end().endArray();
    json.object("binding").string("strength", "required");
    json.string("valueSet", names.valueSet(id)).end().end();
    return json.endArray().end().finish();
  }

  private static CanonicalJson element(CanonicalJson json, String path) {
    return json.object().string("id", path).string("path", path);
  }

  private static CanonicalJson head(String type, String id, String url, CodeSystem system) {
    return new CanonicalJson()
        .string("resourceType", type)
        .string("id", id)
        .string("url", url)
        .string("version", system.version())
        .string("name", camelCase(id))
        .string("title", system.title())
        .string("status", "active");
  }

  private static String camelCase(String id) {
    StringBuilder name = new StringBuilder();
    for (String word : id.split("-", -1)) {
      name.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
    }
    return name.toString();
  }

  private record CodeSystem(
      String version, String title, @Nullable String extension, Map<String, Concept> concepts) {}

  private record Concept(String display, String definition) {}
}
