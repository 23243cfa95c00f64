package org.healthsync.map.fhir;

import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.healthsync.map.fhir.Row.CodeRef;
import org.healthsync.map.fhir.Row.ComponentRow;
import org.healthsync.map.fhir.Row.Day;
import org.healthsync.map.fhir.Row.Form;
import org.healthsync.map.fhir.Row.Kind;
import org.healthsync.map.fhir.Row.Resource;
import org.healthsync.map.fhir.Row.StageForm;
import org.healthsync.map.fhir.Row.ValueRule;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a table and checks all that can be known before the first reading. */
final class RowReader {

  /** Key of a row that is not used until an overlay sets it to false. */
  static final String OFF = "off";

  private static final String UNITS = "units";

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
          "resource",
          "category",
          "code",
          "value",
          "profile",
          "time",
          "day",
          "kind",
          "main",
          "stages",
          "members",
          "body-site-required",
          "techniques",
          "components",
          OFF);

  private final OwnTerminology terminology;
  private final CodeReader codes;

  RowReader(OwnTerminology terminology) {
    this.terminology = terminology;
    this.codes = new CodeReader(terminology);
  }

  Row row(String type, TableNode node) {
    if (!node.has(UNITS)) {
      return single(type, node, Map.of());
    }
    Map<String, Row> byUnit = new LinkedHashMap<>();
    for (String unit : node.children(UNITS).keySet()) {
      TableNode variant = node.variant(UNITS, unit);
      Row row = single(type, variant, Map.of());
      if (row.value() == null || !row.value().unit().equals(unit)) {
        variant.mistake("the value's unit must be '" + unit + "'");
      }
      byUnit.put(unit, row);
    }
    if (byUnit.isEmpty()) {
      node.mistakeAt(UNITS, "'units' needs at least one unit");
      return single(type, node, Map.of());
    }
    String first = byUnit.keySet().iterator().next();
    return single(type, node.variant(UNITS, first), Collections.unmodifiableMap(byUnit));
  }

  private Row single(String type, TableNode node, Map<String, Row> byUnit) {
    node.only(ROW_KEYS);
    node.flag(OFF);
    Map<String, ComponentRow> components = new LinkedHashMap<>();
    node.children("components").forEach((name, c) -> components.put(name, component(name, c)));
    Resource resource = node.choice("resource", Resource.class, Resource.OBSERVATION);
    ValueRule value = node.has("value") ? ValueReader.value(node.child("value")) : null;
    checkValue(type, node, resource, value, components);
    return new Row(
        type,
        resource,
        about(node, resource),
        new Row.Times(forms(node, value), node.choice("day", Day.class, Day.DATE)),
        value,
        Collections.unmodifiableMap(components),
        structure(node, components),
        byUnit);
  }

  private static void checkValue(
      String type,
      TableNode node,
      Resource resource,
      @Nullable ValueRule value,
      Map<String, ComponentRow> components) {
    if (value == null && components.isEmpty()) {
      node.mistake("'" + type + "' needs a value or components");
    }
    Kind kind = value == null ? null : value.kind();
    boolean fits =
        switch (resource) {
          case OBSERVATION -> kind != Kind.RATE && kind != Kind.DOCUMENT;
          case MEDICATION_ADMINISTRATION -> kind == Kind.QUANTITY || kind == Kind.RATE;
          case NUTRITION_INTAKE -> kind == null || kind == Kind.CODED;
          case DOCUMENT_REFERENCE -> kind == Kind.DOCUMENT;
        };
    if (!fits) {
      node.mistake("'" + type + "' has a value that its resource does not take");
    }
  }

  private Row.About about(TableNode node, Resource resource) {
    String category =
        resource == Resource.OBSERVATION ? node.text("category") : node.optionalText("category");
    if (category != null && !CATEGORIES.contains(category)) {
      node.mistakeAt("category", "unknown category '" + category + "'");
    }
    String profile = node.optionalText("profile");
    if (profile != null && !PROFILES.contains(profile)) {
      node.mistakeAt("profile", "unknown profile '" + profile + "'");
    }
    return new Row.About(
        category,
        node.text("name"),
        codes.codes(node, "code"),
        techniques(node),
        node.flag("body-site-required"),
        profile);
  }

  private static Set<Form> forms(TableNode node, @Nullable ValueRule value) {
    Set<Form> forms = EnumSet.noneOf(Form.class);
    for (String form : node.texts("time")) {
      try {
        forms.add(Form.valueOf(form.toUpperCase(Locale.ROOT)));
      } catch (IllegalArgumentException e) {
        node.mistakeAt("time", "'time' does not know '" + form + "'");
      }
    }
    if (!forms.isEmpty()) {
      return forms;
    }
    boolean overTime =
        value != null && (value.kind() == Kind.SAMPLED || value.kind() == Kind.STAGES);
    return overTime ? EnumSet.of(Form.PERIOD) : EnumSet.allOf(Form.class);
  }

  private static Row.Structure structure(TableNode node, Map<String, ComponentRow> components) {
    return new Row.Structure(
        named(node, "kind", components),
        node.optionalText("main"),
        node.choice("stages", StageForm.class, StageForm.SAMPLED),
        Set.copyOf(node.texts("members")));
  }

  private static @Nullable String named(
      TableNode node, String key, Map<String, ComponentRow> components) {
    String name = node.optionalText(key);
    if (name != null && !components.containsKey(name)) {
      node.mistakeAt(key, "'" + key + "' names no component: '" + name + "'");
    }
    return name;
  }

  private Map<String, List<CodeRef>> techniques(TableNode node) {
    Map<String, List<CodeRef>> techniques = new LinkedHashMap<>();
    if (node.has("techniques")) {
      for (String technique : node.children("techniques").keySet()) {
        if (!terminology.knows(OwnTerminology.TECHNIQUES, technique)) {
          node.mistakeAt("techniques", "unknown technique '" + technique + "'");
        }
        techniques.put(technique, codes.codes(node.child("techniques"), technique));
      }
    }
    return techniques;
  }

  private ComponentRow component(String name, TableNode node) {
    node.only(Set.of("name", "code", "value", "required", "zone-range"));
    return new ComponentRow(
        name,
        node.text("name"),
        codes.codes(node, "code"),
        ValueReader.value(node.child("value")),
        node.flag("required"),
        node.flag("zone-range"));
  }
}
