package org.healthsync.map;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.healthsync.spi.reading.Component;
import org.healthsync.spi.reading.DeviceOfOrigin;
import org.healthsync.spi.reading.Header;
import org.healthsync.spi.reading.Reading;
import org.healthsync.spi.reading.Timing;
import org.healthsync.spi.reading.Value;
import org.jspecify.annotations.Nullable;

/**
 * A reading as JSON, for people and tests: a stable form that docs/mapping.md describes. Members
 * are in a fixed order, absent ones are left out, numbers have the digits of the source; equal
 * readings give equal text. The text holds health values.
 */
public final class ReadingJson {

  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

  private ReadingJson() {}

  /** The reading as one line of JSON. */
  public static String text(Reading reading) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = FACTORY.createGenerator(text)) {
      out.writeStartObject();
      out.writeStringField("shape", lower(reading.getClass().getSimpleName()));
      header(reading.header(), out);
      content(reading, out);
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
    return text.toString();
  }

  private static void header(Header header, JsonGenerator out) throws IOException {
    out.writeStringField("type", header.type());
    out.writeStringField("sourceKey", header.sourceKey());
    out.writeObjectFieldStart("time");
    timing(header.timing(), out);
    out.writeEndObject();
    device(header.device(), out);
    out.writeStringField("method", lower(header.method().name()));
    optional("modified", header.modified(), out);
    if (header.preliminary()) {
      out.writeBooleanField("preliminary", true);
    }
    if (!header.qualifiers().isEmpty()) {
      out.writeObjectFieldStart("qualifiers");
      for (Map.Entry<String, String> fact : new TreeMap<>(header.qualifiers()).entrySet()) {
        out.writeStringField(fact.getKey(), fact.getValue());
      }
      out.writeEndObject();
    }
  }

  private static void timing(Timing timing, JsonGenerator out) throws IOException {
    if (timing instanceof Timing.At at) {
      moment("at", at.moment(), out);
    } else if (timing instanceof Timing.Between between) {
      moment("start", between.start(), out);
      moment("end", between.end(), out);
    } else if (timing instanceof Timing.OnDay onDay) {
      out.writeStringField("day", onDay.day().toString());
      optional("zone", onDay.zone(), out);
    }
  }

  private static void moment(String name, Timing.Moment moment, JsonGenerator out)
      throws IOException {
    out.writeObjectFieldStart(name);
    out.writeStringField("instant", moment.instant().toString());
    optional("offset", moment.offset(), out);
    out.writeStringField("offsetSource", lower(moment.source().name()));
    optional("zone", moment.zone(), out);
    out.writeEndObject();
  }

  private static void device(@Nullable DeviceOfOrigin device, JsonGenerator out)
      throws IOException {
    if (device != null) {
      out.writeObjectFieldStart("device");
      out.writeStringField("id", device.id());
      optional("kind", device.kind(), out);
      optional("manufacturer", device.manufacturer(), out);
      optional("model", device.model(), out);
      optional("serialNumber", device.serialNumber(), out);
      optional("software", device.software(), out);
      optional("firmware", device.firmware(), out);
      out.writeEndObject();
    }
  }

  private static void content(Reading reading, JsonGenerator out) throws IOException {
    if (reading instanceof Reading.Scalar scalar) {
      value(scalar.value(), out);
    } else if (reading instanceof Reading.Panel panel) {
      components(panel.components(), out);
    } else if (reading instanceof Reading.Coded coded) {
      value(coded.value(), out);
      components(coded.components(), out);
    } else if (reading instanceof Reading.Session session) {
      session(session, out);
    } else if (reading instanceof Reading.Series series) {
      series(series, out);
    } else if (reading instanceof Reading.Waveform waveform) {
      waveform(waveform, out);
    } else if (reading instanceof Reading.Dated dated) {
      out.writeStringField("date", dated.value().toString());
    } else if (reading instanceof Reading.Document document) {
      out.writeStringField("contentType", document.contentType());
      out.writeBinaryField("content", document.content().toByteArray());
    }
  }

  private static void session(Reading.Session session, JsonGenerator out) throws IOException {
    Value.Concept kind = session.kind();
    if (kind != null) {
      out.writeObjectFieldStart("kind");
      concept(kind, out);
      out.writeEndObject();
    }
    components(session.components(), out);
    if (!session.stages().isEmpty()) {
      out.writeArrayFieldStart("stages");
      for (Reading.Stage stage : session.stages()) {
        out.writeStartObject();
        out.writeStringField("stage", stage.stage());
        out.writeStringField("start", stage.start().toString());
        out.writeStringField("end", stage.end().toString());
        out.writeEndObject();
      }
      out.writeEndArray();
    }
  }

  private static void series(Reading.Series series, JsonGenerator out) throws IOException {
    out.writeStringField("unit", series.unit());
    Duration interval = series.interval();
    optional("interval", interval, out);
    out.writeArrayFieldStart("samples");
    for (Reading.Sample sample : series.samples()) {
      out.writeStartObject();
      out.writeStringField("at", sample.at().toString());
      if (sample.value() != null) {
        out.writeNumberField("value", sample.value());
      }
      comparator(sample.comparator(), out);
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static void waveform(Reading.Waveform waveform, JsonGenerator out) throws IOException {
    out.writeStringField("lead", waveform.lead());
    out.writeNumberField("frequency", waveform.frequency());
    out.writeStringField("unit", waveform.unit());
    if (waveform.factor().compareTo(BigDecimal.ONE) != 0) {
      out.writeNumberField("factor", waveform.factor());
    }
    out.writeArrayFieldStart("samples");
    for (BigDecimal sample : waveform.samples()) {
      out.writeNumber(sample);
    }
    out.writeEndArray();
    components(waveform.components(), out);
  }

  private static void components(Iterable<Component> components, JsonGenerator out)
      throws IOException {
    if (components.iterator().hasNext()) {
      out.writeArrayFieldStart("components");
      for (Component component : components) {
        out.writeStartObject();
        out.writeStringField("type", component.type());
        value(component.value(), out);
        out.writeEndObject();
      }
      out.writeEndArray();
    }
  }

  private static void value(Value value, JsonGenerator out) throws IOException {
    if (value instanceof Value.Quantity quantity) {
      out.writeObjectFieldStart("value");
      out.writeNumberField("number", quantity.number());
      out.writeStringField("unit", quantity.unit());
      comparator(quantity.comparator(), out);
      out.writeEndObject();
    } else if (value instanceof Value.Concept concept) {
      out.writeObjectFieldStart("code");
      concept(concept, out);
      out.writeEndObject();
    } else if (value instanceof Value.Absent absent) {
      out.writeStringField("absent", absent.reason());
    }
  }

  private static void comparator(Value.Comparator comparator, JsonGenerator out)
      throws IOException {
    if (comparator != Value.Comparator.EXACT) {
      out.writeStringField("comparator", lower(comparator.name()));
    }
  }

  private static void concept(Value.Concept concept, JsonGenerator out) throws IOException {
    out.writeStringField("system", concept.system());
    out.writeStringField("code", concept.code());
    optional("text", concept.text(), out);
  }

  private static void optional(String name, @Nullable Object value, JsonGenerator out)
      throws IOException {
    if (value != null) {
      out.writeStringField(name, value.toString());
    }
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
