package org.healthsync.sandbox.fhir;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.healthsync.sandbox.fhir.rest.Issue;
import org.healthsync.sandbox.fhir.rest.ResourceCheck;
import org.healthsync.sandbox.fhir.store.ResourceKey;
import org.hl7.fhir.r5.model.CodeableConcept;
import org.hl7.fhir.r5.model.Coding;
import org.hl7.fhir.r5.model.Observation;
import org.hl7.fhir.r5.model.Resource;

/** Resources that are refused because a test says so. Thread-safe. */
final class Refusals implements ResourceCheck {

  private final Set<ResourceKey> keys = ConcurrentHashMap.newKeySet();
  private final Set<String> codes = ConcurrentHashMap.newKeySet();

  void addKey(ResourceKey key) {
    keys.add(key);
  }

  void addCode(String code) {
    codes.add(code);
  }

  void clear() {
    keys.clear();
    codes.clear();
  }

  @Override
  public List<Issue> check(ResourceKey key, Resource resource) {
    if (keys.contains(key)) {
      return List.of(new Issue(key.type(), "is refused by its id"));
    }
    boolean coded =
        !codes.isEmpty()
            && resource instanceof Observation observation
            && (refused(observation.getCode())
                || observation.getComponent().stream().anyMatch(c -> refused(c.getCode())));
    return coded ? List.of(new Issue(key.type() + ".code", "is refused by its code")) : List.of();
  }

  private boolean refused(CodeableConcept concept) {
    return concept.getCoding().stream().map(Coding::getCode).anyMatch(codes::contains);
  }
}
