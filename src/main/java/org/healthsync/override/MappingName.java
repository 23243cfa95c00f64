package org.healthsync.override;

import java.util.regex.Pattern;

/**
 * Which mapping: that of a provider's stream, {@code withings/measures}, or the table of reading
 * types, {@code fhir}.
 *
 * @param text as above
 */
public record MappingName(String text) implements Comparable<MappingName> {

  private static final Pattern FORM = Pattern.compile("fhir|[a-z0-9][a-z0-9-]*/[a-z0-9][a-z0-9-]*");

  /** The table of reading types. */
  public static final MappingName TABLE = new MappingName("fhir");

  /** Demands one of the two forms. */
  public MappingName {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("a mapping is 'fhir' or '<provider>/<stream>'");
    }
  }

  /** The mapping of a stream. */
  public static MappingName of(String provider, String stream) {
    return new MappingName(provider + "/" + stream);
  }

  /** Whether it is the table. */
  public boolean isTable() {
    return equals(TABLE);
  }

  /** The file that holds it, within a directory of mappings. */
  public String file() {
    return text + ".yaml";
  }

  @Override
  public int compareTo(MappingName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
