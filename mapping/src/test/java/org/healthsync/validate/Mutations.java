package org.healthsync.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Resources with mistakes, the same for the same seed. */
final class Mutations {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> TEXTS =
      List.of(
          "2026-03-01",
          "2026-03",
          "2025-07-04T05:06:07Z",
          "2025-07-04T05:06:07.5+05:45",
          "2025-07-04T05:06+05:45",
          "2025-13-04T05:06:07Z",
          "1800-01-01T00:00:00Z",
          "Patient/p9",
          "Device/p9",
          "Patient/",
          "final",
          "amended",
          "done",
          "kg",
          "mm[Hg]",
          "mmHg",
          "29463-7",
          "8867-4",
          "Europe/Berlin",
          "Mars/Olympus",
          "a b",
          " padded ",
          "<b>bold</b>",
          "",
          "na\u00efve \u00dcber",
          "1 2 E light",
          "1,5",
          "http://loinc.org");
  private static final List<String> NUMBERS =
      List.of("0", "-1", "72.50", "1E3", "123456789012345678901234567890", "0.000000000000000001");

  private final Random random;

  Mutations(long seed) {
    random = new Random(seed);
  }

  /** Changes one or two places of a resource: a value, an element taken away, one twice. */
  String mutate(String json) {
    try {
      JsonNode root = JSON.readTree(json);
      int changes = 1 + random.nextInt(2);
      for (int i = 0; i < changes; i++) {
        change(root);
      }
      return JSON.writeValueAsString(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void change(JsonNode root) {
    List<Runnable> places = new ArrayList<>();
    collect(root, places, true);
    places.get(random.nextInt(places.size())).run();
  }

  private void collect(JsonNode node, List<Runnable> places, boolean root) {
    if (node instanceof ObjectNode object) {
      for (String name : fieldNames(object)) {
        JsonNode child = object.get(name);
        if (!root || !name.equals("resourceType")) {
          places.add(() -> object.remove(name));
          if (child.isValueNode()) {
            places.add(() -> object.set(name, value(child)));
            places.add(() -> object.set(name, value(child)));
          }
        }
        collect(child, places, false);
      }
      places.add(() -> object.put("comment", "x"));
    } else if (node instanceof ArrayNode array) {
      places.add(() -> array.add(array.get(0) == null ? array : array.get(0).deepCopy()));
      array.forEach(child -> collect(child, places, false));
    }
  }

  private static List<String> fieldNames(ObjectNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private JsonNode value(JsonNode old) {
    boolean number = old.isNumber() != (random.nextInt(12) == 0);
    if (number) {
      String text = NUMBERS.get(random.nextInt(NUMBERS.size()));
      return JSON.getNodeFactory().numberNode(new BigDecimal(text));
    }
    return JSON.getNodeFactory().textNode(TEXTS.get(random.nextInt(TEXTS.size())));
  }
}
