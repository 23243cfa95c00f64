package org.healthsync.map.fhir;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.healthsync.spi.reading.Component;
import org.healthsync.spi.reading.Header;
import org.healthsync.spi.reading.Reading;
import org.healthsync.spi.reading.Timing;
import org.healthsync.spi.reading.Timing.Moment;
import org.healthsync.spi.reading.Value;
import org.jspecify.annotations.Nullable;

/**
 * Reads the examples of an overlay: readings as YAML. A time is {@code at}, {@code start} with
 * {@code end}, or {@code day} with or without {@code zone}; the content is {@code value} with
 * {@code unit}, {@code code}, {@code date}, {@code samples} with {@code unit} and {@code interval},
 * {@code stages}, or {@code components} by name, which go with a code and stages as well.
 */
final class ExampleReader {

  private static final Set<String> KEYS =
      Set.of(
          "type",
          "key",
          "at",
          "start",
          "end",
          "day",
          "zone",
          "value",
          "unit",
          "code",
          "system",
          "text",
          "date",
          "samples",
          "interval",
          "stages",
          "components",
          "qualifiers");

  private static final Set<String> VALUE_KEYS =
      Set.of("value", "unit", "code", "system", "text", "absent");

  private ExampleReader() {}

  /** The reading, or null after telling what is wrong with it. */
  static @Nullable Reading read(TableNode node) {
    node.only(KEYS);
    String type = node.text("type");
    String key = node.has("key") ? node.text("key") : type + "/example";
    try {
      Header header =
          new Header(
              type,
              key,
              timing(node),
              null,
              Header.RecordingMethod.AUTOMATIC,
              null,
              false,
              qualifiers(node));
      return content(node, header);
    } catch (DateTimeException | IllegalArgumentException e) {
      node.mistake("the example is no reading: " + e.getMessage());
      return null;
    }
  }

  private static Reading content(TableNode node, Header header) {
    List<Component> components = components(node);
    if (node.has("stages")) {
      return session(header, node, components);
    }
    if (node.has("samples")) {
      return series(header, node);
    }
    if (node.has("code")) {
      return new Reading.Coded(header, concept(node), components);
    }
    if (node.has("date")) {
      return new Reading.Dated(header, LocalDate.parse(node.text("date")));
    }
    if (node.has("value")) {
      return new Reading.Scalar(header, quantity(node));
    }
    return new Reading.Panel(header, components);
  }

  private static Timing timing(TableNode node) {
    if (node.has("day")) {
      ZoneId zone = node.has("zone") ? ZoneId.of(node.text("zone")) : null;
      return new Timing.OnDay(LocalDate.parse(node.text("day")), zone);
    }
    if (node.has("start")) {
      return new Timing.Between(moment(node, "start"), moment(node, "end"));
    }
    return new Timing.At(moment(node, "at"));
  }

  private static Moment moment(TableNode node, String key) {
    OffsetDateTime time = OffsetDateTime.parse(node.text(key));
    return Moment.at(time.toInstant(), time.getOffset());
  }

  private static Map<String, String> qualifiers(TableNode node) {
    Map<String, String> qualifiers = new LinkedHashMap<>();
    if (node.has("qualifiers")) {
      TableNode names = node.child("qualifiers");
      node.children("qualifiers").keySet().forEach(name -> qualifiers.put(name, names.text(name)));
    }
    return qualifiers;
  }

  private static List<Component> components(TableNode node) {
    List<Component> components = new ArrayList<>();
    node.children("components")
        .forEach((name, value) -> components.add(new Component(name, value(value))));
    return components;
  }

  private static Value value(TableNode node) {
    node.only(VALUE_KEYS);
    if (node.has("absent")) {
      return new Value.Absent(node.text("absent"));
    }
    return node.has("code") ? concept(node) : quantity(node);
  }

  private static Value.Quantity quantity(TableNode node) {
    return Value.Quantity.of(node.number("value"), node.text("unit"));
  }

  private static Value.Concept concept(TableNode node) {
    String system = node.has("system") ? node.text("system") : "provider";
    return new Value.Concept(system, node.text("code"), node.optionalText("text"));
  }

  private static Reading series(Header header, TableNode node) {
    Duration interval = Duration.parse(node.text("interval"));
    Instant at = SampleGrid.period(header.timing()).start().instant();
    List<Reading.Sample> samples = new ArrayList<>();
    for (String sample : node.texts("samples")) {
      samples.add(new Reading.Sample(at, new BigDecimal(sample)));
      at = at.plus(interval);
    }
    return new Reading.Series(header, node.text("unit"), interval, samples);
  }

  /** NullAway 0.12 does not see that the kind of a session may be null: a nested type. */
  @SuppressWarnings("NullAway")
  private static Reading session(Header header, TableNode node, List<Component> components) {
    List<Reading.Stage> stages = new ArrayList<>();
    for (TableNode stage : node.maps("stages")) {
      stage.only(Set.of("stage", "start", "end"));
      stages.add(
          new Reading.Stage(
              stage.text("stage"),
              moment(stage, "start").instant(),
              moment(stage, "end").instant()));
    }
    Value.Concept kind = node.has("code") ? concept(node) : null;
    return new Reading.Session(header, kind, components, stages);
  }
}
