package org.healthsync.map.fhir;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.healthsync.map.fhir.Row.ComponentRow;
import org.healthsync.map.fhir.Row.Kind;
import org.healthsync.map.fhir.Row.ValueRule;
import org.healthsync.spi.reading.Component;
import org.healthsync.spi.reading.DeviceOfOrigin;
import org.healthsync.spi.reading.Header;
import org.healthsync.spi.reading.Header.RecordingMethod;
import org.healthsync.spi.reading.Reading;
import org.healthsync.spi.reading.Timing;
import org.healthsync.spi.reading.Timing.Moment;
import org.healthsync.spi.reading.Value;

/**
 * One made-up reading of each type of a table, with every component and a plausible value: what the
 * validator is warmed with and what the tests prove to be valid.
 */
public final class ExampleReadings {

  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
  private static final Instant START = Instant.parse("2026-03-01T22:10:00Z");
  private static final Instant END = START.plus(Duration.ofHours(8));
  private static final Value.Concept CODE =
      new Value.Concept(OwnTerminology.MEASURES, "main-sleep", null);

  private ExampleReadings() {}

  /** The examples, in no particular order. */
  public static List<Reading> of(FhirMapping mapping) {
    List<Reading> examples = new ArrayList<>();
    for (String type : mapping.types()) {
      examples.addAll(of(mapping, type));
    }
    return List.copyOf(examples);
  }

  /** The examples of one type; none when it has no row. */
  public static List<Reading> of(FhirMapping mapping, String type) {
    return mapping.row(type).map(row -> List.of(example(row))).orElse(List.of());
  }

  private static Reading example(Row row) {
    Header header = header(row);
    ValueRule rule = row.value();
    if (rule == null) {
      return composed(row, header);
    }
    return switch (rule.kind()) {
      case QUANTITY -> new Reading.Scalar(header, quantity(rule));
      case CODED -> new Reading.Coded(header, CODE, List.of());
      case SAMPLED ->
          new Reading.Series(
              header,
              rule.unit(),
              Duration.ofMinutes(1),
              List.of(sample(rule, 0), sample(rule, 2)));
      case STAGES -> new Reading.Session(header, CODE, List.of(), stages());
    };
  }

  private static Reading composed(Row row, Header header) {
    List<Component> components = new ArrayList<>();
    boolean waveform = false;
    boolean session = false;
    for (ComponentRow component : row.components().values()) {
      Kind kind = component.value().kind();
      waveform |= kind == Kind.SAMPLED;
      session |= kind == Kind.STAGES;
      if (kind == Kind.QUANTITY) {
        components.add(new Component(component.type(), quantity(component.value())));
      } else if (kind == Kind.CODED && !component.type().equals(row.kind())) {
        components.add(new Component(component.type(), CODE));
      }
    }
    if (waveform) {
      List<BigDecimal> counts = List.of(BigDecimal.ONE, BigDecimal.TEN);
      BigDecimal frequency = BigDecimal.valueOf(300);
      return new Reading.Waveform(header, "I", frequency, "uV", counts, components);
    }
    return session
        ? new Reading.Session(header, CODE, components, stages())
        : new Reading.Panel(header, components);
  }

  private static Header header(Row row) {
    Map<String, String> site = row.bodySiteRequired() ? Map.of("body-site", "torso") : Map.of();
    return new Header(
        row.type(),
        "example/1",
        timing(row),
        new DeviceOfOrigin("example", "weight-scale", "Example", "Model 1"),
        RecordingMethod.AUTOMATIC,
        null,
        false,
        site);
  }

  /** By the name of the type: of a day, of a period, else of an instant. */
  private static Timing timing(Row row) {
    String type = row.type();
    if (type.endsWith("-day")) {
      return new Timing.OnDay(LocalDate.of(2026, 3, 1), ZONE);
    }
    if (type.contains("sleep") || type.endsWith("-series") || type.equals("workout")) {
      return new Timing.Between(Moment.in(START, ZONE), Moment.in(END, ZONE));
    }
    return new Timing.At(Moment.in(START, ZONE));
  }

  private static Value.Quantity quantity(ValueRule rule) {
    return Value.Quantity.of(plausible(rule), rule.unit());
  }

  private static Reading.Sample sample(ValueRule rule, int minute) {
    return new Reading.Sample(START.plus(Duration.ofMinutes(minute)), plausible(rule));
  }

  private static BigDecimal plausible(ValueRule rule) {
    BigDecimal min = rule.plausible().min();
    BigDecimal max = rule.plausible().max();
    if (min == null || max == null) {
      return BigDecimal.ONE;
    }
    return min.add(max).divide(BigDecimal.valueOf(2));
  }

  private static List<Reading.Stage> stages() {
    Instant deep = START.plus(Duration.ofHours(2));
    Instant after = deep.plus(Duration.ofHours(1));
    return List.of(new Reading.Stage("light", START, deep), new Reading.Stage("deep", after, END));
  }
}
