package org.healthsync.connect;

import java.time.Instant;
import java.time.ZoneId;
import java.util.regex.Pattern;
import org.healthsync.platform.TenantId;
import org.healthsync.platform.UserId;

/**
 * A tenant's end user.
 *
 * @param tenant to whom the user belongs
 * @param id the tenant's own name of the user
 * @param patient literal reference to the FHIR Patient, {@code Patient/<id>} (R5 {@code
 *     Reference.reference}, relative)
 * @param zone where the user lives; used where a provider tells no offset
 * @param createdAt when the user was first put
 * @param updatedAt when the user last changed
 */
public record User(
    TenantId tenant, UserId id, String patient, ZoneId zone, Instant createdAt, Instant updatedAt) {

  private static final Pattern PATIENT = Pattern.compile("Patient/[A-Za-z0-9.-]{1,64}");

  /** Checks the reference. */
  public User {
    requirePatient(patient);
  }

  /**
   * The reference itself, when its form is right.
   *
   * @throws IllegalArgumentException when it is no literal Patient reference
   */
  public static String requirePatient(String patient) {
    if (!PATIENT.matcher(patient).matches()) {
      throw new IllegalArgumentException("patient must match " + PATIENT);
    }
    return patient;
  }

  @Override
  public String toString() {
    return "User[tenant=" + tenant + "]";
  }
}
