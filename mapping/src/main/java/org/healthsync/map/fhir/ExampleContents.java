package org.healthsync.map.fhir;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.healthsync.map.fhir.Row.ComponentRow;
import org.healthsync.map.fhir.Row.Kind;
import org.healthsync.map.fhir.Row.Resource;
import org.healthsync.map.fhir.Row.ValueRule;
import org.healthsync.spi.reading.Component;
import org.healthsync.spi.reading.Header;
import org.healthsync.spi.reading.Reading;
import org.healthsync.spi.reading.Value;
import org.healthsync.spi.stream.Payload;

/** Contents of made-up readings for a row: all shapes of reading that the row takes. */
final class ExampleContents {

  private static final Value.Concept CODE =
      new Value.Concept(OwnTerminology.MEASURES, "main-sleep", null);
  private static final Value.Concept FOOD = new Value.Concept("provider", "f-17", "Oat porridge");
  private static final Value.Absent ABSENT = new Value.Absent("not-performed");
  private static final BigDecimal HERTZ = BigDecimal.valueOf(300);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Row row;

  private ExampleContents(Row row) {
    this.row = row;
  }

  /** Makes a reading of a header. */
  interface Content {
    Reading reading(Header header);
  }

  /** With all components and a plausible value. */
  static Content usual(Row row) {
    return new ExampleContents(row).all().get(0);
  }

  /** All others. */
  static List<Content> unusual(Row row) {
    List<Content> all = new ExampleContents(row).all();
    return all.subList(1, all.size());
  }

  private List<Content> all() {
    ValueRule rule = row.value();
    if (rule == null) {
      return composed();
    }
    return switch (rule.kind()) {
      case QUANTITY, RATE -> quantities(rule);
      case CODED -> coded();
      case DATE -> List.of(header -> new Reading.Dated(header, LocalDate.of(2026, 2, 20)));
      case SAMPLED -> series(rule);
      case STAGES -> List.of(this::sleep, header -> stages(header, unbroken()));
      case DOCUMENT -> List.of(ExampleContents::route);
    };
  }

  private List<Content> quantities(ValueRule rule) {
    List<Content> contents = new ArrayList<>();
    Value.Quantity usual = quantity(rule);
    String main = row.structure().main();
    if (main != null) {
      componentSets().forEach(set -> contents.add(panel(with(main, usual, set))));
      contents.add(panel(with(main, ABSENT, List.of())));
    }
    contents.add(header -> new Reading.Scalar(header, usual));
    if (row.resource() == Resource.OBSERVATION) {
      for (Value.Comparator side : List.of(Value.Comparator.LESS, Value.Comparator.GREATER)) {
        Value.Quantity off = new Value.Quantity(usual.number(), rule.unit(), side);
        contents.add(header -> new Reading.Scalar(header, off));
      }
    }
    BigDecimal max = rule.plausible().max();
    if (max != null && rule.possible().contains(max.add(BigDecimal.ONE))) {
      Value.Quantity odd = Value.Quantity.of(max.add(BigDecimal.ONE), rule.unit());
      contents.add(header -> new Reading.Scalar(header, odd));
    }
    return contents;
  }

  private List<Content> coded() {
    List<Content> contents = new ArrayList<>();
    Value.Concept code = row.resource() == Resource.NUTRITION_INTAKE ? FOOD : CODE;
    for (List<Component> set : componentSets()) {
      contents.add(header -> new Reading.Coded(header, code, set));
    }
    List<Component> all = componentSets().get(0);
    if (row.resource() == Resource.NUTRITION_INTAKE) {
      contents.add(panel(all));
    } else if (!all.isEmpty()) {
      contents.add(header -> new Reading.Session(header, code, all, List.of()));
      contents.add(header -> withoutKind(header, all));
    }
    return contents;
  }

  private static List<Content> series(ValueRule rule) {
    List<Reading.Sample> samples = List.of(sample(rule, 0), sample(rule, 1), sample(rule, 3));
    return List.of(
        header -> new Reading.Series(header, rule.unit(), MINUTE, samples),
        header -> new Reading.Series(header, rule.unit(), MINUTE, offScale(rule)),
        header -> new Reading.Series(header, rule.unit(), null, samples),
        header -> new Reading.Series(header, rule.unit(), Duration.ofMinutes(2), samples),
        header -> new Reading.Series(header, rule.unit(), MINUTE, samples.subList(0, 1)));
  }

  private static List<Reading.Sample> offScale(ValueRule rule) {
    Reading.Sample below = sample(rule, 0);
    Reading.Sample above = sample(rule, 1);
    return List.of(
        new Reading.Sample(below.at(), below.value(), Value.Comparator.LESS),
        new Reading.Sample(above.at(), above.value(), Value.Comparator.GREATER));
  }

