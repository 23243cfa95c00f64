package org.healthsync.sandbox.fhir.rest;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.healthsync.sandbox.fhir.rest.WritePlan.Step;
import org.healthsync.sandbox.fhir.rest.WritePlan.Work;
import org.healthsync.sandbox.fhir.store.Change;
import org.healthsync.sandbox.fhir.store.Committed;
import org.healthsync.sandbox.fhir.store.Draft;
import org.healthsync.sandbox.fhir.store.ResourceKey;
import org.healthsync.sandbox.fhir.store.ResourceStore;
import org.healthsync.sandbox.fhir.store.StoredVersion;
import org.healthsync.sandbox.fhir.store.StoredVersion.Method;
import org.hl7.fhir.r5.model.Resource;

/** Carries out writes, all or none. A single write is a list of one. Thread-safe. */
final class Writes {

  private final ResourceStore store;
  private final Conditions conditions;
  private final Intake intake;
  private final Set<String> types;
  private final Ids ids = new Ids();

  /**
   * Writes into the store.
   *
   * @param types resource types served
   */
  Writes(ResourceStore store, Conditions conditions, Intake intake, Set<String> types) {
    this.types = types;
    this.store = store;
    this.conditions = conditions;
    this.intake = intake;
  }

  WriteOutcome execute(WriteRequest request) {
    return execute(List.of(request)).get(0).orElseThrow();
  }

  /**
   * Carries out all requests or, when one of them fails, none.
   *
   * @return one for each request, in order; empty for a duplicate that was left out
   */
  List<Optional<WriteOutcome>> execute(List<WriteRequest> requests) {
    requests.forEach(this::refuseUnserved);
    WritePlan plan = new WritePlan(conditions, store, ids, requests);
    List<Change> changes = new ArrayList<>();
    for (Step step : plan.steps()) {
      if (step.work() == Work.WRITE) {
        changes.add(write(step, plan.bundled()));
      } else if (step.work() == Work.DELETE) {
        changes.add(
            Change.delete(Objects.requireNonNull(step.key()), step.request().expectedVersion()));
      }
    }
    Iterator<Committed> committed = store.commit(changes, plan::confirm).iterator();
    return plan.steps().stream().map(step -> outcome(step, committed)).toList();
  }

  private void refuseUnserved(WriteRequest request) {
    if (!types.contains(request.type())) {
      throw new InvalidRequestException("This server has no resources of type " + request.type());
    }
  }

  private Change write(Step step, Map<String, ResourceKey> bundled) {
    WriteRequest request = step.request();
    Resource resource = Objects.requireNonNull(request.resource());
    if (!resource.fhirType().equals(request.type())) {
      throw new InvalidRequestException(
          "A " + resource.fhirType() + " does not go to " + request.type());
    }
    Draft draft = intake.draft(Objects.requireNonNull(step.key()), resource, bundled);
    String condition = request.condition();
    if (condition != null && request.method() == Method.PUT) {
      refuseUnlessSatisfied(draft, condition);
    }
    return Change.write(request.method(), draft, request.expectedVersion());
  }

  /** Otherwise the next conditional update would not find what this one wrote. */
  private void refuseUnlessSatisfied(Draft draft, String condition) {
    StoredVersion probe =
        new StoredVersion(
            0, draft.key(), 0, Instant.EPOCH, Method.PUT, "", draft.labels(), draft.index());
    if (!conditions.query(draft.key().type(), condition).matches(probe)) {
      throw new PreconditionFailedException("The resource does not satisfy its own condition");
    }
  }

  private Optional<WriteOutcome> outcome(Step step, Iterator<Committed> committed) {
    return switch (step.work()) {
      case WRITE, DELETE -> Optional.of(outcome(committed.next()));
      case KEEP ->
          Optional.of(
              new WriteOutcome(
                  Committed.Effect.UNCHANGED,
                  store.latest(Objects.requireNonNull(step.key())).orElseThrow()));
      case NOTHING -> Optional.of(new WriteOutcome(Committed.Effect.UNCHANGED, null));
      case DROP -> Optional.empty();
    };
  }

  private static WriteOutcome outcome(Committed committed) {
    return new WriteOutcome(committed.effect(), committed.version());
  }
}
