package org.healthsync.sandbox.fhir.rest;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthsync.sandbox.fhir.store.ResourceKey;
import org.hl7.fhir.r5.model.Reference;

/**
 * Settles what a resource refers to: links to entries of the same bundle and searches ({@code
 * Patient?identifier=...}) become relative references.
 */
final class References {

  private final Conditions conditions;
  private final boolean refuseExternal;

  /**
   * Settles searches by these conditions.
   *
   * @param refuseExternal whether a reference to another server is refused
   */
  References(Conditions conditions, boolean refuseExternal) {
    this.conditions = conditions;
    this.refuseExternal = refuseExternal;
  }

  /**
   * Rewrites the references in place.
   *
   * @param bundled keys of the other entries by their full URLs
   * @return all that the resource refers to on this server
   */
  Set<ResourceKey> settle(Anatomy anatomy, Map<String, ResourceKey> bundled) {
    Set<ResourceKey> keys = new LinkedHashSet<>();
    for (Anatomy.Node node : anatomy.nodes()) {
      if (node.element() instanceof Reference reference && reference.hasReference()) {
        settle(node, reference, bundled).ifPresent(keys::add);
      }
    }
    return keys;
  }

  private Optional<ResourceKey> settle(
      Anatomy.Node node, Reference reference, Map<String, ResourceKey> bundled) {
    // the parser links bundled resources as objects, which must not keep old versions alive
    reference.setResource(null);
    String text = reference.getReference();
    ResourceKey other = bundled.get(text);
    if (other != null || text.contains("?")) {
      ResourceKey target = other != null ? other : find(text);
      reference.setReference(target.toString());
      return Optional.of(target);
    }
    if (text.startsWith("#")) {
      return Optional.empty();
    }
    Optional<ResourceKey> key = ResourceKey.parse(text);
    if (key.isEmpty() && refuseExternal) {
      throw new InvalidRequestException(
          node.path() + " is not a reference to a resource on this server");
    }
    return key;
  }

  private ResourceKey find(String text) {
    int question = text.indexOf('?');
    String type = text.substring(0, question);
    return conditions
        .match(type, text.substring(question + 1))
        .orElseThrow(
            () -> new ResourceNotFoundException("Nothing satisfies the reference to " + type));
  }
}
