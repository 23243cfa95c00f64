package org.healthsync.map.fhir;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.healthsync.map.fhir.MappingTableException.Mistake;
import org.healthsync.spi.reading.Reading;

/**
 * A file that is laid over a table: an operator's, which may change and drop rows, or a plugin's,
 * which may only add some.
 *
 * @param types its rows, or parts of rows
 * @param codes its own code systems, or parts of them
 * @param dropped the types that it drops
 * @param examples readings that must render
 */
record TableOverlay(YamlNode types, YamlNode codes, Set<String> dropped, List<Example> examples) {

  private static final String CODES = "codes";
  private static final String DROP = "drop";
  private static final String EXAMPLES = "examples";

  /**
   * A reading of the file.
   *
   * @param reading what it says
   * @param node where it says so
   */
  record Example(Reading reading, TableNode node) {}

  static TableOverlay ofOperator(YamlNode file, TableSource base, List<Mistake> mistakes) {
    TableNode root = TableNode.root(file, mistakes);
    root.only(Set.of("version", TableSource.TYPES, CODES, DROP, EXAMPLES));
    Set<String> dropped = Set.copyOf(root.texts(DROP));
    for (String type : dropped) {
      if (!base.knows(type)) {
        root.mistakeAt(DROP, "there is no type '" + type + "' to drop");
      }
      if (file.at(TableSource.TYPES).keys().contains(type)) {
        root.mistakeAt(DROP, "'" + type + "' is both dropped and under 'types'");
      }
    }
    return new TableOverlay(file.at(TableSource.TYPES), file.at(CODES), dropped, examples(root));
  }

  static TableOverlay ofPlugin(YamlNode file, TableSource base, List<Mistake> mistakes) {
    TableNode root = TableNode.root(file, mistakes);
    root.only(Set.of("version", TableSource.TYPES, CODES, EXAMPLES));
    root.children(TableSource.TYPES)
        .forEach(
            (type, row) -> {
              if (base.knows(type)) {
                row.mistake("the service has a row for '" + type + "'; a plugin adds types only");
              }
            });
    root.children(CODES)
        .forEach(
            (system, node) ->
                node.children("concepts")
                    .forEach(
                        (code, concept) -> {
                          if (base.hasCode(system, code)) {
                            concept.mistake("'" + code + "' is there; a plugin adds codes only");
                          }
                        }));
    return new TableOverlay(file.at(TableSource.TYPES), file.at(CODES), Set.of(), examples(root));
  }

  private static List<Example> examples(TableNode root) {
    List<Example> examples = new ArrayList<>();
    for (TableNode node : root.maps(EXAMPLES)) {
      Reading reading = ExampleReader.read(node);
      if (reading != null) {
        examples.add(new Example(reading, node));
      }
    }
    return examples;
  }

  /**
   * Renders the file's examples and those that are generated for the changed rows: what they cannot
   * become is a mistake.
   */
  void prove(FhirMapping mapping, List<Mistake> mistakes) {
    for (String type : types.keys()) {
      YamlNode row = types.at(type);
      for (Reading example : ExampleReadings.of(mapping, type)) {
        ExampleProof.mistake(mapping, example)
            .map(what -> new Mistake(row.file(), row.line(), TableSource.TYPES + "." + type, what))
            .ifPresent(mistakes::add);
      }
    }
    for (Example example : examples) {
      ExampleProof.mistake(mapping, example.reading()).ifPresent(example.node()::mistake);
    }
    if (!mistakes.isEmpty()) {
      throw new MappingTableException(mistakes);
    }
  }
}
