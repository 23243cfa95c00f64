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
 */
record TableOverlay(YamlNode types, YamlNode codes, Set<String> dropped) {

  private static final String CODES = "codes";
  private static final String DROP = "drop";

  static TableOverlay ofOperator(YamlNode file, TableSource base, List<Mistake> mistakes) {
    TableNode root = TableNode.root(file, mistakes);
    root.only(Set.of("version", TableSource.TYPES, CODES, DROP));
    Set<String> dropped = Set.copyOf(root.texts(DROP));
    for (String type : dropped) {
      if (!base.knows(type)) {
        root.mistakeAt(DROP, "there is no type '" + type + "' to drop");
      }
      if (file.at(TableSource.TYPES).keys().contains(type)) {
        root.mistakeAt(DROP, "'" + type + "' is both dropped and under 'types'");
      }
    }
    return new TableOverlay(file.at(TableSource.TYPES), file.at(CODES), dropped);
  }

  static TableOverlay ofPlugin(YamlNode file, TableSource base, List<Mistake> mistakes) {
    TableNode root = TableNode.root(file, mistakes);
    root.only(Set.of("version", TableSource.TYPES, CODES));
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
    return new TableOverlay(file.at(TableSource.TYPES), file.at(CODES), Set.of());
  }

  /** Renders the examples of the changed rows: what they cannot become is a mistake of theirs. */
  void prove(FhirMapping mapping) {
    List<Mistake> mistakes = new ArrayList<>();
    for (String type : types.keys()) {
      YamlNode row = types.at(type);
      for (Reading example : ExampleReadings.of(mapping, type)) {
        ExampleProof.mistake(mapping, example)
            .map(what -> new Mistake(row.file(), row.line(), TableSource.TYPES + "." + type, what))
            .ifPresent(mistakes::add);
      }
    }
    if (!mistakes.isEmpty()) {
      throw new MappingTableException(mistakes);
    }
  }
}
