package org.healthsync.sync;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Where two JSON texts differ, as JSON pointers (RFC 6901). 72.0 is not 72. */
final class JsonDifference {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final List<String> pointers = new ArrayList<>();

  private JsonDifference() {}

  /** The places, in the order of the texts; none when they are equal. */
  static List<String> of(String before, String after) {
    try {
      JsonDifference difference = new JsonDifference();
      difference.compare("", JSON.readTree(before), JSON.readTree(after));
      return List.copyOf(difference.pointers);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not the JSON of a resource"); // no cause: it would quote
    }
  }

  private void compare(String pointer, JsonNode before, JsonNode after) {
    if (before.isObject() && after.isObject()) {
      Set<String> names = new LinkedHashSet<>();
      before.fieldNames().forEachRemaining(names::add);
      after.fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        String step = name.replace("~", "~0").replace("/", "~1");
        compare(pointer + "/" + step, before.path(name), after.path(name));
      }
    } else if (before.isArray() && after.isArray()) {
      for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
        compare(pointer + "/" + i, before.path(i), after.path(i));
      }
    } else if (differ(before, after)) {
      pointers.add(pointer);
    }
  }

  private static boolean differ(JsonNode before, JsonNode after) {
    boolean numbers = before.isNumber() && after.isNumber();
    return numbers ? !before.asText().equals(after.asText()) : !before.equals(after);
  }
}
