package org.healthsync.map.fhir;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The compiled table of reading types and what they are in FHIR. Immutable, thread-safe. */
public final class FhirMapping {

  private static final String TABLE = "observations.yaml";
  private static final String CODES = "code-systems.yaml";
  private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

  private final String version;
  private final OwnTerminology terminology;
  private final Map<String, Row> rows;

  private FhirMapping(String version, OwnTerminology terminology, Map<String, Row> rows) {
    this.version = version;
    this.terminology = terminology;
    this.rows = rows;
  }

  /** The table and the code systems that the service ships. */
  public static FhirMapping load() {
    return load(TABLE, resource(TABLE), CODES, resource(CODES));
  }

  /**
   * Compiles a table.
   *
   * @param tableFile name of the table for messages
   * @param table its YAML
   * @param codesFile name of the file of own code systems for messages
   * @param codes its YAML
   * @throws MappingTableException naming file and line of every mistake: unknown keys, units that
   *     are not UCUM, LOINC numbers with a wrong check digit, own codes that are not defined
   */
  public static FhirMapping load(String tableFile, String table, String codesFile, String codes) {
    List<String> mistakes = new ArrayList<>();
    OwnTerminology terminology = OwnTerminology.read(codesFile, codes, mistakes);
    RowReader reader = new RowReader(terminology);
    TableNode root = new TableNode(tableFile, YamlNode.parse(tableFile, table), mistakes);
    root.only(Set.of("version", "types"));
    Map<String, Row> rows = new LinkedHashMap<>();
    root.children("types")
        .forEach(
            (type, node) -> {
              if (!TYPE.matcher(type).matches()) {
                node.mistake(node.line(), "a type is lower-case words joined by hyphens");
              }
              rows.put(type, reader.row(type, node));
            });
    String number = root.text("version");
    if (!mistakes.isEmpty()) {
      throw new MappingTableException(mistakes);
    }
    byte[] hash = ResourceIds.sha256(table + "\n" + codes);
    String version = "fhir@" + number + "+" + HexFormat.of().formatHex(hash, 0, 4);
    return new FhirMapping(version, terminology, Map.copyOf(rows));
  }

  /** Number of the table and a hash of its content, such as {@code fhir@1+0a1b2c3d}. */
  public String version() {
    return version;
  }

  /** The reading types that have a row. */
  public Set<String> types() {
    return rows.keySet();
  }

  /** The operator's own code systems, value sets and extensions that the resources refer to. */
  public OwnTerminology terminology() {
    return terminology;
  }

  Optional<Row> row(String type) {
    return Optional.ofNullable(rows.get(type));
  }

  private static String resource(String name) {
    try (InputStream in = FhirMapping.class.getResourceAsStream("/fhir/" + name)) {
      if (in == null) {
        throw new IllegalStateException("/fhir/" + name + " is missing from the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
