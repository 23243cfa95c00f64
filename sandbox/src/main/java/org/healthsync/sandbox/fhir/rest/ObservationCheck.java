package org.healthsync.sandbox.fhir.rest;

import java.util.ArrayList;
import java.util.List;
import org.healthsync.sandbox.fhir.store.ResourceKey;
import org.hl7.fhir.r5.model.Coding;
import org.hl7.fhir.r5.model.Observation;
import org.hl7.fhir.r5.model.Resource;

/** The R5 invariants on Observation that mappings break most. */
final class ObservationCheck implements ResourceCheck {

  @Override
  public List<Issue> check(ResourceKey key, Resource resource) {
    List<Issue> issues = new ArrayList<>();
    if (resource instanceof Observation observation) {
      checkValue(observation, issues);
      checkComponents(observation, issues);
      if (observation.hasBodySite() && observation.hasBodyStructure()) {
        issues.add(new Issue("Observation.bodySite", "not together with bodyStructure (obs-8)"));
      }
    }
    return issues;
  }

  private static void checkValue(Observation observation, List<Issue> issues) {
    if (observation.hasValue() && observation.hasDataAbsentReason()) {
      issues.add(new Issue("Observation.dataAbsentReason", "not together with a value (obs-6)"));
    }
    boolean says =
        observation.hasValue()
            || observation.hasDataAbsentReason()
            || observation.hasComponent()
            || observation.hasHasMember();
    if (!says && isVitalSign(observation)) {
      issues.add(new Issue("Observation.value", "or dataAbsentReason is required (vs-2)"));
    }
  }

  private static void checkComponents(Observation observation, List<Issue> issues) {
    for (Observation.ObservationComponentComponent component : observation.getComponent()) {
      if (component.hasValue() == component.hasDataAbsentReason()) {
        issues.add(
            new Issue("Observation.component", "has one of value and dataAbsentReason (vs-3)"));
      }
      if (observation.hasValue() && component.getCode().equalsDeep(observation.getCode())) {
        issues.add(new Issue("Observation.value", "not with a component of the same code (obs-7)"));
      }
    }
  }

  private static boolean isVitalSign(Observation observation) {
    return observation.getCategory().stream()
        .flatMap(category -> category.getCoding().stream())
        .map(Coding::getCode)
        .anyMatch("vital-signs"::equals);
  }
}
