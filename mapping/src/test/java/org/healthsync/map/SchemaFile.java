package org.healthsync.map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** A JSON Schema that the module ships, as an editor uses it. */
public final class SchemaFile {

  /** For mapping files of streams. */
  public static final SchemaFile STREAM = new SchemaFile("/schema/stream-mapping.schema.json");

  /** For the FHIR table and what is laid over it. */
  public static final SchemaFile FHIR = new SchemaFile("/schema/fhir-mapping.schema.json");

  private static final YAMLMapper YAML = new YAMLMapper();

  private final JsonNode document;
  private final JsonSchema schema;

  private SchemaFile(String resource) {
    try (InputStream in = SchemaFile.class.getResourceAsStream(resource)) {
      document = new YAMLMapper().readTree(Objects.requireNonNull(in));
      schema = JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is wrong with a file; empty when nothing is. */
  public List<String> complaints(String yaml) {
    try {
      return schema.validate(YAML.readTree(yaml)).stream()
          .map(ValidationMessage::getMessage)
          .toList();
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The keys that a definition knows; those of the file itself for an empty name. */
  public Set<String> keys(String definition) {
    JsonNode at = definition.isEmpty() ? document : document.path("$defs").path(definition);
    Set<String> keys = new TreeSet<>();
    at.path("properties").fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  /** The definitions that have keys. */
  public Set<String> definitions() {
    Set<String> names = new TreeSet<>();
    document.path("$defs").fieldNames().forEachRemaining(names::add);
    names.removeIf(name -> keys(name).isEmpty());
    return names;
  }

  /** All that an editor should explain and does not. */
  public List<String> unexplained() {
    List<String> unexplained = new ArrayList<>();
    for (String name : definitions()) {
      JsonNode properties = document.path("$defs").path(name).path("properties");
      keys(name).stream()
          .filter(key -> properties.path(key).path("description").asText().isBlank())
          .forEach(key -> unexplained.add(name + "." + key));
    }
    return unexplained;
  }
}
