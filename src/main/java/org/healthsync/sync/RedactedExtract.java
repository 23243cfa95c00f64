package org.healthsync.sync;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The shape of a part that could not go on: names of members and types of values. Of values only
 * codes and units are shown that say what was measured and never how much; numbers, times, ids and
 * free text are replaced.
 */
final class RedactedExtract {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final int DEEPEST = 24;
  private static final int MOST_NODES = 500;
  private static final int MOST_ELEMENTS = 3;
  private static final int LARGEST_CODE = 9999;

  /** Members that say what something is, at providers and in FHIR. */
  private static final Set<String> TELLING =
      Set.of("type", "unit", "units", "system", "category", "attrib", "resourceType");

  /** Members of FHIR resources whose codes say what was measured and how. */
  private static final Set<String> MEANING = Set.of("code", "category", "method");

  // others may be data, as in objects whose members are times
  private static final Pattern NAME = Pattern.compile("[A-Za-z_$][A-Za-z_$-]{0,63}[0-9]{0,2}");
  private static final Pattern CODE =
      Pattern.compile("[A-Za-z][A-Za-z0-9_.:/%\\[\\]{}^-]{0,79}|[0-9]{1,6}-[0-9]");

  private final boolean resource;
  private int nodes;

  private RedactedExtract(boolean resource) {
    this.resource = resource;
  }

  /**
   * The shape of a JSON text as maps, lists and texts; null when it is no JSON.
   *
   * @param text JSON; lines before a FHIR resource are left out
   */
  static @Nullable Object of(String text) {
    int begin = text.indexOf("\n{\"resourceType\"");
    try {
      JsonNode root = JSON.readTree(begin < 0 ? text : text.substring(begin + 1));
      return new RedactedExtract(root.has("resourceType")).shape(root, "", false, 0);
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  private Object shape(JsonNode node, String name, boolean meaning, int depth) {
    nodes++;
    if (nodes > MOST_NODES || depth > DEEPEST) {
      return "<more>";
    }
    if (node.isObject()) {
      return members(node, meaning, depth);
    }
    if (node.isArray()) {
      return elements(node, name, meaning, depth);
    }
    return scalar(node, name, meaning);
  }

  private Map<String, Object> members(JsonNode node, boolean meaning, int depth) {
    Map<String, Object> shape = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      if (nodes > MOST_NODES) {
        break;
      }
      String name = member.getKey();
      boolean says = resource && MEANING.contains(name) && member.getValue().isContainerNode();
      String shown = NAME.matcher(name).matches() ? name : "<name " + (shape.size() + 1) + ">";
      shape.put(shown, shape(member.getValue(), name, meaning || says, depth + 1));
    }
    return shape;
  }

  private List<Object> elements(JsonNode node, String name, boolean meaning, int depth) {
    List<Object> shape = new ArrayList<>();
    for (int i = 0; i < Math.min(node.size(), MOST_ELEMENTS); i++) {
      shape.add(shape(node.get(i), name, meaning, depth + 1));
    }
    if (node.size() > MOST_ELEMENTS) {
      shape.add("<" + (node.size() - MOST_ELEMENTS) + " more>");
    }
    return shape;
  }

  private static Object scalar(JsonNode node, String name, boolean meaning) {
    boolean telling = TELLING.contains(name) || (meaning && name.equals("code"));
    if (node.isNull()) {
      return "<null>";
    }
    if (node.isBoolean()) {
      return "<boolean>";
    }
    if (node.isNumber()) {
      boolean code = telling && node.isInt() && Math.abs(node.intValue()) <= LARGEST_CODE;
      return code ? node.intValue() : "<number>";
    }
    return telling && CODE.matcher(node.textValue()).matches() ? node.textValue() : "<text>";
  }
}
