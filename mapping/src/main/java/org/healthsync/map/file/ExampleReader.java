package org.healthsync.map.file;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.healthsync.map.MappingExample;
import org.healthsync.spi.stream.Payload;
import org.healthsync.spi.stream.RawPage;
import org.jspecify.annotations.Nullable;

/** Reads the examples of a mapping file. */
final class ExampleReader {

  /** Examples are mapped alike at any time, so they are fetched at this one. */
  private static final Instant FETCHED_AT = Instant.parse("2026-01-01T00:00:00Z");

  private final String stream;

  ExampleReader(String stream) {
    this.stream = stream;
  }

  List<MappingExample> examples(Entry entry) {
    return entry.items().stream().map(this::example).toList();
  }

  private MappingExample example(Entry entry) {
    Section section = new Section(entry);
    String name = section.require("name").map(Entry::text).orElse("");
    String page = section.require("page").map(ExampleReader::page).orElse("{}");
    Map<String, String> attributes =
        section.find("attributes").map(ExampleReader::attributes).orElse(Map.of());
    @Nullable Integer readings = section.find("readings").map(e -> count(e, 1)).orElse(null);
    int problems = section.find("problems").map(e -> count(e, 0)).orElse(0);
    int skipped = section.find("skipped").map(e -> count(e, 0)).orElse(0);
    section.close();
    RawPage raw = new RawPage(stream, Payload.of(page), "application/json", attributes, FETCHED_AT);
    return new MappingExample(name, entry.line(), raw, readings, problems, skipped);
  }

  private static String page(Entry entry) {
    if (entry.isText()) {
      entry.mistake("must be the JSON of a page, written as YAML: a map or a list");
    }
    return YamlJson.json(entry);
  }

  private static Map<String, String> attributes(Entry entry) {
    Map<String, String> attributes = new HashMap<>();
    entry.entries().forEach((name, value) -> attributes.put(name, value.text()));
    return attributes;
  }

  private static int count(Entry entry, int least) {
    if (entry.isText() && entry.text().matches("[0-9]{1,6}")) {
      int number = Integer.parseInt(entry.text());
      if (number >= least) {
        return number;
      }
    }
    entry.mistake("must be a whole number from " + least + " on");
    return least;
  }
}
