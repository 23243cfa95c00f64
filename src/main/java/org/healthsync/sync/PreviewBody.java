package org.healthsync.sync;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.healthsync.override.Choice;
import org.healthsync.platform.ProblemCode;
import org.healthsync.platform.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * What to preview. Of a mapping, {@code version} is a number or {@code shipped}, {@code yaml} a
 * text that is not kept; the mapping at work when neither is there.
 *
 * @param provider whose page
 * @param stream of which stream
 * @param version of the stream's mapping
 * @param yaml of the stream's mapping
 * @param fhir the table of reading types
 * @param payload a page as the provider sends it; or page
 * @param page id of an archived page; or payload
 * @param attributes facts of the request that the mapping needs
 * @param patient {@code Patient/preview} when left out
 * @param timeZone {@code UTC} when left out
 */
@Schema(
    name = "MappingPreviewRequest",
    example =
        "{\"provider\":\"withings\",\"stream\":\"measures\",\"version\":2,"
            + "\"page\":\"0b5e6f0e-6f0a-4a53-9d5c-2a4d3b0e3f10\"}")
public record PreviewBody(
    @Nullable String provider,
    @Nullable String stream,
    @Schema(implementation = Object.class) @Nullable JsonNode version,
    @Nullable String yaml,
    @Nullable Table fhir,
    @Schema(implementation = Object.class) @Nullable JsonNode payload,
    @Nullable String page,
    @Nullable Map<String, String> attributes,
    @Nullable String patient,
    @Nullable String timeZone) {

  /**
   * A table.
   *
   * @param version a number or {@code shipped}
   * @param yaml a text that is not kept
   */
  @Schema(name = "MappingPreviewTable")
  public record Table(
      @Schema(implementation = Object.class) @Nullable JsonNode version, @Nullable String yaml) {}

  Choice mapping() {
    return choice(version, yaml, "version");
  }

  Choice table() {
    return fhir == null ? Choice.ACTIVE : choice(fhir.version(), fhir.yaml(), "fhir.version");
  }

  /** The version that a field names: a number, or null for the shipped one. */
  public static @Nullable Integer version(@Nullable JsonNode version, String field) {
    if (version != null && version.isInt() && version.intValue() > 0) {
      return version.intValue();
    }
    if (version != null && version.asText().equals("shipped")) {
      return null;
    }
    throw new ProblemException(
        ProblemCode.INVALID_FIELD, "The value must be a version's number or \"shipped\"", field);
  }

  private static Choice choice(
      @Nullable JsonNode version, @Nullable String yaml, String versionField) {
    boolean named = version != null && !version.isNull();
    if (named && yaml != null) {
      throw new ProblemException(
          ProblemCode.INVALID_FIELD, "Give a version or a text, not both", versionField);
    }
    if (!named) {
      return yaml == null ? Choice.ACTIVE : new Choice(yaml, null, false);
    }
    Integer number = version(version, versionField);
    return new Choice(null, number, number == null);
  }
}
