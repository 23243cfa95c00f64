package org.healthsync.connect.api;

import java.time.ZoneId;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.healthsync.connect.User;
import org.healthsync.platform.api.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Body of PUT user.
 *
 * @param patient literal reference to the FHIR Patient
 * @param timeZone IANA zone
 */
@Schema(name = "UserBody", description = "A user's Patient and time zone")
public record UserBody(
    @Schema(example = "Patient/p1", required = true) @Nullable String patient,
    @Schema(example = "Europe/Berlin", required = true) @Nullable String timeZone) {

  String requiredPatient() {
    return Fields.required(
        "patient", patient, User::requirePatient, "a reference such as Patient/p1");
  }

  ZoneId requiredZone() {
    return Fields.required(
        "timeZone", timeZone, ZoneId::of, "an IANA time zone such as Europe/Berlin");
  }
}
