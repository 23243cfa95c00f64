package org.healthsync.validate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the text of a resource once and writes its shape. One use. */
final class ShapeReader {

  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** Any number of these is as valid as one; each would be a shape of its own otherwise. */
  private static final Set<String> REPEATABLE =
      Set.of("Provenance.target", "Observation.hasMember", "Observation.derivedFrom");

  private static final int DATE_LENGTH = "2026-03-01".length();

  private final String json;
  private final StringBuilder shape = new StringBuilder(1024);
  private final StringBuilder path = new StringBuilder(64);
  private final Deque<Integer> parents = new ArrayDeque<>();

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
      path.append(parser.nextTextValue());
      shape.append(path).append('{');
      object(parser);
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("text after the resource");
      }
      return shape.toString();
    } catch (IOException e) {
      throw new IllegalArgumentException("the resource is not JSON", e);
    }
  }

  private void object(JsonParser parser) throws IOException {
    String outerStart = start;
    boolean outerEnded = ended;
    start = null;
    ended = false;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      shape.append(name).append(':');
      parents.push(path.length());
      path.append('.').append(name);
      parser.nextToken();
      value(parser);
      path.setLength(parents.pop());
    }
    start = outerStart;
    ended = outerEnded;
    shape.append('}');
  }

  private void value(JsonParser parser) throws IOException {
    switch (parser.currentToken()) {
      case START_OBJECT -> {
        shape.append('{');
        object(parser);
      }
      case START_ARRAY -> array(parser);
      default -> scalar(parser.currentToken(), parser.getText());
    }
  }

  private void array(JsonParser parser) throws IOException {
    shape.append('[');
    boolean repeatable = REPEATABLE.contains(path.toString());
    String previous = null;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      int from = shape.length();
      value(parser);
      String element = shape.substring(from);
      if (repeatable && element.equals(previous)) {
        shape.setLength(from);
      }
      previous = element;
    }
    shape.append(']');
  }

  /** The class of a free value, else the value; the length before it keeps shapes apart. */
  private void scalar(JsonToken token, String text) {
    String vouched = classOf(token, text);
    if (vouched == null) {
      shape.append(token == JsonToken.VALUE_STRING ? '"' : '=').append(text.length());
      shape.append('#').append(text);
    } else {
      shape.append('<').append(vouched).append('>');
    }
    shape.append(',');
  }

  private @Nullable String classOf(JsonToken token, String text) {
    String at = path.toString();
    FreeValue free = FreeElements.at(at);
    boolean number = token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
    if (free == null || number != (free == FreeValue.DECIMAL) || token.isBoolean()) {
      return null;
    }
    String vouched = free.classOf(text);
    if (at.endsWith(".start")) {
      return startOf(vouched, text);
    }
    if (at.endsWith(".low.value")) {
      low = vouched == null ? null : text;
    } else if (at.endsWith(".high.value")) {
      return highOf(vouched, text);
    }
    return at.endsWith(".end") ? endOf(vouched, text) : vouched;
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
