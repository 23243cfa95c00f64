package org.healthsync.map.file;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsync.map.json.Json;
import org.healthsync.map.plan.ClockTime;
import org.healthsync.map.plan.Length;
import org.healthsync.map.plan.NumberRule;
import org.healthsync.map.plan.Source;
import org.healthsync.map.plan.Sources;

/** Reads lengths of time and times of day, both as a number of seconds. */
final class LengthReader {

  private static final Source NOTHING = new Sources.Constant(Json.MISSING);
  private static final List<String> UNITS = List.of("seconds", "minutes", "millis");

  private static final Map<String, BigDecimal> FACTORS =
      Map.of(
          "seconds",
          BigDecimal.ONE,
          "minutes",
          BigDecimal.valueOf(60),
          "millis",
          new BigDecimal("0.001"));

  private final SourceReader sources;

  LengthReader(SourceReader sources) {
    this.sources = sources;
  }

  /** One of {@code seconds}, {@code minutes}, {@code millis}, {@code duration}. */
  NumberRule length(Entry entry, Scope scope) {
    Section section = new Section(entry);
    Optional<NumberRule> text =
        section.find("duration").map(e -> NumberRule.of(new Length(sources.source(e, scope))));
    Optional<NumberRule> number = counted(section, scope);
    section.close();
    return one(entry, number, text, "duration");
  }

  /** One of {@code text}, {@code seconds}, {@code minutes}, {@code millis} since midnight. */
  NumberRule timeOfDay(Entry entry, Scope scope) {
    Section section = new Section(entry);
    Optional<NumberRule> text =
        section.find("text").map(e -> NumberRule.of(new ClockTime(sources.source(e, scope))));
    Optional<NumberRule> number = counted(section, scope);
    section.close();
    return one(entry, number, text, "text");
  }

  /** A number of seconds, minutes or milliseconds; empty when the section has none of them. */
  Optional<NumberRule> counted(Section section, Scope scope) {
    Optional<NumberRule> rule = Optional.empty();
    for (String unit : UNITS) {
      Optional<Entry> found = section.find(unit);
      if (found.isPresent()) {
        Source source = sources.source(found.get(), scope);
        BigDecimal factor = FACTORS.getOrDefault(unit, BigDecimal.ONE);
        rule = Optional.of(NumberRule.times(source, factor));
      }
    }
    return rule;
  }

  private static NumberRule one(
      Entry entry, Optional<NumberRule> number, Optional<NumberRule> text, String textKey) {
    if (number.isEmpty() && text.isEmpty() && entry.isMap()) {
      entry.mistake("needs one of " + String.join(", ", UNITS) + ", " + textKey);
    }
    return text.or(() -> number).orElse(NumberRule.of(NOTHING));
  }
}
