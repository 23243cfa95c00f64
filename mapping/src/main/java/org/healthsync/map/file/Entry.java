package org.healthsync.map.file;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A value in a mapping file that knows its place.
 *
 * @param node the YAML
 * @param line where it begins with its key, counted from 1
 * @param key where, such as {@code rules[0].time}
 * @param mistakes takes what is wrong with it
 */
record Entry(Node node, int line, String key, Mistakes mistakes) {

  /** The whole file. */
  static Entry ofFile(Node root, Mistakes mistakes) {
    return new Entry(root, lineOf(root), "", mistakes);
  }

  boolean isText() {
    return node instanceof ScalarNode;
  }

  boolean isList() {
    return node instanceof SequenceNode;
  }

  boolean isMap() {
    return node instanceof MappingNode;
  }

  boolean isWholeNumber() {
    return node.getTag().equals(Tag.INT);
  }

  /** A mistake at this place. */
  void mistake(String message) {
    mistakes.add(line, key, message);
  }

  /** The text; empty and a mistake when it is none. */
  String text() {
    if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
      return scalar.getValue();
    }
    mistake("must be a text");
    return "";
  }

  /** The text, which may be empty or blank; a mistake when it is none. */
  String anyText() {
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    mistake("must be a text");
    return "";
  }

  /** The truth value; false and a mistake when it is none. */
  boolean truth() {
    String text = text();
    if (!text.equals("true") && !text.equals("false")) {
      mistake("must be true or false");
    }
    return text.equals("true");
  }

  /** The items of a list; a mistake when it is none. */
  List<Entry> items() {
    List<Entry> items = new ArrayList<>();
    if (node instanceof SequenceNode list) {
      list.getValue()
          .forEach(item -> items.add(child(item, lineOf(item), "[" + items.size() + "]")));
    } else {
      mistake("must be a list");
    }
    return items;
  }

  /** The entries of a map in order; a mistake when it is none. */
  Map<String, Entry> entries() {
    Map<String, Entry> entries = new LinkedHashMap<>();
    if (node instanceof MappingNode map) {
      map.getValue().forEach(tuple -> put(tuple, entries));
    } else {
      mistake("must be a map of keys and values");
    }
    return entries;
  }

  private void put(NodeTuple tuple, Map<String, Entry> entries) {
    if (!(tuple.getKeyNode() instanceof ScalarNode name)) {
      mistake("keys must be plain texts");
      return;
    }
    String step = (key.isEmpty() ? "" : ".") + name.getValue();
    Entry entry = child(tuple.getValueNode(), lineOf(name), step);
    if (entries.put(name.getValue(), entry) != null) {
      entry.mistake("is there twice; remove one");
    }
  }

  private Entry child(Node child, int at, String step) {
    return new Entry(child, at, key + step, mistakes);
  }

  private static int lineOf(Node node) {
    return node.getStartMark().getLine() + 1;
  }
}
