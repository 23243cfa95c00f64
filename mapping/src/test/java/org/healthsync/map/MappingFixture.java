package org.healthsync.map;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.reading.Reading;
import org.healthsync.spi.stream.Payload;
import org.healthsync.spi.stream.RawPage;

/** Maps small pages with small files. */
final class MappingFixture {

  private MappingFixture() {}

  static RawPage page(String json) {
    return page(json, Map.of());
  }

  static RawPage page(String json, Map<String, String> attributes) {
    return new RawPage(
        "stream",
        Payload.of(json),
        "application/json",
        attributes,
        Instant.parse("2026-11-23T10:00:00Z"));
  }

  /** Compiles what the editors' schema accepts as well. */
  static StreamMapping compile(String rules) {
    try {
      String yaml = "version: 1\n" + rules;
      StreamMapping mapping = StreamMapping.compile("acme/things.yaml", yaml);
      List<String> complaints = SchemaFile.STREAM.complaints(yaml);
      if (!complaints.isEmpty()) {
        throw new AssertionError("the schema refuses what the compiler takes: " + complaints);
      }
      return mapping;
    } catch (MappingFileException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  static MappedPage map(String rules, String json) {
    return map(compile(rules), page(json));
  }

  static MappedPage map(StreamMapper mapping, RawPage page) {
    try {
      return mapping.map(page);
    } catch (ProviderException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  /** Codes and places of the problems. */
  static List<String> problems(MappedPage page) {
    return page.problems().stream().map(p -> p.code() + " " + p.pointer()).toList();
  }

  /** The only reading of a page without problems. */
  static <T extends Reading> T only(MappedPage page, Class<T> shape) {
    if (!page.problems().isEmpty() || page.readings().size() != 1) {
      throw new AssertionError("expected one reading: " + page);
    }
    return shape.cast(page.readings().get(0));
  }
}
