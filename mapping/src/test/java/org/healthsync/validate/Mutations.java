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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Resources with other values and with mistakes, the same for the same seed. */
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

  private static final Pattern FREE =
      Pattern.compile(
          "(\"(?:value|interval|effectiveDateTime|start|end|recorded)\":)(-?[0-9.]+|\"[-0-9T:+.Z]+\")");
  private static final List<String> DECIMALS =
      List.of("0", "1", "72.50", "-3.25", "99999999", "0.0001", "180", "37.0", "1e5");
  private static final List<String> TIMES =
      List.of(
          "\"2024-02-29T00:00:00+01:00\"",
          "\"2026-03-29T03:00:00.250+02:00\"",
          "\"1999-12-31T23:59:59Z\"",
          "\"2040-06-15T12:00:00+05:45\"",
          "\"2026-10-25T02:10:00-03:30\"",
          "\"2026-03-01\"",
          "\"2026-02-30T00:00:00Z\"");

  private final Random random;

  Mutations(long seed) {
    random = new Random(seed);
  }

  /** Gives the free elements of a resource other values, most of them usual. */
  String vary(String json) {
    Matcher free = FREE.matcher(json);
    StringBuilder varied = new StringBuilder();
    while (free.find()) {
      List<String> values = free.group(2).startsWith("\"") ? TIMES : DECIMALS;
      String value = values.get(random.nextInt(values.size()));
      boolean keep = random.nextInt(3) == 0;
      String replacement = keep ? free.group() : free.group(1) + value;
      free.appendReplacement(varied, Matcher.quoteReplacement(replacement));
    }
    return free.appendTail(varied).toString();
  }

  /** Changes zero to two places of a resource: a value, an element taken away, one twice. */
  String mutate(String json) {
    try {
      JsonNode root = JSON.readTree(json);
      int changes = random.nextInt(3);
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
