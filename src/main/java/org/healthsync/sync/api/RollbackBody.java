package org.healthsync.sync.api;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.healthsync.platform.api.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Why the mapping before is put to work again.
 *
 * @param reason for those who look later
 */
@Schema(name = "MappingRollback", example = "{\"reason\":\"wrong unit\"}")
public record RollbackBody(@Nullable String reason) {

  String reasonOrNothing() {
    return Fields.text("reason", reason).orElse("");
  }
}
