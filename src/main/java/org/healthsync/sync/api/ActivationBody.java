package org.healthsync.sync.api;

import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.healthsync.platform.api.Fields;
import org.jspecify.annotations.Nullable;

/**
 * What to put to work.
 *
 * @param version number of a kept version, or {@code shipped}
 * @param reason why, for those who look later
 */
@Schema(name = "MappingActivationRequest", example = "{\"version\":2,\"reason\":\"LOINC changed\"}")
public record ActivationBody(
    @Schema(implementation = Object.class) @Nullable JsonNode version, @Nullable String reason) {

  String reasonOrNothing() {
    return Fields.text("reason", reason).orElse("");
  }
}
