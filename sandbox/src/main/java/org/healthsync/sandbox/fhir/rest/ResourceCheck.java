package org.healthsync.sandbox.fhir.rest;

import java.util.List;
import org.healthsync.sandbox.fhir.store.ResourceKey;
import org.hl7.fhir.r5.model.Resource;

/** Judges a resource before it is stored. Called by several threads at once. */
@FunctionalInterface
public interface ResourceCheck {

  /**
   * Says what is wrong with a resource.
   *
   * @param key what it will be stored as
   * @param resource not to be changed
   * @return what is wrong with it, empty when nothing is
   */
  List<Issue> check(ResourceKey key, Resource resource);
}
