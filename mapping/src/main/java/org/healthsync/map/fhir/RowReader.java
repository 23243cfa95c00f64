package org.healthsync.map.fhir;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.healthsync.map.fhir.Row.CodeRef;
import org.healthsync.map.fhir.Row.ComponentRow;
import org.healthsync.map.fhir.Row.Day;
import org.healthsync.map.fhir.Row.Kind;
import org.healthsync.map.fhir.Row.ValueRule;
import org.healthsync.map.fhir.Row.Vocabulary;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a table and checks all that can be known before the first reading. */
final class RowReader {

  private static final Set<String> CATEGORIES =
      Set.of("vital-signs", "activity", "exam", "laboratory", "procedure", "social-history");

  private static final Set<String> PROFILES =
      Set.of(
          "bodyweight",
          "bodyheight",
          "bmi",
          "bp",
          "heartrate",
          "oxygensat",
          "resprate",
          "bodytemp");

  private static final Set<String> ROW_KEYS =
      Set.of(
          "name",
          "category",
          "code",
          "value",
          "profile",
          "day",
          "kind",
          "body-site-required",
          "techniques",
          "components");

  private final OwnTerminology terminology;

  RowReader(OwnTerminology terminology) {
    this.terminology = terminology;
  }

  Row row(String type, TableNode node) {
    node.only(ROW_KEYS);
    String category = node.text("category");
    if (!CATEGORIES.contains(category)) {
      node.mistakeAt("category", "unknown category '" + category + "'");
    }
    String profile = node.optionalText("profile");
    if (profile != null && !PROFILES.contains(profile)) {
      node.mistakeAt("profile", "unknown profile '" + profile + "'");
    }
    Map<String, ComponentRow> components = new LinkedHashMap<>();
    node.children("components").forEach((name, c) -> components.put(name, component(name, c)));
    ValueRule value = node.has("value") ? value(node.child("value")) : null;
    if (value == null && components.isEmpty()) {
      node.mistake("'" + type + "' needs a value or components");
    }
    return new Row(
        type,
        category,
        node.text("name"),
        codes(node, "code"),
        value,
        profile,
        node.choice("day", Day.class, Day.DATE),
        kind(node, components),
        node.flag("body-site-required"),
        techniques(node),
        Collections.unmodifiableMap(components));
  }

  private static @Nullable String kind(TableNode node, Map<String, ComponentRow> components) {
    String kind = node.optionalText("kind");
    if (kind != null && !components.containsKey(kind)) {
      node.mistakeAt("kind", "'kind' names no component: '" + kind + "'");
    }
    return kind;
  }

  private Map<String, List<CodeRef>> techniques(TableNode node) {
    Map<String, List<CodeRef>> techniques = new LinkedHashMap<>();
    if (node.has("techniques")) {
      for (String technique : node.children("techniques").keySet()) {
        if (!terminology.knows("technique", technique)) {
          node.mistakeAt("techniques", "unknown technique '" + technique + "'");
        }
        techniques.put(technique, codes(node.child("techniques"), technique));
      }
    }
    return techniques;
  }

  private ComponentRow component(String name, TableNode node) {
    node.only(Set.of("name", "code", "value", "required"));
    return new ComponentRow(
        name,
        node.text("name"),
        codes(node, "code"),
        value(node.child("value")),
        node.flag("required"));
  }

  private ValueRule value(TableNode node) {
    node.only(
        Set.of(
            "quantity",
            "sampled",
            "stages",
            "coded",
            "text",
            "same-as",
            "provider-prefix",
            "plausible",
            "possible"));
    Kind kind = Kind.QUANTITY;
    String unit = "";
    Set<String> kinds = new LinkedHashSet<>();
    for (Kind candidate : Kind.values()) {
      String key = candidate.name().toLowerCase(Locale.ROOT);
      if (node.has(key)) {
        kinds.add(key);
        kind = candidate;
        unit = candidate == Kind.CODED ? "" : node.text(key);
      }
    }
    if (kinds.size() != 1) {
      node.mistake("a value is one of quantity, sampled, stages, coded and not " + kinds);
    }
    if (kind != Kind.CODED && !Units.isValid(unit)) {
      node.mistake("'" + unit + "' is not a UCUM unit");
    }
    String text = node.optionalText("text");
    return new ValueRule(
        kind,
        unit,
        text == null ? unit : text,
        sameAs(node),
        node.has("provider-prefix") ? node.text("provider-prefix") : "",
        node.range("plausible"),
        node.range("possible"));
  }

  private static Set<String> sameAs(TableNode node) {
    Set<String> units = new LinkedHashSet<>();
    for (String unit : node.texts("same-as")) {
      if (!Units.isValid(unit)) {
        node.mistakeAt("same-as", "'" + unit + "' is not a UCUM unit");
      }
      units.add(unit);
    }
    return Set.copyOf(units);
  }

  private List<CodeRef> codes(TableNode node, String key) {
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
    node.only(Set.of("loinc", "mdc", "own", "provider", "display"));
    for (Vocabulary vocabulary : Vocabulary.values()) {
      String code = node.optionalText(vocabulary.name().toLowerCase(Locale.ROOT));
      if (code != null) {
        check(node, vocabulary, code);
        return new CodeRef(vocabulary, code, node.optionalText("display"));
      }
    }
    node.mistake("a code needs one of loinc, mdc, own, provider");
    return new CodeRef(Vocabulary.OWN, "?", null);
  }

  private void check(TableNode node, Vocabulary vocabulary, String code) {
    boolean known =
        switch (vocabulary) {
          case LOINC -> LoincNumber.isValid(code);
          case MDC -> code.matches("[1-9][0-9]{2,8}");
          case OWN -> terminology.knows(OwnTerminology.MEASURES, code);
          // The provider is known with the reading; the validator checks its codes.
          case PROVIDER -> code.matches("[a-z0-9][a-z0-9-]*");
        };
    if (!known) {
      String name = vocabulary.name().toLowerCase(Locale.ROOT);
      node.mistake("'" + code + "' is no code of '" + name + "'");
    }
  }
}
