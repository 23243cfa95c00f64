package org.healthsync.map.fhir;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.healthsync.map.fhir.Row.CodeRef;
import org.healthsync.map.fhir.Row.Vocabulary;

/** Reads the codes of a table and checks what can be known of them without their vocabularies. */
final class CodeReader {

  private final OwnTerminology terminology;

  CodeReader(OwnTerminology terminology) {
    this.terminology = terminology;
  }

  /** The codes under a key; at least one. */
  List<CodeRef> codes(TableNode node, String key) {
    List<CodeRef> codes = new ArrayList<>();
    for (TableNode code : node.maps(key)) {
      codes.add(code(code));
    }
    if (codes.isEmpty()) {
      node.mistake("'" + key + "' needs at least one code");
    }
    return List.copyOf(codes);
  }

  private CodeRef code(TableNode node) {
    node.only(Set.of("loinc", "mdc", "atc", "snomed", "own", "provider", "display"));
    for (Vocabulary vocabulary : Vocabulary.values()) {
      String code = node.optionalText(vocabulary.name().toLowerCase(Locale.ROOT));
      if (code != null) {
        check(node, vocabulary, code);
        return new CodeRef(vocabulary, code, node.optionalText("display"));
      }
    }
    node.mistake("a code needs one of loinc, mdc, atc, snomed, own, provider");
    return new CodeRef(Vocabulary.OWN, "?", null);
  }

  private void check(TableNode node, Vocabulary vocabulary, String code) {
    boolean known =
        vocabulary == Vocabulary.OWN
            ? terminology.knows(OwnTerminology.MEASURES, code)
            : isWellFormed(vocabulary, code);
    if (!known) {
      String name = vocabulary.name().toLowerCase(Locale.ROOT);
      node.mistake("'" + code + "' is no code of '" + name + "'");
    }
  }

  static boolean isWellFormed(Vocabulary vocabulary, String code) {
    return switch (vocabulary) {
      case LOINC -> LoincNumber.isValid(code) || LoincNumber.isValidAnswer(code);
      case MDC -> code.matches("[1-9][0-9]{2,8}");
      case ATC -> code.matches("[A-Z]([0-9]{2}([A-Z]([A-Z]([0-9]{2})?)?)?)?");
      case SNOMED -> code.matches("[1-9][0-9]{5,17}");
      // The provider is known with the reading; the validator checks its codes.
      case OWN, PROVIDER -> code.matches("[a-z0-9][a-z0-9-]*");
    };
  }
}
