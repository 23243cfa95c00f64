package org.healthsync.sandbox.withings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/** The one JSON mapper of the cloud, and what the vendor's PHP does to empty objects. */
final class Json {

  static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot be written as JSON", e);
    }
  }

  /**
   * Parses an object.
   *
   * @throws IllegalArgumentException when the text is not a JSON object; the message does not
   *     repeat it
   */
  static ObjectNode readObject(String text) {
    try {
      if (MAPPER.readTree(text) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the body is not JSON: " + e.getOriginalMessage(), e);
    }
    throw new IllegalArgumentException("the body is not a JSON object");
  }

  /** A copy with the named fields only, in the order of the original. */
  static ObjectNode only(JsonNode object, Set<String> names) {
    ObjectNode copy = object();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (names.contains(field.getKey())) {
        copy.set(field.getKey(), field.getValue());
      }
    }
    return copy;
  }

  /** PHP cannot tell an empty map from an empty list and writes both as a list. */
  static JsonNode likePhp(ObjectNode object) {
    return object.isEmpty() ? JsonNodeFactory.instance.arrayNode() : object;
  }
}
