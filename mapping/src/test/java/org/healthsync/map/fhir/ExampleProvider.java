package org.healthsync.map.fhir;

import java.net.URI;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.healthsync.map.fhir.Row.CodeRef;
import org.healthsync.map.fhir.Row.Vocabulary;

/** A provider that has all the codes of its own that the shipped table speaks of. */
public final class ExampleProvider {

  /** Whose the examples are. */
  public static final ResourceContext CONTEXT =
      new ResourceContext(
          "t1", "example", "4711", "Patient/p1", URI.create("https://health.example"), null);

  private ExampleProvider() {}

  /** The shipped table with all that is off switched on, and the codes of the provider. */
  public static FhirMapping mapping() {
    FhirMapping shipped = FhirMapping.load();
    StringBuilder overlay = new StringBuilder("types:\n");
    shipped.dropped().forEach(type -> overlay.append("  " + type + ": {off: false}\n"));
    FhirMapping all = shipped.overlaid("on.yaml", overlay.toString());
    overlay.append("codes:\n  example:\n    title: Example\n    concepts:\n");
    for (String code : providerCodes(all)) {
      overlay.append("      " + code + ": {display: Example, definition: An example.}\n");
    }
    return shipped.overlaid("example.yaml", overlay.toString());
  }

  private static Set<String> providerCodes(FhirMapping mapping) {
    Set<String> codes = new TreeSet<>();
    mapping.types().stream()
        .flatMap(type -> mapping.row(type).stream())
        .flatMap(ExampleProvider::codes)
        .filter(code -> code.vocabulary() == Vocabulary.PROVIDER)
        .forEach(code -> codes.add(code.code()));
    return codes;
  }

  /** All codings of a row. */
  static Stream<CodeRef> codes(Row row) {
    return Stream.of(
            row.about().codes().stream(),
            row.about().techniques().values().stream().flatMap(codes -> codes.stream()),
            row.components().values().stream().flatMap(c -> c.codes().stream()),
            row.byUnit().values().stream().flatMap(ExampleProvider::codes))
        .flatMap(codes -> codes);
  }
}
