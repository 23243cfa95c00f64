package org.healthsync.map.fhir;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.healthsync.spi.reading.DeviceOfOrigin;
import org.healthsync.spi.reading.Header;
import org.healthsync.spi.reading.Header.RecordingMethod;
import org.healthsync.spi.reading.Reading;
import org.healthsync.spi.reading.Timing;
import org.jspecify.annotations.Nullable;

/**
 * Made-up readings of the types of a table: what the validator is warmed with and what the tests
 * prove to be valid. Every source key is another one.
 */
public final class ExampleReadings {

  private static final DeviceOfOrigin DEVICE =
      new DeviceOfOrigin("example", "watch", "Example", "Model 1", "EX-1", "1.2", "3.4");

  private ExampleReadings() {}

  /**
   * The usual readings of every type: with all components, once for each form of time and each unit
   * that is a row of its own, and what overlays give as examples. In the order of the table.
   */
  public static List<Reading> of(FhirMapping mapping) {
    List<Reading> examples = new ArrayList<>();
    mapping.types().forEach(type -> examples.addAll(of(mapping, type)));
    mapping.types().forEach(type -> examples.addAll(members(mapping, type)));
    return List.copyOf(examples);
  }

  /** What a session of the type would list, by keys that continue that of its first example. */
  private static List<Reading> members(FhirMapping mapping, String session) {
    List<Reading> members = new ArrayList<>();
    for (Row row : rows(mapping, session)) {
      for (String type : row.structure().members()) {
        for (Row member : rows(mapping, type)) {
          String key = session + "/0/" + type;
          Header header = header(member, key, ExampleTimes.usual(member).get(0), Facts.USUAL);
          members.add(ExampleContents.usual(member).reading(header));
        }
      }
    }
    return members;
  }

  /** The usual readings of one type; none when it has no row. */
  public static List<Reading> of(FhirMapping mapping, String type) {
    List<Reading> examples = new ArrayList<>();
    for (Row row : rows(mapping, type)) {
      for (Timing timing : ExampleTimes.usual(row)) {
        Header header = header(row, type + "/" + examples.size(), timing, Facts.USUAL);
        examples.add(ExampleContents.usual(row).reading(header));
      }
    }
    mapping.examples().stream()
        .filter(example -> example.header().type().equals(type))
        .forEach(examples::add);
    return List.copyOf(examples);
  }

  /** The usual readings of every type and all the forms besides them that its row can take. */
  public static List<Reading> inEveryForm(FhirMapping mapping) {
    return mapping.types().stream().flatMap(type -> inEveryForm(mapping, type).stream()).toList();
  }

  /**
   * The readings of one type in every form: each part of it varied while the rest is as usual. The
   * time (instant, period, day; zone known, offset known, neither), the origin (with and without
   * device, by hand, uncertain person, each technique), the content (each component absent, alone
   * or without a value; off the scale; implausible; on a grid or not).
   */
  public static List<Reading> inEveryForm(FhirMapping mapping, String type) {
    List<Reading> examples = new ArrayList<>(of(mapping, type));
    for (Row row : rows(mapping, type)) {
      Timing timing = ExampleTimes.usual(row).get(0);
      ExampleContents.Content usual = ExampleContents.usual(row);
      for (Timing other : ExampleTimes.unusual(row)) {
        examples.add(usual.reading(header(row, key(type, examples), other, Facts.USUAL)));
      }
      for (Facts facts : Facts.unusual(row)) {
        examples.add(usual.reading(header(row, key(type, examples), timing, facts)));
      }
      for (ExampleContents.Content content : ExampleContents.unusual(row)) {
        examples.add(content.reading(header(row, key(type, examples), timing, Facts.USUAL)));
      }
    }
    return List.copyOf(examples);
  }

  private static String key(String type, List<Reading> before) {
    return type + "/" + before.size();
  }

  private static Collection<Row> rows(FhirMapping mapping, String type) {
    return mapping
        .row(type)
        .map(row -> row.byUnit().isEmpty() ? List.of(row) : List.copyOf(row.byUnit().values()))
        .orElse(List.of());
  }

  private static Header header(Row row, String key, Timing timing, Facts facts) {
    Map<String, String> qualifiers = new HashMap<>(facts.qualifiers());
    if (row.about().bodySiteRequired()) {
      qualifiers.putIfAbsent("body-site", "torso");
    }
    return new Header(
        row.type(),
        key,
        timing,
        facts.device(),
        facts.method(),
        null,
        facts.preliminary(),
        qualifiers);
  }

  private record Facts(
      @Nullable DeviceOfOrigin device,
      RecordingMethod method,
      boolean preliminary,
      Map<String, String> qualifiers) {

    static final Facts USUAL = new Facts(DEVICE, RecordingMethod.AUTOMATIC, false, Map.of());

    static List<Facts> unusual(Row row) {
      List<Facts> facts = new ArrayList<>();
      facts.add(new Facts(null, RecordingMethod.MANUAL, false, Map.of()));
      facts.add(new Facts(null, RecordingMethod.UNKNOWN, true, Map.of("attribution", "ambiguous")));
      facts.add(with(Map.of("body-site", "left-arm")));
      facts.add(with(Map.of("technique", "by hand")));
      for (String technique : row.about().techniques().keySet()) {
        facts.add(with(Map.of("technique", technique)));
      }
      Map<String, String> ranges = new HashMap<>();
      for (Row.ComponentRow component : row.components().values()) {
        if (component.zoneRange()) {
          ranges.put(component.type() + "-range", ranges.isEmpty() ? "95.." : "95..114");
        }
      }
      if (!ranges.isEmpty()) {
        facts.add(with(ranges));
      }
      return facts;
    }

    private static Facts with(Map<String, String> qualifiers) {
      return new Facts(DEVICE, RecordingMethod.AUTOMATIC, false, qualifiers);
    }
  }
}
