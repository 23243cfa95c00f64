package org.healthsync.sandbox.fhir;

import ca.uhn.fhir.validation.FhirValidator;
import java.time.Clock;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link FhirServer} starts; immutable.
 *
 * @param port on the loopback interface, 0 for any free one
 * @param clock for {@code meta.lastUpdated} and Retry-After dates
 * @param resourceTypes types served; others answer 404
 * @param checkReferences refuse references to what is not here and deletions of what is referred to
 * @param checkStructure refuse missing elements, malformed times, unknown units
 * @param validator full validation of everything written, null for none; the caller loads it
 * @param bearer accepts or refuses bearer tokens, null when requests need none
 */
public record FhirServerOptions(
    int port,
    Clock clock,
    Set<String> resourceTypes,
    boolean checkReferences,
    boolean checkStructure,
    @Nullable FhirValidator validator,
    @Nullable Predicate<String> bearer) {

  /** All that the service sends, and what such resources commonly refer to. */
  private static final Set<String> DEFAULT_TYPES =
      Set.of(
          "Observation",
          "Device",
          "DeviceAssociation",
          "DeviceUsage",
          "DeviceMetric",
          "Provenance",
          "Patient",
          "Consent",
          "MedicationAdministration",
          "MedicationStatement",
          "Medication",
          "NutritionIntake",
          "NutritionProduct",
          "DocumentReference",
          "DiagnosticReport",
          "Procedure",
          "Encounter",
          "Group",
          "Organization",
          "Practitioner",
          "RelatedPerson",
          "Binary");

  public FhirServerOptions {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port is not 0 to 65535: " + port);
    }
    if (resourceTypes.isEmpty()) {
      throw new IllegalArgumentException("resourceTypes is empty");
    }
    resourceTypes = Set.copyOf(resourceTypes);
  }

  /** Any free port, system clock, all checks but full validation, no authentication. */
  public static FhirServerOptions defaults() {
    return new FhirServerOptions(0, Clock.systemUTC(), DEFAULT_TYPES, true, true, null, null);
  }

  public FhirServerOptions withPort(int newPort) {
    return new FhirServerOptions(
        newPort, clock, resourceTypes, checkReferences, checkStructure, validator, bearer);
  }

  public FhirServerOptions withClock(Clock newClock) {
    return new FhirServerOptions(
        port, newClock, resourceTypes, checkReferences, checkStructure, validator, bearer);
  }

  public FhirServerOptions withResourceTypes(Set<String> types) {
    return new FhirServerOptions(
        port, clock, types, checkReferences, checkStructure, validator, bearer);
  }

  public FhirServerOptions withReferencesUnchecked() {
    return new FhirServerOptions(
        port, clock, resourceTypes, false, checkStructure, validator, bearer);
  }

  public FhirServerOptions withStructureUnchecked() {
    return new FhirServerOptions(
        port, clock, resourceTypes, checkReferences, false, validator, bearer);
  }

  public FhirServerOptions withValidator(FhirValidator fullValidator) {
    return new FhirServerOptions(
        port, clock, resourceTypes, checkReferences, checkStructure, fullValidator, bearer);
  }

  /** Every request but that for {@code /metadata} then needs a token that the test accepts. */
  public FhirServerOptions withBearer(Predicate<String> accepted) {
    return new FhirServerOptions(
        port, clock, resourceTypes, checkReferences, checkStructure, validator, accepted);
  }
}