  private List<Content> composed() {
    List<Content> contents = new ArrayList<>();
    boolean session = row.structure().kind() != null || has(Kind.STAGES);
    for (List<Component> set : componentSets()) {
      if (session) {
        contents.add(header -> new Reading.Session(header, CODE, set, broken()));
      } else if (has(Kind.SAMPLED)) {
        leads().forEach(lead -> contents.add(waveform(lead, BigDecimal.ONE, set)));
      } else if (!set.isEmpty()) {
        contents.add(panel(set));
      }
    }
    if (session) {
      List<Component> all = componentSets().get(0);
      contents.add(header -> new Reading.Session(header, CODE, all, unbroken()));
      contents.add(header -> new Reading.Session(header, CODE, all, List.of()));
      contents.add(header -> withoutKind(header, all));
    }
    if (has(Kind.SAMPLED)) {
      contents.add(waveform(leads().get(0), new BigDecimal("0.488"), List.of()));
    }
    return contents;
  }

  /** All components; all but one; one alone; one known to be absent. */
  private List<List<Component>> componentSets() {
    List<Component> all = new ArrayList<>();
    for (ComponentRow component : row.components().values()) {
      Kind kind = component.value().kind();
      if (kind == Kind.QUANTITY) {
        all.add(new Component(component.type(), quantity(component.value())));
      } else if (kind == Kind.CODED && !component.type().equals(row.structure().kind())) {
        all.add(new Component(component.type(), CODE));
      }
    }
    List<List<Component>> sets = new ArrayList<>();
    sets.add(all);
    for (Component component : all) {
      List<Component> others =
          all.stream().filter(other -> !other.type().equals(component.type())).toList();
      Component absent = new Component(component.type(), ABSENT);
      sets.add(others);
      sets.add(List.of(component));
      sets.add(List.of(absent));
    }
    return sets;
  }

  private boolean has(Kind kind) {
    return row.components().values().stream().anyMatch(c -> c.value().kind() == kind);
  }

  private List<String> leads() {
    return row.components().values().stream()
        .filter(component -> component.value().kind() == Kind.SAMPLED)
        .map(component -> component.type().substring("lead-".length()))
        .toList();
  }

  private static Content panel(List<Component> components) {
    return header -> new Reading.Panel(header, components);
  }

  private Content waveform(String lead, BigDecimal factor, List<Component> components) {
    List<BigDecimal> counts = List.of(BigDecimal.ONE, BigDecimal.TEN);
    return header -> new Reading.Waveform(header, lead, HERTZ, "uV", factor, counts, components);
  }

  private static List<Component> with(String main, Value value, List<Component> rest) {
    List<Component> components = new ArrayList<>(rest);
    components.add(new Component(main, value));
    return components;
  }

  private Reading sleep(Header header) {
    return stages(header, broken());
  }

  private static Reading stages(Header header, List<Reading.Stage> stages) {
    return new Reading.Session(header, CODE, List.of(), stages);
  }

  /** NullAway 0.12 does not see that the kind of a session may be null: a nested type. */
  @SuppressWarnings("NullAway")
  private static Reading withoutKind(Header header, List<Component> components) {
    return new Reading.Session(header, null, components, List.of());
  }

  private static Reading route(Header header) {
    return new Reading.Document(
        header, "application/gpx+xml", Payload.of("<gpx version=\"1.1\" creator=\"example\"/>"));
  }

  private static Value.Quantity quantity(ValueRule rule) {
    return Value.Quantity.of(plausible(rule), rule.unit());
  }

  private static Reading.Sample sample(ValueRule rule, int minute) {
    return new Reading.Sample(
        ExampleTimes.START.plus(MINUTE.multipliedBy(minute)), plausible(rule));
  }

  private static BigDecimal plausible(ValueRule rule) {
    BigDecimal min = rule.plausible().min();
    BigDecimal max = rule.plausible().max();
    if (min == null || max == null) {
      return BigDecimal.ONE;
    }
    return min.add(max).divide(BigDecimal.valueOf(2));
  }

  private static List<Reading.Stage> broken() {
    return List.of(
        new Reading.Stage("light", ExampleTimes.START, ExampleTimes.START.plus(MINUTE)),
        new Reading.Stage("deep", ExampleTimes.END.minus(MINUTE), ExampleTimes.END));
  }

  private static List<Reading.Stage> unbroken() {
    return List.of(new Reading.Stage("rem", ExampleTimes.START, ExampleTimes.END));
  }
}
