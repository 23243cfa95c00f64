package org.healthsync.sync;

import com.fasterxml.jackson.databind.util.RawValue;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a mapping makes of a page. Holds health values.
 *
 * @param readings vendor-neutral measurements
 * @param resources FHIR R5 resources
 * @param problems parts that would go to quarantine
 * @param skipped what is left out on purpose, and how often
 * @param valid whether there are no problems
 * @param diff against what the mapping at work makes of the same page
 */
@Schema(name = "MappingPreview")
public record PreviewView(
    @Schema(type = SchemaType.ARRAY, implementation = Object.class) List<RawValue> readings,
    @Schema(type = SchemaType.ARRAY, implementation = Object.class) List<RawValue> resources,
    List<Problem> problems,
    Map<String, Integer> skipped,
    boolean valid,
    List<Difference> diff) {

  /**
   * A part that would go to quarantine.
   *
   * @param stage MAP or VALIDATE
   * @param code stable code
   * @param pointer JSON pointer into the page, or reference of the resource
   * @param message readable
   * @param readingType what was measured, when known
   * @param sourceKey the provider's key, when known
   */
  @Schema(name = "MappingPreviewProblem")
  public record Problem(
      String stage,
      String code,
      String pointer,
      String message,
      @Nullable String readingType,
      @Nullable String sourceKey) {}

  /**
   * A resource that differs.
   *
   * @param reference such as {@code Observation/<id>}
   * @param readingType what was measured
   * @param kind added, changed or removed
   * @param changes JSON pointers of what differs, for changed ones
   */
  @Schema(name = "MappingPreviewDifference")
  public record Difference(
      String reference, String readingType, String kind, List<String> changes) {}
}
