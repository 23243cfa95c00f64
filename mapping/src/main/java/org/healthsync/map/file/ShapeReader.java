package org.healthsync.map.file;

import java.util.List;
import java.util.Optional;
import org.healthsync.map.json.Json;
import org.healthsync.map.plan.ComponentRule;
import org.healthsync.map.plan.ConceptRule;
import org.healthsync.map.plan.Emit;
import org.healthsync.map.plan.NumberRule;
import org.healthsync.map.plan.Shape;
import org.healthsync.map.plan.Shapes;
import org.healthsync.map.plan.Source;
import org.healthsync.map.plan.Sources;

/** Reads the rules that make readings. */
final class ShapeReader {

  private static final Source NOTHING = new Sources.Constant(Json.MISSING);
  private static final NumberRule NO_NUMBER = NumberRule.of(NOTHING);

  /** Keys of the shapes. */
  static final List<String> KEYS =
      List.of("scalar", "panel", "session", "series", "coded", "dated", "waveform", "deletion");

  private final SourceReader sources;
  private final ValueReader values;
  private final SampleReader samples;

  ShapeReader(SourceReader sources, ValueReader values, SampleReader samples) {
    this.sources = sources;
    this.values = values;
    this.samples = samples;
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
      case "series" -> samples.series(section, scope);
      case "coded" ->
          new Shapes.Coded(
              concept(section.require("code"), scope),
              components(section, scope),
              scope.defaults().optional());
      case "dated" ->
          new Shapes.Dated(
              section.require("date").map(e -> sources.source(e, scope)).orElse(NOTHING),
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
        section.find("stages").map(e -> samples.stages(e, scope)).orElse(null));
  }

  private Shape waveform(Section section, Scope scope) {
    String lead = section.require("lead").map(Entry::text).orElse("");
    NumberRule frequency =
        section.require("frequency").map(e -> values.number(e, scope)).orElse(NO_NUMBER);
    String unit = section.require("unit").map(values::unitCode).orElse("");
    NumberRule factor = section.find("factor").map(e -> values.number(e, scope)).orElse(null);
    SampleReader.Counts counts =
        section.require("samples").map(e -> samples.counts(e, scope)).orElse(samples.noCounts());
    return new Shapes.Waveform(
        lead, frequency, unit, factor, counts.each(), counts.count(), components(section, scope));
  }
}
