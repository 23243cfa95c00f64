package org.healthsync.validate;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.LenientErrorHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r5.model.DomainResource;
import org.jspecify.annotations.Nullable;

/**
 * The definitions of FHIR R5 from the packages that HAPI ships, parsed when they are asked for.
 * HAPI's own support parses all 5,700 at the start, which takes half a minute and half a gigabyte;
 * a validation needs some hundred. The packages, their URLs and the parser are the same, so a
 * definition that is asked for is the same too.
 *
 * <p>Thread-safe. Reading the packages happens in the constructor and takes a second or two.
 */
final class DefinitionPackages implements IValidationSupport {

  private static final String FOLDER = "/org/hl7/fhir/r5/packages/";
  private static final List<String> PACKAGES =
      List.of(
          "hl7.fhir.r5.core-5.0.0.tgz",
          "hl7.fhir.uv.extensions.r5-1.0.0.tgz",
          "hl7.terminology-5.1.0.tgz");

  private final FhirContext context;
  private final Map<String, byte[]> packed = new HashMap<>();
  private final List<String> types = new ArrayList<>();
  private final Map<String, IBaseResource> parsed = new ConcurrentHashMap<>();

  DefinitionPackages(FhirContext context) {
    this.context = context;
    PACKAGES.forEach(this::read);
  }

  @Override
  public FhirContext getFhirContext() {
    return context;
  }

  @Override
  public String getName() {
    return "FHIR R5 packages, parsed on demand";
  }

  @Override
  public @Nullable IBaseResource fetchCodeSystem(String url) {
    return fetch("CodeSystem", url);
  }

  @Override
  public @Nullable IBaseResource fetchValueSet(String url) {
    return fetch("ValueSet", url);
  }

  @Override
  public @Nullable IBaseResource fetchStructureDefinition(String url) {
    return fetch("StructureDefinition", url);
  }

  /**
   * The definitions of FHIR's types. The validator asks for all in order to learn the names of the
   * types; profiles and extensions it asks for by URL.
   */
  @Override
  @SuppressWarnings("unchecked") // the caller decides on the type, as with all supports
  public <T extends IBaseResource> List<T> fetchAllStructureDefinitions() {
    return (List<T>) types.stream().map(this::parse).toList();
  }

  private @Nullable IBaseResource fetch(String type, @Nullable String url) {
    String key = type + " " + url;
    return packed.containsKey(key) ? parse(key) : null;
  }

  private IBaseResource parse(String key) {
    return parsed.computeIfAbsent(
        key,
        wanted -> {
          IParser parser = context.newJsonParser();
          parser.setParserErrorHandler(new LenientErrorHandler(false));
          return withoutNarrative(parser.parseResource(unpack(packed.get(wanted))));
        });
  }

  /** What a definition shows to people is half of what it takes in memory; no rule looks at it. */
  private static IBaseResource withoutNarrative(IBaseResource definition) {
    if (definition instanceof DomainResource resource) {
      resource.setText(null);
    }
    return definition;
  }

  private void read(String name) {
    try (InputStream file = DefinitionPackages.class.getResourceAsStream(FOLDER + name)) {
      if (file == null) {
        throw new IllegalStateException(FOLDER + name + " is missing from the class path");
      }
      read(
          new TarArchiveInputStream(
              new GzipCompressorInputStream(new BufferedInputStream(file, 1 << 16))));
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  private void read(TarArchiveInputStream tar) throws IOException {
    Map<String, byte[]> files = new HashMap<>();
    JsonNode index = null;
    for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      String file = entry.getName().substring("package/".length());
      if (file.equals(".index.json")) {
        index = new ObjectMapper().readTree(tar.readAllBytes());
      } else if (file.matches("(CodeSystem|ValueSet|StructureDefinition)-[^/]+\\.json")) {
        files.put(file, pack(tar.readAllBytes()));
      }
    }
    if (index == null) {
      throw new IOException("a package without an index");
    }
    index.path("files").forEach(described -> register(described, files));
  }

  private void register(JsonNode described, Map<String, byte[]> files) {
    byte[] content = files.get(described.path("filename").asText());
    if (content == null || !described.has("url")) {
      return;
    }
    String key = described.path("resourceType").asText() + " " + described.path("url").asText();
    packed.put(key, content);
    packed.put(key + "|" + described.path("version").asText(), content);
    boolean definesType =
        key.equals(
            "StructureDefinition http://hl7.org/fhir/StructureDefinition/"
                + described.path("type").asText());
    if (definesType) {
      types.add(key);
    }
  }

  private static byte[] pack(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(content.length / 8);
    Deflater fast = new Deflater(Deflater.BEST_SPEED);
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, fast)) {
      out.write(content);
    } finally {
      fast.end();
    }
    return bytes.toByteArray();
  }

  private static InputStream unpack(byte @Nullable [] content) {
    if (content == null) {
      throw new IllegalStateException("only registered definitions are parsed");
    }
    return new InflaterInputStream(new ByteArrayInputStream(content));
  }
}
