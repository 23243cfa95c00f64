package org.healthsync.map.fhir;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A YAML value that knows its file and line. At most one of the three kinds is present: text,
 * entries of a map in file order, items of a list; none stands for {@code ~}.
 */
record YamlNode(
    String file,
    int line,
    @Nullable String text,
    @Nullable Map<String, YamlNode> entries,
    @Nullable List<YamlNode> items) {

  static YamlNode parse(String file, String yaml) {
    try (JsonParser parser = new YAMLFactory().createParser(yaml)) {
      parser.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
      if (parser.nextToken() == null) {
        throw mistake(file, 1, "the file is empty");
      }
      return value(file, parser);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw mistake(file, line, e.getOriginalMessage());
    } catch (IOException e) {
      throw mistake(file, 1, String.valueOf(e.getMessage()));
    }
  }

  private static MappingTableException mistake(String file, int line, String what) {
    return new MappingTableException(
        List.of(new MappingTableException.Mistake(file, line, "", what)));
  }

  /**
   * This value with another laid over it: maps are merged key by key, all else is replaced, and a
   * key with {@code ~} is taken away.
   */
  YamlNode overlaid(YamlNode over) {
    Map<String, YamlNode> below = entries;
    Map<String, YamlNode> above = over.entries;
    if (above == null) {
      return over;
    }
    Map<String, YamlNode> merged = new LinkedHashMap<>(below == null ? Map.of() : below);
    above.forEach(
        (name, value) -> {
          YamlNode old = merged.get(name);
          if (value.isNone()) {
            merged.remove(name);
          } else {
            merged.put(name, old == null ? value : old.overlaid(value));
          }
        });
    return new YamlNode(over.file, over.line, null, merged, null);
  }

  /** The value of a key; an empty map where there is none. */
  YamlNode at(String key) {
    YamlNode value = entries == null ? null : entries.get(key);
    return value == null || value.isNone() ? new YamlNode(file, line, null, Map.of(), null) : value;
  }

  Set<String> keys() {
    return entries == null ? Set.of() : entries.keySet();
  }

  YamlNode with(String key, YamlNode value) {
    Map<String, YamlNode> changed = new LinkedHashMap<>(entries == null ? Map.of() : entries);
    changed.put(key, value);
    return new YamlNode(file, line, null, changed, null);
  }

  YamlNode without(Set<String> keys) {
    Map<String, YamlNode> left = new LinkedHashMap<>(entries == null ? Map.of() : entries);
    left.keySet().removeAll(keys);
    return new YamlNode(file, line, null, left, null);
  }

  boolean isNone() {
    return text == null && entries == null && items == null;
  }

  private static YamlNode value(String file, JsonParser parser) throws IOException {
    int line = parser.currentTokenLocation().getLineNr();
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      Map<String, YamlNode> entries = new LinkedHashMap<>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        parser.nextToken();
        entries.put(name, value(file, parser));
      }
      return new YamlNode(file, line, null, entries, null);
    }
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      List<YamlNode> items = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        items.add(value(file, parser));
      }
      return new YamlNode(file, line, null, null, items);
    }
    boolean none = parser.currentToken() == JsonToken.VALUE_NULL;
    return new YamlNode(file, line, none ? null : parser.getText(), null, null);
  }
}
