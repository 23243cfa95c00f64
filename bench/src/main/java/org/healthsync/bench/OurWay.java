package org.healthsync.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.healthsync.map.MappingFileException;
import org.healthsync.map.StreamMapping;
import org.healthsync.map.fhir.FhirMapping;
import org.healthsync.map.fhir.FhirRenderer;
import org.healthsync.map.fhir.FhirResource;
import org.healthsync.map.fhir.ResourceContext;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.reading.Reading;
import org.healthsync.spi.stream.Payload;
import org.healthsync.spi.stream.RawPage;
import org.healthsync.validate.ResourceValidator;

/** The service's own way of a page: mapping file, table, verdict by shape. */
final class OurWay {

  static final ResourceContext CONTEXT =
      new ResourceContext(
          "bench", "withings", "account", "Patient/p1", URI.create("https://bench.example"), null);

  private final StreamMapping mapping;
  private final FhirRenderer renderer;
  private final ResourceValidator validator;

  OurWay() {
    try {
      mapping = StreamMapping.compile("withings/measures.yaml", text("/mapping/measures.yaml"));
    } catch (MappingFileException e) {
      throw new IllegalStateException("the plugin's mapping file", e);
    }
    FhirMapping table = FhirMapping.load();
    renderer = new FhirRenderer(table);
    validator = new ResourceValidator(definitions());
  }

  /** The operator's own definitions as FHIR text. */
  static List<String> definitions() {
    return FhirMapping.load().terminology().definitions(CONTEXT.base());
  }

  List<Reading> readings(byte[] page) {
    RawPage raw =
        new RawPage("measures", Payload.of(page), "application/json", Map.of(), Instant.EPOCH);
    try {
      return mapping.map(raw).readings();
    } catch (ProviderException e) {
      throw new IllegalStateException("the page is ours", e);
    }
  }

  List<FhirResource> resources(List<Reading> readings) {
    return renderer.renderPage(CONTEXT, readings).resources();
  }

  boolean isValid(FhirResource resource) {
    return validator.validate(resource.json()).valid();
  }

  /** Bytes of all resources of a page, each judged; what the service does with it. */
  long throughAll(byte[] page) {
    long bytes = 0;
    for (FhirResource resource : resources(readings(page))) {
      if (!isValid(resource)) {
        throw new IllegalStateException("not valid: " + resource.readingType());
      }
      bytes += resource.json().getBytes(StandardCharsets.UTF_8).length;
    }
    return bytes;
  }

  private static String text(String resource) {
    try (InputStream in = OurWay.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is missing from the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
