package org.healthsync.map.fhir;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.healthsync.map.fhir.MappingTableException.Mistake;
import org.healthsync.spi.reading.Reading;

/**
 * The compiled table of reading types and what they are in FHIR. Immutable, thread-safe.
 *
 * <p>An id is a function of where a reading comes from, its type and its source key: no table and
 * no overlay can change it.
 */
public final class FhirMapping {

  private static final String TABLE = "observations.yaml";
  private static final String CODES = "code-systems.yaml";
  private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

  private final String version;
  private final TableSource source;
  private final OwnTerminology terminology;
  private final Map<String, Row> rows;
  private final Set<String> dropped;

  private FhirMapping(
      String version,
      TableSource source,
      OwnTerminology terminology,
      Map<String, Row> rows,
      Set<String> dropped) {
    this.version = version;
    this.source = source;
    this.terminology = terminology;
    this.rows = rows;
    this.dropped = dropped;
  }

  /** The table and the code systems that the service ships. */
  public static FhirMapping load() {
    return load(TABLE, resource(TABLE), CODES, resource(CODES));
  }

  /** The text of the table that the service ships, for people who write overlays. */
  public static String shippedText() {
    return resource(TABLE);
  }

  /**
   * Compiles a table.
   *
   * @param tableFile name of the table for messages
   * @param table its YAML
   * @param codesFile name of the file of own code systems for messages
   * @param codes its YAML
   * @throws MappingTableException naming file, line and key of every mistake: unknown keys, units
   *     that are not UCUM, LOINC numbers with a wrong check digit, own codes that are not defined
   */
  public static FhirMapping load(String tableFile, String table, String codesFile, String codes) {
    TableSource source =
        TableSource.of(YamlNode.parse(tableFile, table), YamlNode.parse(codesFile, codes));
    List<Mistake> mistakes = new ArrayList<>();
    String number = TableNode.root(source.table(), mistakes).text("version");
    return compile("fhir@" + number + "+" + hash(table + "\n" + codes), source, mistakes);
  }

  /**
   * This table with an operator's file laid over it. A row of the file is merged into the row of
   * that type: maps key by key, lists and single values are replaced, {@code ~} takes a key away; a
   * type without a row gets one. Types under {@code drop} are skipped from then on, until a later
   * overlay has a row for them. {@code codes} adds or changes own codes, {@code examples} are
   * readings that must render.
   *
   * @param file name of the overlay for messages
   * @param yaml its content
   * @throws MappingTableException as {@link #load(String, String, String, String)}, and when an
   *     example of a changed row or of the file cannot be rendered
   */
  public FhirMapping overlaid(String file, String yaml) {
    List<Mistake> mistakes = new ArrayList<>();
    TableOverlay rows = TableOverlay.ofOperator(YamlNode.parse(file, yaml), source, mistakes);
    return laidOver(rows, yaml, mistakes);
  }

  /**
   * This table with the rows that a plugin ships for types of its own.
   *
   * @param file name of the file for messages
   * @param yaml its content, as for {@link #overlaid} but without {@code drop}
   * @throws MappingTableException as {@link #overlaid}, and when the file has a type or a code that
   *     is there already
   */
  public FhirMapping extendedBy(String file, String yaml) {
    List<Mistake> mistakes = new ArrayList<>();
    TableOverlay rows = TableOverlay.ofPlugin(YamlNode.parse(file, yaml), source, mistakes);
    return laidOver(rows, yaml, mistakes);
  }

  private FhirMapping laidOver(TableOverlay overlay, String yaml, List<Mistake> mistakes) {
    FhirMapping mapping = compile(version + "+" + hash(yaml), source.with(overlay), mistakes);
    overlay.prove(mapping, mistakes);
    return mapping;
  }

  private static FhirMapping compile(String version, TableSource source, List<Mistake> mistakes) {
    OwnTerminology terminology = OwnTerminology.read(source.codes(), mistakes);
    RowReader reader = new RowReader(terminology);
    TableNode root = TableNode.root(source.table(), mistakes).only(Set.of("version", "types"));
    Map<String, Row> rows = new LinkedHashMap<>();
    Set<String> left = new LinkedHashSet<>(source.dropped());
    root.children(TableSource.TYPES)
        .forEach(
            (type, node) -> {
              if (!TYPE.matcher(type).matches()) {
                node.mistake("a type is lower-case words joined by hyphens");
              }
              Row row = reader.row(type, node);
              if (node.flag(RowReader.OFF)) {
                left.add(type);
              } else {
                rows.put(type, row);
              }
            });
    if (!mistakes.isEmpty()) {
      throw new MappingTableException(mistakes);
    }
    return new FhirMapping(
        version, source, terminology, Collections.unmodifiableMap(rows), Set.copyOf(left));
  }

  /**
   * Number of the table and a hash of its content, such as {@code fhir@1+0a1b2c3d}, with one more
   * hash for each file laid over it.
   */
  public String version() {
    return version;
  }

  /** The reading types that have a row and are not dropped, in the order of the table. */
  public Set<String> types() {
    return rows.keySet();
  }

  /**
   * The reading types that are left out on purpose: dropped by an overlay, or shipped as {@code
   * off} and not switched on by one.
   */
  public Set<String> dropped() {
    return dropped;
  }

  /** The reading types whose rows differ from those that the service ships. */
  public Set<String> changedTypes() {
    Set<String> changed = new LinkedHashSet<>(source.changed());
    changed.retainAll(rows.keySet());
    return Set.copyOf(changed);
  }

  /** The readings that overlays give as examples of their rows. */
  public List<Reading> examples() {
    return source.examples();
  }

  /** The operator's own code systems, value sets and extensions that the resources refer to. */
  public OwnTerminology terminology() {
    return terminology;
  }

  Optional<Row> row(String type) {
    return Optional.ofNullable(rows.get(type));
  }

  private static String hash(String text) {
    return HexFormat.of().formatHex(ResourceIds.sha256(text), 0, 4);
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
