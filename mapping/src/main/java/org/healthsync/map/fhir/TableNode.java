package org.healthsync.map.fhir;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.healthsync.map.fhir.MappingTableException.Mistake;
import org.jspecify.annotations.Nullable;

/**
 * Typed access to a map of a table file. What is wrong is added to the list of mistakes with file,
 * line and key, and reading goes on, so that all mistakes are told together.
 */
final class TableNode {

  private final String path;
  private final YamlNode node;
  private final List<Mistake> mistakes;

  private TableNode(String path, YamlNode node, List<Mistake> mistakes) {
    this.path = path;
    this.node = node;
    this.mistakes = mistakes;
  }

  static TableNode root(YamlNode node, List<Mistake> mistakes) {
    return new TableNode("", node, mistakes);
  }

  void mistake(String what) {
    mistakes.add(new Mistake(node.file(), node.line(), path, what));
  }

  /** A mistake at a key; the keys of a merged map come from several files. */
  void mistakeAt(String key, String what) {
    YamlNode at = entries().getOrDefault(key, node);
    mistakes.add(new Mistake(at.file(), at.line(), pathOf(key), what));
  }

  /** Refuses keys that nobody reads: a typo must not be silent. */
  TableNode only(Set<String> keys) {
    for (String key : entries().keySet()) {
      if (!keys.contains(key)) {
        mistakeAt(key, "unknown key '" + key + "'; known are " + keys.stream().sorted().toList());
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
      mistake("'" + key + "' is missing");
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
      mistakeAt(key, "'" + key + "' must be a single value");
    }
    return value.text();
  }

  boolean flag(String key) {
    String text = optionalText(key);
    if (text != null && !text.equals("true") && !text.equals("false")) {
      mistakeAt(key, "'" + key + "' must be true or false");
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
    mistakeAt(key, "'" + key + "' does not know '" + text + "'");
    return otherwise;
  }

  /** A number that must be there; zero after telling the mistake. */
  BigDecimal number(String key) {
    return number(key, text(key));
  }

  /** A list of two numbers, {@code ~} for an open end. */
  Range range(String key) {
    List<YamlNode> ends = items(key);
    if (ends.isEmpty()) {
      return Range.OPEN;
    }
    if (ends.size() != 2) {
      mistakeAt(key, "'" + key + "' needs a lower and an upper end");
      return Range.OPEN;
    }
    return new Range(end(key, ends.get(0)), end(key, ends.get(1)));
  }

  private @Nullable BigDecimal end(String key, YamlNode end) {
    return end.text() == null ? null : number(key, end.text());
  }

  private BigDecimal number(String key, String text) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      mistakeAt(key, "'" + text + "' is not a number");
      return BigDecimal.ZERO;
    }
  }

  /** The single values of a list; none when the key is missing. */
  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    for (YamlNode item : items(key)) {
      String text = item.text();
      if (text == null) {
        mistakeAt(key, "'" + key + "' must be a list of single values");
      } else {
        texts.add(text);
      }
    }
    return texts;
  }

  /** The maps of a list; none when the key is missing. */
  List<TableNode> maps(String key) {
    List<TableNode> maps = new ArrayList<>();
    for (YamlNode item : items(key)) {
      maps.add(new TableNode(pathOf(key) + "[" + maps.size() + "]", item, mistakes));
    }
    return maps;
  }

  private List<YamlNode> items(String key) {
    YamlNode value = entries().get(key);
    if (value == null) {
      return List.of();
    }
    if (value.items() == null) {
      mistakeAt(key, "'" + key + "' must be a list");
      return List.of();
    }
    return value.items();
  }

  /** The maps of a map, by name in file order; none when the key is missing. */
  Map<String, TableNode> children(String key) {
    Map<String, TableNode> children = new LinkedHashMap<>();
    if (has(key)) {
      TableNode parent = child(key);
      parent.entries().keySet().forEach(name -> children.put(name, parent.child(name)));
    }
    return children;
  }

  TableNode child(String key) {
    YamlNode value = entries().get(key);
    if (value == null) {
      mistake("'" + key + "' is missing");
      value = new YamlNode(node.file(), node.line(), null, Map.of(), null);
    }
    return new TableNode(pathOf(key), value, mistakes);
  }

  /** This map with one of the maps under a key laid over the rest. */
  TableNode variant(String key, String name) {
    YamlNode merged = node.without(Set.of(key)).overlaid(node.at(key).at(name));
    return new TableNode(pathOf(key) + "." + name, merged, mistakes);
  }

  private String pathOf(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private Map<String, YamlNode> entries() {
    Map<String, YamlNode> entries = node.entries();
    if (entries == null) {
      Mistake mistake = new Mistake(node.file(), node.line(), path, "a map of keys is wanted here");
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
