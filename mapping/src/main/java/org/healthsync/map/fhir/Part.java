package org.healthsync.map.fhir;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.healthsync.map.fhir.Row.Kind;
import org.healthsync.map.fhir.Row.ValueRule;
import org.healthsync.spi.reading.Component;
import org.healthsync.spi.reading.Reading;
import org.healthsync.spi.reading.Value;
import org.jspecify.annotations.Nullable;

/** One thing to be written: a value, samples or a date. Exactly one of them is present. */
record Part(@Nullable Value value, @Nullable Samples samples, @Nullable LocalDate date) {

  /**
   * Samples of one quantity, ready for FHIR's SampledData.
   *
   * @param factor what a number is multiplied with, one where numbers are values
   * @param interval distance on a regular grid, or null
   * @param intervalUnit {@code ms} or {@code s}; of the offsets when there is no interval
   * @param offsets distances from the start, or null on a regular grid
   * @param lowerLimit what {@code L} in the data means, or null
   * @param upperLimit what {@code U} in the data means, or null
   * @param data the samples
   * @param numbers the samples that are numbers, for the plausibility check
   * @param coded whether the samples are codes and not numbers
   */
  record Samples(
      BigDecimal factor,
      @Nullable BigDecimal interval,
      String intervalUnit,
      @Nullable String offsets,
      @Nullable BigDecimal lowerLimit,
      @Nullable BigDecimal upperLimit,
      String data,
      List<BigDecimal> numbers,
      boolean coded) {}

  /**
   * All parts of a reading.
   *
   * @param main the value of the resource, or null
   * @param components by component type
   */
  record Parts(@Nullable Part main, Map<String, Part> components) {}

  static Part of(Value value) {
    return new Part(value, null, null);
  }

  static Part of(Samples samples) {
    return new Part(null, samples, null);
  }

  static Parts split(Reading reading, Row row, SampleGrid grid) {
    if (reading instanceof Reading.Scalar scalar) {
      return new Parts(of(scalar.value()), Map.of());
    }
    if (reading instanceof Reading.Panel panel) {
      return panel(panel, row);
    }
    if (reading instanceof Reading.Coded coded) {
      return new Parts(of(coded.value()), components(coded.components()));
    }
    if (reading instanceof Reading.Dated dated) {
      return new Parts(new Part(null, null, dated.value()), Map.of());
    }
    if (reading instanceof Reading.Series series) {
      return new Parts(of(grid.series(series, sampled(row.value()))), Map.of());
    }
    if (reading instanceof Reading.Waveform waveform) {
      return waveform(waveform, row, grid);
    }
    if (reading instanceof Reading.Session session) {
      return session(session, row, grid);
    }
    throw new UnrenderableException("wrong-shape", "the type does not take this kind of reading");
  }

  private static Parts panel(Reading.Panel panel, Row row) {
    Map<String, Part> components = components(panel.components());
    String main = row.structure().main();
    if (main == null) {
      return new Parts(null, components);
    }
    Part value = components.remove(main);
    if (value == null) {
      throw new UnrenderableException("missing-component", "the type needs its main component");
    }
    return new Parts(value, components);
  }

  private static Parts waveform(Reading.Waveform waveform, Row row, SampleGrid grid) {
    Map<String, Part> components = components(waveform.components());
    String lead = "lead-" + waveform.lead().toLowerCase(Locale.ROOT);
    Row.ComponentRow component = row.components().get(lead);
    if (component == null) {
      throw new UnrenderableException("unmapped-type", "no row for the lead of the waveform");
    }
    components.put(lead, of(grid.waveform(waveform, sampled(component.value()))));
    return new Parts(null, components);
  }

  private static Parts session(Reading.Session session, Row row, SampleGrid grid) {
    Map<String, Part> components = components(session.components());
    ValueRule rule = row.value();
    boolean stagesAreTheValue = rule != null && rule.kind() == Kind.STAGES;
    if (stagesAreTheValue) {
      Part main = session.stages().isEmpty() ? null : of(grid.stages(session));
      return new Parts(main, components);
    }
    if (!session.stages().isEmpty()) {
      components.put("stages", of(grid.stages(session)));
    }
    Value.Concept kind = session.kind();
    String kindComponent = row.structure().kind();
    if (kind == null) {
      return new Parts(null, components);
    }
    if (kindComponent == null) {
      return new Parts(of(kind), components);
    }
    components.put(kindComponent, of(kind));
    return new Parts(null, components);
  }

  private static ValueRule sampled(@Nullable ValueRule rule) {
    if (rule == null || rule.kind() != Kind.SAMPLED) {
      throw new UnrenderableException("wrong-shape", "the type takes no samples");
    }
    return rule;
  }

  private static Map<String, Part> components(List<Component> components) {
    Map<String, Part> parts = new LinkedHashMap<>();
    components.forEach(component -> parts.put(component.type(), of(component.value())));
    return parts;
  }
}
