package org.healthsync.sandbox.fhir.store;

import java.util.Set;

/**
 * A resource that was checked and is ready to be stored.
 *
 * @param content encoded JSON without {@code id} and {@code meta}: equal text is equal content
 * @param references all that it refers to on this server, at any depth
 */
public record Draft(
    ResourceKey key,
    String content,
    Labels labels,
    SearchIndex index,
    Set<ResourceKey> references) {

  public Draft {
    references = Set.copyOf(references);
  }
}
