package org.healthsync.sandbox.fhir.store;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Keeps references from dangling: what is referred to is here, or comes with the same commit. */
final class Integrity {

  private final ReferenceGraph graph;
  private final Predicate<ResourceKey> exists;
  private final boolean enforced;

  Integrity(ReferenceGraph graph, Predicate<ResourceKey> exists, boolean enforced) {
    this.graph = graph;
    this.exists = exists;
    this.enforced = enforced;
  }

  /**
   * Refuses changes that would leave a reference without its target.
   *
   * @throws InvalidRequestException when a draft refers to what would not be here
   * @throws ResourceVersionConflictException when a deletion would leave a reference to it
   */
  void check(List<Change> changes) {
    if (!enforced) {
      return;
    }
    Set<ResourceKey> changed = new HashSet<>();
    Set<ResourceKey> written = new HashSet<>();
    for (Change change : changes) {
      changed.add(change.key());
      if (change.draft() != null) {
        written.add(change.key());
      }
    }
    changes.forEach(
        change -> {
          Draft draft = change.draft();
          if (draft == null) {
            refuseReferred(change.key(), changed);
          } else {
            refuseDangling(draft, changed, written);
          }
        });
  }

  private void refuseDangling(Draft draft, Set<ResourceKey> changed, Set<ResourceKey> written) {
    for (ResourceKey target : draft.references()) {
      boolean there = changed.contains(target) ? written.contains(target) : exists.test(target);
      if (!there) {
        throw new InvalidRequestException(
            "Resource " + target + " not found, referred to by " + draft.key());
      }
    }
  }

  /** A referrer that is part of the commit speaks for itself in {@link #refuseDangling}. */
  private void refuseReferred(ResourceKey target, Set<ResourceKey> changed) {
    for (ResourceKey referrer : graph.referrers(target)) {
      if (!changed.contains(referrer)) {
        throw new ResourceVersionConflictException(
            "Unable to delete " + target + " because " + referrer + " refers to it");
      }
    }
  }
}
