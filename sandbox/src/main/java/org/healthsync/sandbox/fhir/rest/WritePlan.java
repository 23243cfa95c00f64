package org.healthsync.sandbox.fhir.rest;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.healthsync.sandbox.fhir.store.ResourceKey;
import org.healthsync.sandbox.fhir.store.ResourceStore;
import org.jspecify.annotations.Nullable;

/**
 * What each request of one commit is about, decided before anything is written: which resource it
 * names or finds, and which requests are duplicates of others.
 */
final class WritePlan {

  /** What there is to do for a request. */
  enum Work {
    WRITE,
    DELETE,
    /** A conditional create that found something: answered with what is there. */
    KEEP,
    /** A conditional delete that found nothing. */
    NOTHING,
    /** A conditional duplicate: silently left out, as HAPI does. */
    DROP
  }

  /**
   * What is to be done for one request.
   *
   * @param key what it is about, null only for {@code NOTHING}
   * @param found whether the key was there when the plan was made
   */
  record Step(WriteRequest request, Work work, @Nullable ResourceKey key, boolean found) {}

  private final Conditions conditions;
  private final ResourceStore store;
  private final Ids ids;
  private final List<Step> steps = new ArrayList<>();
  private final Map<ResourceKey, Step> byKey = new HashMap<>();
  private final Map<String, Step> byLookup = new HashMap<>();
  private final Map<String, ResourceKey> bundled = new HashMap<>();

  WritePlan(Conditions conditions, ResourceStore store, Ids ids, List<WriteRequest> requests) {
    this.conditions = conditions;
    this.store = store;
    this.ids = ids;
    requests.forEach(this::add);
  }

  /** One for each request, in order. */
  List<Step> steps() {
    return steps;
  }

  /** Keys of the entries by their full URLs. */
  Map<String, ResourceKey> bundled() {
    return bundled;
  }

  /**
   * Runs inside the commit.
   *
   * @throws ResourceVersionConflictException when somebody else has meanwhile created what was not
   *     there when the plan was made
   */
  void confirm() {
    for (Step step : steps) {
      WriteRequest request = step.request();
      String condition = request.condition();
      boolean overtaken =
          condition == null
              ? step.key() != null && !step.found() && store.contains(step.key())
              : !conditions.match(request.type(), condition).equals(foundKey(step));
      if (overtaken && step.work() != Work.DELETE && step.work() != Work.DROP) {
        throw new ResourceVersionConflictException(
            "Another request created the same " + request.type() + " at the same time");
      }
    }
  }

  private static Optional<ResourceKey> foundKey(Step step) {
    return step.found() ? Optional.ofNullable(step.key()) : Optional.empty();
  }

  private void add(WriteRequest request) {
    String lookup = request.lookup();
    Step same = lookup == null ? null : byLookup.get(lookup);
    Step step = same == null ? step(request) : duplicate(request, same);
    ResourceKey key = step.key();
    if (key != null && step.work() != Work.DROP && byKey.putIfAbsent(key, step) != null) {
      throw new InvalidRequestException("Several entries of the bundle are about " + key);
    }
    if (lookup != null) {
      byLookup.putIfAbsent(lookup, step);
    }
    if (request.fullUrl() != null && key != null) {
      bundled.put(request.fullUrl(), key);
    }
    steps.add(step);
  }

  private static Step duplicate(WriteRequest request, Step same) {
    if (request.fullUrl() == null || same.request().fullUrl() == null) {
      throw new InvalidRequestException(
          "Several entries of the bundle have the same condition on " + request.type());
    }
    return new Step(request, Work.DROP, same.key(), same.found());
  }

  private Step step(WriteRequest request) {
    String condition = request.condition();
    if (condition == null) {
      return unconditional(request);
    }
    ResourceKey found = conditions.match(request.type(), condition).orElse(null);
    return switch (request.method()) {
      case POST ->
          new Step(
              request,
              found == null ? Work.WRITE : Work.KEEP,
              found == null ? ids.next(request.type()) : found,
              found != null);
      case PUT ->
          new Step(
              request, Work.WRITE, found == null ? ids.nextOrOwn(request) : found, found != null);
      case DELETE ->
          new Step(request, found == null ? Work.NOTHING : Work.DELETE, found, found != null);
    };
  }

  private Step unconditional(WriteRequest request) {
    return switch (request.method()) {
      case POST -> new Step(request, Work.WRITE, ids.next(request.type()), false);
      case PUT -> {
        ResourceKey key = ids.assignedBy(request);
        yield new Step(request, Work.WRITE, key, store.contains(key));
      }
      case DELETE -> {
        ResourceKey key = Ids.named(request.type(), Objects.requireNonNull(request.id()));
        yield new Step(request, Work.DELETE, key, store.contains(key));
      }
    };
  }
}
