package org.healthsync.withings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.healthsync.map.MappedPage;
import org.healthsync.map.MappingFileException;
import org.healthsync.map.StreamMapping;
import org.healthsync.map.fhir.ResourceContext;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.stream.Payload;
import org.healthsync.spi.stream.RawPage;

/**
 * A page of our own making: {@code <stream>-<case>.json}, with what the plugin tells of the request
 * in {@code .request.properties} where it tells something. What the page becomes stands beside it.
 * {@code -Dfixtures.write=true} writes that anew: read every line of the difference before it is
 * committed.
 *
 * @param name without extension
 */
record FixturePage(String name) {

  /** That of the offline tool, so that {@code map} prints what stands beside a page. */
  static final ResourceContext CONTEXT =
      new ResourceContext(
          "tenant",
          "withings",
          "account",
          "Patient/patient",
          URI.create("https://health-data-sync.example.org"),
          null);

  private static final Path FOLDER = Path.of("src/test/resources/fixtures");

  /** Every page there is. */
  static Stream<FixturePage> all() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".json") && file.contains("-"))
          .map(file -> new FixturePage(file.substring(0, file.length() - ".json".length())))
          .sorted(Comparator.comparing(FixturePage::name))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The mapping of a stream as it is in the jar. */
  static StreamMapping mapping(String stream) throws MappingFileException {
    String file = stream + ".yaml";
    return StreamMapping.compile(
        "withings/" + file, text(Path.of("src/main/resources/mapping", file)));
  }

  /** A page of a stream. */
  static RawPage page(String stream, String json, Map<String, String> attributes) {
    Instant fetched = Instant.parse("2026-11-23T10:00:00Z");
    return new RawPage(stream, Payload.of(json), "application/json", attributes, fetched);
  }

  /** The same with other bytes. */
  static RawPage page(RawPage like, byte[] bytes) {
    return new RawPage(
        like.stream(), Payload.of(bytes), like.contentType(), like.attributes(), like.fetchedAt());
  }

  MappedPage map() throws MappingFileException, ProviderException {
    return mapping(stream()).map(raw());
  }

  /** As it is fetched. */
  RawPage raw() {
    return page(stream(), text(file(".json")), attributes());
  }

  /** The text beside the page; with {@code fixtures.write} it is what is given. */
  String expected(String extension, String actual) throws IOException {
    Path file = file(extension);
    if (Boolean.getBoolean("fixtures.write")) {
      Files.writeString(file, actual);
    }
    return text(file);
  }

  /** The longest name of a stream that the name begins with. */
  private String stream() {
    List<String> streams =
        Arrays.stream(WithingsStream.values())
            .map(WithingsStream::streamName)
            .filter(stream -> name.startsWith(stream + "-"))
            .sorted(Comparator.comparing(String::length).reversed())
            .toList();
    assertThat(streams).as("a stream that %s is a page of", name).isNotEmpty();
    return streams.get(0);
  }

  private Map<String, String> attributes() {
    Path file = file(".request.properties");
    Map<String, String> attributes = new HashMap<>();
    if (Files.exists(file)) {
      Properties properties = new Properties();
      try {
        properties.load(new StringReader(text(file)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      properties
          .stringPropertyNames()
          .forEach(key -> attributes.put(key, properties.getProperty(key)));
    }
    return attributes;
  }

  private Path file(String extension) {
    return FOLDER.resolve(name + extension);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
