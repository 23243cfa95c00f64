package org.healthsync.map.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * JSON that is written as YAML. Plain numbers, {@code true}, {@code false} and {@code null} are
 * those of JSON, digit by digit; everything else is text, also what YAML takes for dates, octal
 * numbers or a yes.
 */
final class YamlJson {

  private static final JsonFactory FACTORY = new JsonFactory();
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

  private YamlJson() {}

  /** The JSON text. */
  static String json(Entry entry) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = FACTORY.createGenerator(text)) {
      write(entry, out);
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory cannot fail", e);
    }
    return text.toString();
  }

  private static void write(Entry entry, JsonGenerator out) throws IOException {
    if (entry.isMap()) {
      out.writeStartObject();
      for (Map.Entry<String, Entry> member : entry.entries().entrySet()) {
        out.writeFieldName(member.getKey());
        write(member.getValue(), out);
      }
      out.writeEndObject();
    } else if (entry.isList()) {
      out.writeStartArray();
      for (Entry item : entry.items()) {
        write(item, out);
      }
      out.writeEndArray();
    } else {
      scalar(entry, out);
    }
  }

  private static void scalar(Entry entry, JsonGenerator out) throws IOException {
    String text = entry.anyText();
    boolean plain = entry.node() instanceof ScalarNode scalar && scalar.isPlain();
    if (plain && NUMBER.matcher(text).matches()) {
      out.writeNumber(text);
    } else if (plain && (text.equals("true") || text.equals("false"))) {
      out.writeBoolean(text.equals("true"));
    } else if (plain && (text.isEmpty() || text.equals("null") || text.equals("~"))) {
      out.writeNull();
    } else {
      out.writeString(text);
    }
  }
}
