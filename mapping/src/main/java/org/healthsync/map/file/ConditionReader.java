package org.healthsync.map.file;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.healthsync.map.json.Json;
import org.healthsync.map.plan.Condition;
import org.healthsync.map.plan.Condition.Comparison;
import org.healthsync.map.plan.Source;
import org.healthsync.spi.http.JsonView;

/**
 * Reads conditions: {@code {value: path, in: [1, 2]}} with {@code equals}, {@code in}, {@code
 * present}, {@code above}, {@code atLeast}, {@code below}, {@code atMost}; {@code all}, {@code
 * any}, {@code not}; {@code expr}. A list means all.
 */
final class ConditionReader {

  private final SourceReader sources;

  ConditionReader(SourceReader sources) {
    this.sources = sources;
  }

  Condition condition(Entry entry, Scope scope) {
    if (entry.isList()) {
      return new Condition.All(conditions(entry, scope));
    }
    Section section = new Section(entry);
    List<Condition> found = new ArrayList<>();
    section.find("all").ifPresent(e -> found.add(new Condition.All(conditions(e, scope))));
    section.find("any").ifPresent(e -> found.add(new Condition.Any(conditions(e, scope))));
    section.find("not").ifPresent(e -> found.add(new Condition.Not(condition(e, scope))));
    if (section.has("expr")) {
      found.add(new Condition.True(sources.source(entry, scope)));
    }
    section.find("value").ifPresent(e -> comparisons(section, sources.source(e, scope), found));
    section.close();
    if (found.isEmpty()) {
      entry.mistake("needs 'value' with a comparison, or all, any, not, expr");
    }
    return found.size() == 1 ? found.get(0) : new Condition.All(found);
  }

  private List<Condition> conditions(Entry entry, Scope scope) {
    return entry.items().stream().map(item -> condition(item, scope)).toList();
  }

  private static void comparisons(Section section, Source source, List<Condition> found) {
    section.find("equals").ifPresent(e -> found.add(in(source, List.of(e))));
    section.find("in").ifPresent(e -> found.add(in(source, e.items())));
    section
        .find("present")
        .ifPresent(
            e -> {
              Condition present = new Condition.Present(source);
              found.add(e.truth() ? present : new Condition.Not(present));
            });
    limit(section, "above", Comparison.ABOVE, source, found);
    limit(section, "atLeast", Comparison.AT_LEAST, source, found);
    limit(section, "below", Comparison.BELOW, source, found);
    limit(section, "atMost", Comparison.AT_MOST, source, found);
  }

  private static Condition in(Source source, List<Entry> wanted) {
    Set<String> texts = wanted.stream().map(Entry::text).collect(Collectors.toSet());
    List<BigDecimal> numbers =
        texts.stream().map(Json::text).map(JsonView::decimal).flatMap(Optional::stream).toList();
    return new Condition.In(source, texts, numbers);
  }

  private static void limit(
      Section section, String key, Comparison how, Source source, List<Condition> found) {
    section
        .find(key)
        .ifPresent(
            entry -> found.add(new Condition.Compared(source, how, Numerals.decimal(entry))));
  }
}
