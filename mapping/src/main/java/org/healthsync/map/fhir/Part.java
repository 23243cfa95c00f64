package org.healthsync.map.fhir;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.healthsync.map.fhir.Row.ValueRule;
import org.healthsync.spi.reading.Component;
import org.healthsync.spi.reading.Reading;
import org.healthsync.spi.reading.Value;
import org.jspecify.annotations.Nullable;

/** One thing to be written: a value or samples. Exactly one of the two is present. */
record Part(@Nullable Value value, @Nullable Samples samples) {

  /**
   * Samples of one quantity, ready for FHIR's SampledData.
   *
   * @param unit unit of the numbers, empty for codes
   * @param interval distance on a regular grid, or null
   * @param intervalUnit {@code ms} or {@code s}; of the offsets when there is no interval
   * @param offsets distances from the start, or null on a regular grid
   * @param data the samples
   * @param numbers the samples that are numbers, for the plausibility check
   */
  record Samples(
      String unit,
      @Nullable BigDecimal interval,
      String intervalUnit,
      @Nullable String offsets,
      String data,
      List<BigDecimal> numbers) {}

  /**
   * All parts of a reading.
   *
   * @param main the value of the Observation, or null for panels
   * @param components by component type
   */
  record Parts(@Nullable Part main, Map<String, Part> components) {}

  static Part of(Value value) {
    return new Part(value, null);
  }

  static Part of(Samples samples) {
    return new Part(null, samples);
  }

  static Parts split(Reading reading, Row row, SampleGrid grid) {
    if (reading instanceof Reading.Scalar scalar) {
      return new Parts(of(scalar.value()), Map.of());
    }
    if (reading instanceof Reading.Panel panel) {
      return new Parts(null, components(panel.components()));
    }
    if (reading instanceof Reading.Coded coded) {
      return new Parts(of(coded.value()), components(coded.components()));
    }
    if (reading instanceof Reading.Series series) {
      return new Parts(of(grid.series(series)), Map.of());
    }
    if (reading instanceof Reading.Waveform waveform) {
      Map<String, Part> components = components(waveform.components());
      String lead = "lead-" + waveform.lead().toLowerCase(Locale.ROOT);
      components.put(lead, of(grid.waveform(waveform)));
      return new Parts(null, components);
    }
    if (reading instanceof Reading.Session session) {
      return session(session, row, grid);
    }
    throw new IllegalArgumentException("a deletion has no content");
  }

  private static Parts session(Reading.Session session, Row row, SampleGrid grid) {
    Map<String, Part> components = components(session.components());
    ValueRule rule = row.value();
    if (rule != null && rule.kind() == Row.Kind.STAGES) {
      return new Parts(of(grid.stages(session)), components);
    }
    if (!session.stages().isEmpty()) {
      components.put("stages", of(grid.stages(session)));
    }
    Value.Concept kind = session.kind();
    String kindComponent = row.kind();
    if (kind == null) {
      return new Parts(null, components);
    }
    if (kindComponent == null) {
      return new Parts(of(kind), components);
    }
    components.put(kindComponent, of(kind));
    return new Parts(null, components);
  }

  private static Map<String, Part> components(List<Component> components) {
    Map<String, Part> parts = new LinkedHashMap<>();
    components.forEach(component -> parts.put(component.type(), of(component.value())));
    return parts;
  }
}
