package org.healthsync.sandbox.fhir.store;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Who refers to whom among the current versions. Not thread-safe: guarded by the store's lock. */
final class ReferenceGraph {

  private final Map<ResourceKey, Set<ResourceKey>> outgoing = new HashMap<>();
  private final Map<ResourceKey, Set<ResourceKey>> incoming = new HashMap<>();

  void replace(ResourceKey source, Set<ResourceKey> targets) {
    remove(source);
    if (!targets.isEmpty()) {
      outgoing.put(source, targets);
    }
    targets.forEach(t -> incoming.computeIfAbsent(t, k -> new LinkedHashSet<>()).add(source));
  }

  void remove(ResourceKey source) {
    Set<ResourceKey> targets = outgoing.remove(source);
    if (targets != null) {
      targets.forEach(target -> forget(source, target));
    }
  }

  /** Those that refer to the target, in the order in which they were written. */
  Set<ResourceKey> referrers(ResourceKey target) {
    return incoming.getOrDefault(target, Set.of());
  }

  void clear() {
    outgoing.clear();
    incoming.clear();
  }

  private void forget(ResourceKey source, ResourceKey target) {
    Set<ResourceKey> sources = incoming.get(target);
    if (sources != null && sources.remove(source) && sources.isEmpty()) {
      incoming.remove(target);
    }
  }
}
