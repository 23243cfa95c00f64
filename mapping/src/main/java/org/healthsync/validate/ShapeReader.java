package org.healthsync.validate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import org.healthsync.validate.FreeElements.Element;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text of a resource once and writes its shape. One use. A name that stands twice in an
 * object stands twice in the shape, so the full validator has the word on it.
 */
final class ShapeReader {

  private static final JsonFactory FACTORY = new JsonFactory();

  private static final int DATE_LENGTH = "2026-03-01".length();

  private final String json;
  private final StringBuilder shape = new StringBuilder(1536);

  /** The vouched start of the period that is being read, and whether its end came already. */
  private @Nullable String start;

  private boolean ended;

  /** The vouched lower end of the range that was read last. */
  private @Nullable String low;

  ShapeReader(String json) {
    this.json = json;
  }

  String read() {
    try (JsonParser parser = FACTORY.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT
          || !"resourceType".equals(parser.nextFieldName())) {
        throw new IllegalArgumentException("a resource begins with its resourceType");
      }
      String type = parser.nextTextValue();
      shape.append(type).append('{');
      object(parser, FreeElements.of(String.valueOf(type)));
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("text after the resource");
      }
      return shape.toString();
    } catch (IOException e) {
      throw new IllegalArgumentException("the resource is not JSON", e);
    }
  }

  private void object(JsonParser parser, Element element) throws IOException {
    String outerStart = start;
    boolean outerEnded = ended;
    start = null;
    ended = false;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      shape.append(name).append(':');
      parser.nextToken();
      value(parser, element.child(name));
    }
    start = outerStart;
    ended = outerEnded;
    shape.append('}');
  }

  private void value(JsonParser parser, Element element) throws IOException {
    switch (parser.currentToken()) {
      case START_OBJECT -> {
        shape.append('{');
        object(parser, element);
      }
      case START_ARRAY -> array(parser, element);
      default -> scalar(parser.currentToken(), parser.getText(), element);
    }
  }

  private void array(JsonParser parser, Element element) throws IOException {
    shape.append('[');
    String previous = null;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      int from = shape.length();
      value(parser, element);
      if (element.isRepeatable()) {
        String one = shape.substring(from);
        if (one.equals(previous)) {
          shape.setLength(from);
        }
        previous = one;
      }
    }
    shape.append(']');
  }

  /** The class of a free value, else the value; the length before it keeps shapes apart. */
  private void scalar(JsonToken token, String text, Element element) {
    String vouched = classOf(token, text, element);
    if (vouched == null) {
      shape.append(token == JsonToken.VALUE_STRING ? '"' : '=').append(text.length());
      shape.append('#').append(text);
    } else {
      shape.append('<').append(vouched).append('>');
    }
    shape.append(',');
  }

  private @Nullable String classOf(JsonToken token, String text, Element element) {
    FreeValue free = element.value();
    boolean number = token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
    if (free == null || number != (free == FreeValue.DECIMAL) || token.isBoolean()) {
      return null;
    }
    String vouched = free.classOf(text);
    return switch (element.bound()) {
      case NONE -> vouched;
      case START -> startOf(vouched, text);
      case END -> endOf(vouched, text);
      case LOW -> lowOf(vouched, text);
      case HIGH -> highOf(vouched, text);
    };
  }

  private @Nullable String lowOf(@Nullable String vouched, String text) {
    low = vouched == null ? null : text;
    return vouched;
  }

  /** Invariant rng-2: a range does not end before it starts. Its other end is in the shape then. */
  private @Nullable String highOf(@Nullable String vouched, String text) {
    String other = low;
    low = null;
    if (vouched == null || other == null) {
      return vouched;
    }
    if (new BigDecimal(other).compareTo(new BigDecimal(text)) <= 0) {
      return vouched;
    }
    shape.append(other).append("..");
    return null;
  }

  private @Nullable String startOf(@Nullable String vouched, String text) {
    start = ended || vouched == null ? null : text;
    return start == null ? null : vouched;
  }

  /** An end that is not in order with its start: both of them are part of the shape then. */
  private @Nullable String endOf(@Nullable String vouched, String text) {
    ended = true;
    if (vouched != null && isOrdered(start, text)) {
      return vouched;
    }
    shape.append(start).append("..");
    return null;
  }

  /** Invariant per-1: a period does not end before it starts. A date beside a time: not vouched. */
  private static boolean isOrdered(@Nullable String start, String end) {
    if (start == null || isDate(start) != isDate(end)) {
      return false;
    }
    return isDate(start)
        ? start.compareTo(end) <= 0
        : !OffsetDateTime.parse(end).isBefore(OffsetDateTime.parse(start));
  }

  private static boolean isDate(String vouched) {
    return vouched.length() == DATE_LENGTH;
  }
}
