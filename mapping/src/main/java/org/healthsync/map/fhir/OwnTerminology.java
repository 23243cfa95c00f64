package org.healthsync.map.fhir;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.healthsync.map.fhir.MappingTableException.Mistake;
import org.healthsync.map.fhir.OwnDefinitions.Definition;
import org.healthsync.map.fhir.Row.CodeRef;
import org.healthsync.map.fhir.Row.Vocabulary;
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
  static final String DEVICE_KINDS = "device-kind";
  static final String RECORDING_METHODS = "recording-method";
  static final String OFFSET_SOURCES = "offset-source";
  static final String DATA_QUALITY = "data-quality";

  private static final List<Vocabulary> STANDARDS =
      List.of(Vocabulary.LOINC, Vocabulary.SNOMED, Vocabulary.MDC);

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
    node.children("concepts").forEach((code, concept) -> concepts.put(code, concept(concept)));
    return new CodeSystem(version, node.text("title"), node.optionalText("extension"), concepts);
  }

  private static Concept concept(TableNode node) {
    node.only(Set.of("display", "definition", "same-as"));
    List<CodeRef> same = new ArrayList<>();
    for (TableNode standard : node.maps("same-as")) {
      standard.only(Set.of("loinc", "snomed", "mdc", "display"));
      for (Vocabulary vocabulary : STANDARDS) {
        String name = vocabulary.name().toLowerCase(Locale.ROOT);
        String code = standard.optionalText(name);
        if (code != null) {
          if (!CodeReader.isWellFormed(vocabulary, code)) {
            standard.mistake("'" + code + "' is no code of '" + name + "'");
          }
          same.add(new CodeRef(vocabulary, code, standard.optionalText("display")));
        }
      }
    }
    return new Concept(node.text("display"), node.text("definition"), List.copyOf(same));
  }

  boolean has(String system) {
    return systems.containsKey(system);
  }

  boolean knows(String system, String code) {
    return concept(system, code) != null;
  }

  /** The official text of an own code, or null when the code is not ours. */
  @Nullable String display(String system, String code) {
    Concept concept = concept(system, code);
    return concept == null ? null : concept.display();
  }

  /** The standard codes that mean the same as an own code; mostly none. */
  List<CodeRef> sameAs(String system, String code) {
    Concept concept = concept(system, code);
    return concept == null ? List.of() : concept.sameAs();
  }

  /** All standard codes that own codes are equated with. */
  List<CodeRef> sameAs() {
    return systems.values().stream()
        .flatMap(system -> system.concepts().values().stream())
        .flatMap(concept -> concept.sameAs().stream())
        .toList();
  }

  private @Nullable Concept concept(String system, String code) {
    CodeSystem known = systems.get(system);
    return known == null ? null : known.concepts().get(code);
  }

  /**
   * All definitions as FHIR R5 JSON: a CodeSystem each, for those that an extension uses the
   * ValueSet and the StructureDefinition, and the extensions that hold no code.
   *
   * @param base prefix of their URLs, as {@link ResourceContext#base()}
   */
  public List<String> definitions(URI base) {
    return written(base).stream().map(Definition::json).toList();
  }

  /**
   * The {@linkplain #definitions} as a FHIR R5 transaction that creates or replaces each by its
   * URL, for a FHIR server whose users look codes up.
   */
  public String transaction(URI base) {
    return written(base).stream()
        .map(Definition::entry)
        .collect(
            Collectors.joining(
                ",", "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[", "]}"));
  }

  private List<Definition> written(URI base) {
    return new OwnDefinitions(new OwnNames(base.toString())).of(systems);
  }

  /**
   * A code system.
   *
   * @param extension what the extension of its name says, or null when there is none
   */
  record CodeSystem(
      String version, String title, @Nullable String extension, Map<String, Concept> concepts) {}

  /**
   * A concept.
   *
   * @param sameAs standard codes that mean the same
   */
  record Concept(String display, String definition, List<CodeRef> sameAs) {}
}
