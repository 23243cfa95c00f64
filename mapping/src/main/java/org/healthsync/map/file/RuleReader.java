package org.healthsync.map.file;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsync.map.json.Json;
import org.healthsync.map.plan.Block;
import org.healthsync.map.plan.Choice;
import org.healthsync.map.plan.Condition;
import org.healthsync.map.plan.HeaderRule;
import org.healthsync.map.plan.Loop;
import org.healthsync.map.plan.Source;
import org.healthsync.map.plan.Sources;
import org.healthsync.map.plan.Step;
import org.jspecify.annotations.Nullable;

/** Reads rules: what they loop over, skip, say about their readings, and do. */
final class RuleReader {

  /** A case that another rule of the file takes care of. */
  private static final String ELSEWHERE = "elsewhere";

  private static final Source NOTHING = new Sources.Constant(Json.MISSING);

  private final SourceReader sources;
  private final ConditionReader conditions;
  private final ValueReader values;
  private final ClockReader clocks;
  private final HeaderReader headers;
  private final LoopReader loops;
  private final ShapeReader shapes;

  RuleReader(SourceReader sources, LoopReader loops) {
    this.sources = sources;
    this.loops = loops;
    this.conditions = new ConditionReader(sources);
    this.values = new ValueReader(sources);
    this.clocks = new ClockReader(sources);
    TimeReader times = new TimeReader(sources, clocks);
    this.headers = new HeaderReader(sources, conditions, times);
    SampleReader samples = new SampleReader(sources, conditions, values, times, loops);
    this.shapes = new ShapeReader(sources, values, samples);
  }

  List<Step> rules(Entry entry, Scope scope) {
    return entry.items().stream().map(item -> rule(item, scope)).toList();
  }

  private Step rule(Entry entry, Scope outer) {
    Section section = new Section(entry);
    Loop loop = null;
    Scope scope = outer;
    Optional<Entry> each = section.find("each");
    if (each.isPresent()) {
      LoopReader.Inner inner = loops.loop(each.get(), outer);
      loop = inner.loop();
      scope = inner.scope();
    }
    scope = inherit(section, clocks.scope(section, scope));
    HeaderRule header = headers.header(section, scope);
    Scope inside = header.timing() == null ? scope : scope.withTime();
    List<Block.Skip> skips = skips(section, scope);
    Condition when = when(section, scope);
    List<Step> steps = steps(section, inside);
    section.close();
    return new Block(loop, skips, when, header, steps);
  }

  private @Nullable Condition when(Section section, Scope scope) {
    return section.find("when").map(e -> conditions.condition(e, scope)).orElse(null);
  }

  /** What the rules inside inherit. */
  private Scope inherit(Section section, Scope scope) {
    Scope.Defaults old = scope.defaults();
    return scope.with(
        new Scope.Defaults(
            section.find("key").map(e -> key(e, scope)).orElse(old.key()),
            section.find("value").map(e -> values.number(e, scope)).orElse(old.value()),
            section.find("unit").map(e -> values.unit(e, scope)).orElse(old.unit()),
            section.find("comparator").map(e -> sources.source(e, scope)).orElse(old.comparator()),
            section.find("optional").map(Entry::truth).orElse(old.optional()),
            old.clock()));
  }

  private Source key(Entry entry, Scope scope) {
    if (entry.isText() && entry.text().indexOf('{') < 0) {
      entry.mistake("would be the same for all; write paths in braces, such as '{group.id}/bp'");
    }
    return entry.isText() ? sources.template(entry, scope) : sources.source(entry, scope);
  }

  private List<Block.Skip> skips(Section section, Scope scope) {
    List<Block.Skip> skips = new ArrayList<>();
    section
        .find("skip")
        .ifPresent(entry -> entry.items().forEach(item -> skips.add(skip(item, scope))));
    return skips;
  }

  private Block.Skip skip(Entry entry, Scope scope) {
    Section section = new Section(entry);
    Condition condition =
        section
            .require("if")
            .map(e -> conditions.condition(e, scope))
            .orElse(new Condition.Any(List.of()));
    Source name = section.require("as").map(e -> sources.template(e, scope)).orElse(NOTHING);
    section.close();
    return new Block.Skip(condition, name);
  }

  /** Exactly one of the things that a rule can do. */
  private List<Step> steps(Section section, Scope scope) {
    List<Step> steps = new ArrayList<>();
    section.find("rules").ifPresent(e -> steps.add(block(rules(e, scope))));
    section.find("switch").ifPresent(e -> steps.add(choice(section, e, scope)));
    for (String key : ShapeReader.KEYS) {
      if (section.has(key)) {
        steps.add(shapes.emit(key, section, scope));
      }
    }
    if (steps.size() != 1) {
      section
          .self()
          .mistake("needs exactly one of rules, switch, " + String.join(", ", ShapeReader.KEYS));
    }
    return steps;
  }

  private static Step block(List<Step> steps) {
    HeaderRule nothing = new HeaderRule(null, null, null, null, null, Map.of());
    return new Block(null, List.of(), null, nothing, steps);
  }

  private Step choice(Section section, Entry by, Scope scope) {
    Map<String, Step> cases = new HashMap<>();
    section
        .require("cases")
        .ifPresent(
            entry ->
                entry.entries().forEach((value, rule) -> cases.put(value, branch(rule, scope))));
    Source otherwise = section.find("otherwise").map(e -> sources.template(e, scope)).orElse(null);
    return new Choice(sources.source(by, scope), cases, otherwise);
  }

  private Step branch(Entry entry, Scope scope) {
    if (!entry.isText()) {
      return rule(entry, scope);
    }
    if (!entry.text().equals(ELSEWHERE)) {
      entry.mistake("must be a rule, or '" + ELSEWHERE + "' when another rule reads it");
    }
    return block(List.of());
  }
}
