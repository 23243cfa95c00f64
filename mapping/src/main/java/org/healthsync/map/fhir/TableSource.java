package org.healthsync.map.fhir;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.healthsync.spi.reading.Reading;

/**
 * What a table is compiled from, with all overlays merged.
 *
 * @param table {@code version} and {@code types}
 * @param codes {@code version} and {@code systems}
 * @param dropped types that are left out
 * @param changed types whose rows an overlay made or changed
 * @param examples readings that overlays give; those of dropped types are left out
 */
record TableSource(
    YamlNode table,
    YamlNode codes,
    Set<String> dropped,
    Set<String> changed,
    List<Reading> examples) {

  static final String TYPES = "types";
  static final String SYSTEMS = "systems";

  TableSource {
    dropped = Set.copyOf(dropped);
    changed = Set.copyOf(changed);
    examples = List.copyOf(examples);
  }

  static TableSource of(YamlNode table, YamlNode codes) {
    return new TableSource(table, codes, Set.of(), Set.of(), List.of());
  }

  TableSource with(TableOverlay overlay) {
    Set<String> gone = new LinkedHashSet<>(dropped);
    gone.removeAll(overlay.types().keys());
    gone.addAll(overlay.dropped());
    Set<String> touched = new LinkedHashSet<>(changed);
    touched.addAll(overlay.types().keys());
    List<Reading> all = new ArrayList<>(examples);
    overlay.examples().forEach(example -> all.add(example.reading()));
    all.removeIf(example -> gone.contains(example.header().type()));
    return new TableSource(
        table.with(TYPES, table.at(TYPES).overlaid(overlay.types()).without(gone)),
        codes.with(SYSTEMS, codes.at(SYSTEMS).overlaid(overlay.codes())),
        gone,
        touched,
        all);
  }

  /** Whether a type has a row or is dropped. */
  boolean knows(String type) {
    return table.at(TYPES).keys().contains(type) || dropped.contains(type);
  }

  /** Whether an own code system has the code. */
  boolean hasCode(String system, String code) {
    return codes.at(SYSTEMS).at(system).at("concepts").keys().contains(code);
  }
}
