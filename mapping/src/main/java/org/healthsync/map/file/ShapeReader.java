package org.healthsync.map.file;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.healthsync.map.json.Json;
import org.healthsync.map.plan.ComponentRule;
import org.healthsync.map.plan.ConceptRule;
import org.healthsync.map.plan.Emit;
import org.healthsync.map.plan.MomentRule;
import org.healthsync.map.plan.NumberRule;
import org.healthsync.map.plan.Path;
import org.healthsync.map.plan.SeriesShape;
import org.healthsync.map.plan.Shape;
import org.healthsync.map.plan.Shapes;
import org.healthsync.map.plan.Source;
import org.healthsync.map.plan.Sources;
import org.jspecify.annotations.Nullable;

/** Reads the rules that make readings. */
final class ShapeReader {

  private static final Source NOTHING = new Sources.Constant(Json.MISSING);
  private static final NumberRule NO_NUMBER = new NumberRule(NOTHING, null, null);

  /** Keys of the shapes. */
  static final List<String> KEYS =
      List.of("scalar", "panel", "session", "series", "coded", "waveform", "deletion");

  private final SourceReader sources;
  private final ValueReader values;
  private final TimeReader times;
  private final LoopReader loops;

  ShapeReader(SourceReader sources, ValueReader values, TimeReader times, LoopReader loops) {
    this.sources = sources;
    this.values = values;
    this.times = times;
    this.loops = loops;
  }

  /** The shape that {@code key} names, with all that belongs to it. */
  Emit emit(String key, Section section, Scope scope) {
    Entry type = section.find(key).orElseThrow();
    Source sourceKey = scope.defaults().key();
    if (sourceKey == null) {
      type.mistake("needs a 'key', here or in a rule around it");
    }
    if (!scope.timed() && !key.equals("series")) {
      type.mistake("needs a 'time', here or in a rule around it");
    }
    return new Emit(
        TypeName.read(type), sourceKey == null ? NOTHING : sourceKey, shape(key, section, scope));
  }

  private Shape shape(String key, Section section, Scope scope) {
    return switch (key) {
      case "scalar" ->
          new Shapes.Scalar(values.quantity(section, scope), scope.defaults().optional());
      case "panel" -> {
        section.require("components");
        yield new Shapes.Panel(components(section, scope));
      }
      case "session" -> session(section, scope);
      case "series" -> series(section, scope);
      case "coded" ->
          new Shapes.Coded(
              concept(section.require("code"), scope),
              components(section, scope),
              scope.defaults().optional());
      case "waveform" -> waveform(section, scope);
      default -> new Shapes.Deletion();
    };
  }

  private List<ComponentRule> components(Section section, Scope scope) {
    return section.find("components").map(e -> values.components(e, scope)).orElse(List.of());
  }

  private ConceptRule concept(Optional<Entry> entry, Scope scope) {
    return entry
        .map(e -> values.concept(e, scope))
        .orElse(new ConceptRule("provider", NOTHING, null));
  }

  private Shapes.Session session(Section section, Scope scope) {
    return new Shapes.Session(
        section.find("kind").map(e -> values.concept(e, scope)).orElse(null),
        components(section, scope),
        section.find("stages").map(e -> stages(e, scope)).orElse(null));
  }

  private Shapes.@Nullable StagesRule stages(Entry entry, Scope outer) {
    Section section = new Section(entry);
    LoopReader.Inner inner = loops.loop(section.require("each"), outer);
    Source stage =
        section.require("stage").map(e -> sources.source(e, inner.scope())).orElse(NOTHING);
    Optional<MomentRule> start = section.require("start").map(e -> times.moment(e, inner.scope()));
    Optional<MomentRule> end = section.require("end").map(e -> times.moment(e, inner.scope()));
    section.close();
    return start.isEmpty() || end.isEmpty()
        ? null
        : new Shapes.StagesRule(inner.loop(), stage, start.get(), end.get());
  }

  private Shape series(Section section, Scope outer) {
    Duration interval = section.find("interval").map(ShapeReader::duration).orElse(null);
    Duration chunk = section.find("chunk").map(ShapeReader::duration).orElse(null);
    Optional<Entry> samples = section.require("samples");
    String unit = section.require("unit").map(values::unitCode).orElse("");
    if (samples.isEmpty()) {
      return new Shapes.Deletion();
    }
    Section sample = new Section(samples.get());
    LoopReader.Inner inner = loops.loop(sample.require("each"), outer);
    Optional<MomentRule> at = sample.require("at").map(e -> times.moment(e, inner.scope()));
    NumberRule value =
        sample.require("value").map(e -> values.number(e, inner.scope())).orElse(NO_NUMBER);
    sample.close();
    return at.isEmpty()
        ? new Shapes.Deletion()
        : new SeriesShape(inner.loop(), at.get(), value, unit, interval, chunk);
  }

  private Shape waveform(Section section, Scope scope) {
    String lead = section.require("lead").map(Entry::text).orElse("");
    NumberRule frequency =
        section.require("frequency").map(e -> values.number(e, scope)).orElse(NO_NUMBER);
    String unit = section.require("unit").map(values::unitCode).orElse("");
    Path samples =
        section
            .require("samples")
            .map(e -> sources.path(e, e.text(), scope))
            .orElse(new Path(0, List.of()));
    return new Shapes.Waveform(lead, frequency, unit, samples, components(section, scope));
  }

  private static Duration duration(Entry entry) {
    try {
      Duration duration = Duration.parse(entry.text());
      if (duration.compareTo(Duration.ofSeconds(1)) >= 0) {
        return duration;
      }
    } catch (DateTimeException e) {
      entry.mistake("must be an ISO 8601 duration such as PT1H");
      return Duration.ofSeconds(1);
    }
    entry.mistake("must be a second at least");
    return Duration.ofSeconds(1);
  }
}
