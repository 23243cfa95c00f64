package org.healthsync.map.fhir;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes FHIR JSON to memory in the order of the calls. Refuses what no FHIR string may hold, so
 * that nothing unfit reaches the text. One thread, one document.
 */
final class CanonicalJson {

  /** Digits beyond which a decimal is no measurement and its plain text no longer sane. */
  private static final int MAX_DIGITS = 30;

  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

  private final StringWriter text = new StringWriter(1024);
  private final JsonGenerator generator;

  CanonicalJson() {
    try {
      generator = FACTORY.createGenerator(text);
      generator.writeStartObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Closes the document and gives its text. */
  String finish() {
    return write(
        () -> {
          generator.writeEndObject();
          generator.close();
          return text.toString();
        });
  }

  CanonicalJson object(String name) {
    return run(() -> generator.writeObjectFieldStart(name));
  }

  CanonicalJson object() {
    return run(generator::writeStartObject);
  }

  CanonicalJson end() {
    return run(generator::writeEndObject);
  }

  CanonicalJson array(String name) {
    return run(() -> generator.writeArrayFieldStart(name));
  }

  CanonicalJson endArray() {
    return run(generator::writeEndArray);
  }

  CanonicalJson string(String name, String value) {
    requireText(value);
    return run(() -> generator.writeStringField(name, value));
  }

  CanonicalJson optional(String name, @Nullable String value) {
    return value == null ? this : string(name, value);
  }

  CanonicalJson element(String value) {
    requireText(value);
    return run(() -> generator.writeString(value));
  }

  CanonicalJson decimal(String name, BigDecimal value) {
    if (value.precision() > MAX_DIGITS || Math.abs(value.scale()) > MAX_DIGITS) {
      throw new UnrenderableException("out-of-range", "a number has too many digits");
    }
    return run(() -> generator.writeNumberField(name, value));
  }

  CanonicalJson integer(String name, int value) {
    return run(() -> generator.writeNumberField(name, value));
  }

  CanonicalJson bool(String name, boolean value) {
    return run(() -> generator.writeBooleanField(name, value));
  }

  /** A list of references; nothing where there are none. */
  CanonicalJson references(String name, List<String> targets) {
    if (targets.isEmpty()) {
      return this;
    }
    array(name);
    targets.forEach(target -> object().string("reference", target).end());
    return endArray();
  }

  CanonicalJson reference(String name, String target) {
    return object(name).string("reference", target).end();
  }

  CanonicalJson coding(String system, String code, @Nullable String display) {
    return object()
        .string("system", system)
        .string("code", code)
        .optional("display", display)
        .end();
  }

  /** A CodeableConcept of one coding. */
  CanonicalJson concept(String name, String system, String code) {
    return object(name).array("coding").coding(system, code, null).endArray().end();
  }

  /** An extension with a code, inside an array of extensions. */
  CanonicalJson codeExtension(String url, String code) {
    return object().string("url", url).string("valueCode", code).end();
  }

  private static void requireText(String value) {
    if (value.isBlank()) {
      throw new UnrenderableException("bad-text", "a text is empty");
    }
    boolean unfit = value.codePoints().anyMatch(c -> c < ' ' || (c >= 0xD800 && c <= 0xDFFF));
    if (unfit) {
      throw new UnrenderableException("bad-text", "a text has control characters or half a pair");
    }
  }

  private CanonicalJson run(Step step) {
    write(
        () -> {
          step.run();
          return "";
        });
    return this;
  }

  private static String write(Source source) {
    try {
      return source.get();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  private interface Source {
    String get() throws IOException;
  }
}
