package org.healthsync.connect.api;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.healthsync.connect.User;

/**
 * A user, as the API shows it.
 *
 * @param id the tenant's own name
 * @param patient reference to the FHIR Patient
 * @param timeZone IANA zone
 * @param createdAt when first put
 * @param updatedAt when last changed
 */
@Schema(name = "User")
public record UserJson(
    @Schema(example = "u-17") String id,
    @Schema(example = "Patient/p1") String patient,
    @Schema(example = "Europe/Berlin") String timeZone,
    Instant createdAt,
    Instant updatedAt) {

  static UserJson of(User user) {
    return new UserJson(
        user.id().value(), user.patient(), user.zone().getId(), user.createdAt(), user.updatedAt());
  }
}
