package org.healthsync.map.fhir;

import java.net.URI;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Whose readings they are and where the resources belong. The first three decide identity: change
 * one and every resource gets another id.
 *
 * @param tenant the organisation
 * @param provider id of the provider, such as {@code withings}; also names its code system
 * @param accountId the account at the provider; enters ids only as a hash
 * @param patient reference to the Patient, such as {@code Patient/p1}
 * @param base prefix of the operator's own code systems and identifier namespaces, without a slash
 *     at the end; stable for ever, since it is in stored data
 * @param fallbackZone zone that the tenant set for the person, used where the provider tells no
 *     offset and marked as assumed; null when there is none
 */
public record ResourceContext(
    String tenant,
    String provider,
    String accountId,
    String patient,
    URI base,
    @Nullable ZoneId fallbackZone) {

  /** Demands a Patient reference and a base without a trailing slash. */
  public ResourceContext {
    if (!patient.matches("Patient/[A-Za-z0-9.-]{1,64}")) {
      throw new IllegalArgumentException("a patient reference reads Patient/<id>");
    }
    if (!base.isAbsolute() || base.toString().endsWith("/")) {
      throw new IllegalArgumentException("the base is an absolute URI without a slash at the end");
    }
    if (!provider.matches("[a-z0-9][a-z0-9-]{0,62}")) {
      throw new IllegalArgumentException("a provider id has lower-case letters, digits, hyphens");
    }
  }

  /** The names of the operator's own code systems, extensions and identifier namespaces. */
  OwnNames names() {
    return new OwnNames(base.toString());
  }
}
