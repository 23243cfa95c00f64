package org.healthsync.map.file;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsync.map.json.Json;
import org.healthsync.map.plan.ComponentRule;
import org.healthsync.map.plan.ComponentRule.Absence;
import org.healthsync.map.plan.ConceptRule;
import org.healthsync.map.plan.Length;
import org.healthsync.map.plan.NumberRule;
import org.healthsync.map.plan.QuantityRule;
import org.healthsync.map.plan.Source;
import org.healthsync.map.plan.Sources;
import org.jspecify.annotations.Nullable;

/** Reads numbers, units, codes and components. */
final class ValueReader {

  private static final Source NOTHING = new Sources.Constant(Json.MISSING);

  private final SourceReader sources;

  ValueReader(SourceReader sources) {
    this.sources = sources;
  }

  /** A source, or {@code {from, power, times, dividedBy}}, or {@code {duration}} in seconds. */
  NumberRule number(Entry entry, Scope scope) {
    if (!entry.isMap() || !isNumber(new Section(entry))) {
      return NumberRule.of(sources.source(entry, scope));
    }
    Section section = new Section(entry);
    Optional<Entry> duration = section.find("duration");
    Source from =
        duration.isPresent()
            ? new Length(sources.source(duration.get(), scope))
            : section.require("from").map(e -> sources.source(e, scope)).orElse(NOTHING);
    Source power = section.find("power").map(e -> power(e, scope)).orElse(null);
    Optional<BigDecimal> times = section.find("times").map(Numerals::decimal);
    Optional<Entry> dividedBy = section.find("dividedBy");
    Source divisor =
        dividedBy.filter(e -> !isNumber(e)).map(e -> sources.source(e, scope)).orElse(null);
    Optional<BigDecimal> inverse = dividedBy.filter(ValueReader::isNumber).map(Numerals::inverse);
    section.close();
    if (times.isPresent() && dividedBy.isPresent()) {
      entry.mistake("takes 'times' or 'dividedBy', not both");
    }
    return new NumberRule(from, power, times.or(() -> inverse).orElse(null), divisor);
  }

  private static boolean isNumber(Section section) {
    return section.has("from") || section.has("duration");
  }

  private static boolean isNumber(Entry entry) {
    return entry.isText() && Json.text(entry.text()).decimal().isPresent();
  }

  private Source power(Entry entry, Scope scope) {
    return entry.isWholeNumber()
        ? new Sources.Constant(Json.number(entry.text()))
        : sources.source(entry, scope);
  }

  /** A UCUM code, or a lookup that gives one. */
  Source unit(Entry entry, Scope scope) {
    if (entry.isMap() || entry.isList()) {
      Source source = sources.source(entry, scope);
      if (source instanceof Sources.Lookup lookup) {
        lookup.table().values().forEach(code -> check(entry, code.text().orElse("")));
      }
      return source;
    }
    return new Sources.Constant(Json.text(unitCode(entry)));
  }

  /** A UCUM code. */
  String unitCode(Entry entry) {
    String code = entry.text();
    check(entry, code);
    return code;
  }

  private static void check(Entry entry, String code) {
    UcumUnits.complaint(code)
        .ifPresent(why -> entry.mistake("'" + code + "' is no UCUM code: " + why));
  }

  /** Value and unit of a section, or what it inherits. */
  QuantityRule quantity(Section section, Scope scope) {
    Scope.Defaults inherited = scope.defaults();
    NumberRule value = section.find("value").map(e -> number(e, scope)).orElse(inherited.value());
    Source unit = section.find("unit").map(e -> unit(e, scope)).orElse(inherited.unit());
    if (value == null) {
      section.self().mistake("needs a 'value', here or in a rule around it");
    }
    if (unit == null) {
      section.self().mistake("needs a 'unit', here or in a rule around it");
    }
    return new QuantityRule(
        value == null ? NumberRule.of(NOTHING) : value,
        unit == null ? NOTHING : unit,
        comparator(section, scope));
  }

  /** Whether a sensor shows its own end, by a section or what it inherits. */
  @Nullable Source comparator(Section section, Scope scope) {
    return section
        .find("comparator")
        .map(e -> sources.source(e, scope))
        .orElse(scope.defaults().comparator());
  }

  /** {@code {system, code, text}}; the system is the provider's own unless named. */
  ConceptRule concept(Entry entry, Scope scope) {
    if (!entry.isMap() || !new Section(entry).has("code")) {
      return new ConceptRule("provider", sources.source(entry, scope), null);
    }
    Section section = new Section(entry);
    String system = section.find("system").map(Entry::text).orElse("provider");
    Source code = section.require("code").map(e -> sources.source(e, scope)).orElse(NOTHING);
    Source text = section.find("text").map(e -> sources.source(e, scope)).orElse(null);
    section.close();
    return new ConceptRule(system, code, text);
  }

  /** A map of names to values. */
  List<ComponentRule> components(Entry entry, Scope scope) {
    List<ComponentRule> rules = new ArrayList<>();
    for (Map.Entry<String, Entry> component : entry.entries().entrySet()) {
      TypeName.check(component.getKey(), component.getValue());
      rules.add(component(component.getKey(), component.getValue(), scope));
    }
    return rules;
  }

  private ComponentRule component(String name, Entry entry, Scope scope) {
    Section section = new Section(entry);
    Optional<Entry> concept = section.find("concept");
    ComponentRule.ValueRule value =
        concept.isPresent()
            ? concept(concept.get(), scope)
            : new ComponentRule.QuantityValue(quantity(section, scope));
    @Nullable String reason = section.find("absent").map(Entry::text).orElse(null);
    boolean optional =
        section.find("optional").map(Entry::truth).orElse(scope.defaults().optional());
    section.close();
    return new ComponentRule(name, value, absence(reason, optional), reason);
  }

  private static Absence absence(@Nullable String reason, boolean optional) {
    if (reason != null) {
      return Absence.STATED;
    }
    return optional ? Absence.LEFT_OUT : Absence.FLAW;
  }
}
