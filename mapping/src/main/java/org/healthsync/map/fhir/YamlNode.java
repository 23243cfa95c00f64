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
import org.jspecify.annotations.Nullable;

/**
 * A YAML value that knows its line. Exactly one of the three kinds is present: text, entries of a
 * map in file order, items of a list.
 */
record YamlNode(
    int line,
    @Nullable String text,
    @Nullable Map<String, YamlNode> entries,
    @Nullable List<YamlNode> items) {

  static YamlNode parse(String file, String yaml) {
    try (JsonParser parser = new YAMLFactory().createParser(yaml)) {
      parser.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
      if (parser.nextToken() == null) {
        throw new MappingTableException(List.of(file + ":1: the file is empty"));
      }
      return value(parser);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw new MappingTableException(List.of(file + ":" + line + ": " + e.getOriginalMessage()));
    } catch (IOException e) {
      throw new MappingTableException(List.of(file + ":1: " + e.getMessage()));
    }
  }

  private static YamlNode value(JsonParser parser) throws IOException {
    int line = parser.currentTokenLocation().getLineNr();
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      Map<String, YamlNode> entries = new LinkedHashMap<>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        parser.nextToken();
        entries.put(name, value(parser));
      }
      return new YamlNode(line, null, entries, null);
    }
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      List<YamlNode> items = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        items.add(value(parser));
      }
      return new YamlNode(line, null, null, items);
    }
    return new YamlNode(line, parser.getText(), null, null);
  }
}
