package org.healthsync.map.fhir;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Typed access to a map of a table file. What is wrong is added to the list of mistakes with file
 * and line, and reading goes on, so that all mistakes are told together.
 */
final class TableNode {

  private final String file;
  private final YamlNode node;
  private final List<String> mistakes;

  TableNode(String file, YamlNode node, List<String> mistakes) {
    this.file = file;
    this.node = node;
    this.mistakes = mistakes;
  }

  int line() {
    return node.line();
  }

  void mistake(int line, String what) {
    mistakes.add(file + ":" + line + ": " + what);
  }

  /** Refuses keys that nobody reads: a typo must not be silent. */
  TableNode only(Set<String> keys) {
    for (Map.Entry<String, YamlNode> entry : entries().entrySet()) {
      if (!keys.contains(entry.getKey())) {
        mistake(
            entry.getValue().line(),
            "unknown key '" + entry.getKey() + "'; known are " + keys.stream().sorted().toList());
      }
    }
    return this;
  }

  boolean has(String key) {
    return entries().containsKey(key);
  }

  /** The value of a key that must be there; a stand-in after telling the mistake. */
  String text(String key) {
    String text = optionalText(key);
    if (text == null) {
      mistake(line(), "'" + key + "' is missing");
      return "?";
    }
    return text;
  }

  @Nullable String optionalText(String key) {
    YamlNode value = entries().get(key);
    if (value == null) {
      return null;
    }
    if (value.text() == null) {
      mistake(value.line(), "'" + key + "' must be a single value");
    }
    return value.text();
  }

  boolean flag(String key) {
    String text = optionalText(key);
    if (text != null && !text.equals("true") && !text.equals("false")) {
      mistake(lineOf(key), "'" + key + "' must be true or false");
    }
    return "true".equals(text);
  }

  <E extends Enum<E>> E choice(String key, Class<E> choices, E otherwise) {
    String text = optionalText(key);
    if (text == null) {
      return otherwise;
    }
    for (E choice : choices.getEnumConstants()) {
      if (nameOf(choice).equals(text)) {
        return choice;
      }
    }
    mistake(lineOf(key), "'" + key + "' does not know '" + text + "'");
    return otherwise;
  }

  /** A list of two numbers, {@code ~} for an open end. */
  Row.Range range(String key) {
    List<YamlNode> ends = items(key);
    if (ends.isEmpty()) {
      return Row.Range.OPEN;
    }
    if (ends.size() != 2) {
      mistake(lineOf(key), "'" + key + "' needs a lower and an upper end");
      return Row.Range.OPEN;
    }
    return new Row.Range(end(ends.get(0)), end(ends.get(1)));
  }

  private @Nullable BigDecimal end(YamlNode end) {
    String text = end.text();
    if (text == null || text.equals("null") || text.equals("~")) {
      return null;
    }
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      mistake(end.line(), "'" + text + "' is not a number");
      return null;
    }
  }

  /** The nodes of a list; none when the key is missing. */
  List<YamlNode> items(String key) {
    YamlNode value = entries().get(key);
    if (value == null) {
      return List.of();
    }
    if (value.items() == null) {
      mistake(value.line(), "'" + key + "' must be a list");
      return List.of();
    }
    return value.items();
  }

  /** The maps of a list; none when the key is missing. */
  List<TableNode> maps(String key) {
    return items(key).stream().map(item -> new TableNode(file, item, mistakes)).toList();
  }

  /** The maps of a map, by name in file order; none when the key is missing. */
  Map<String, TableNode> children(String key) {
    YamlNode value = entries().get(key);
    Map<String, TableNode> children = new LinkedHashMap<>();
    if (value != null) {
      new TableNode(file, value, mistakes)
          .entries()
          .forEach((name, child) -> children.put(name, new TableNode(file, child, mistakes)));
    }
    return children;
  }

  TableNode child(String key) {
    YamlNode value = entries().get(key);
    if (value == null) {
      mistake(line(), "'" + key + "' is missing");
      return new TableNode(file, new YamlNode(line(), null, Map.of(), null), mistakes);
    }
    return new TableNode(file, value, mistakes);
  }

  int lineOf(String key) {
    YamlNode value = entries().get(key);
    return value == null ? line() : value.line();
  }

  private Map<String, YamlNode> entries() {
    Map<String, YamlNode> entries = node.entries();
    if (entries == null) {
      String mistake = file + ":" + line() + ": a map of keys is wanted here";
      if (!mistakes.contains(mistake)) {
        mistakes.add(mistake);
      }
      return Map.of();
    }
    return entries;
  }

  private static String nameOf(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
