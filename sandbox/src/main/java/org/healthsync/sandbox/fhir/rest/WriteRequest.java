package org.healthsync.sandbox.fhir.rest;

import org.healthsync.sandbox.fhir.store.StoredVersion.Method;
import org.hl7.fhir.r5.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * A create, update or delete, alone or as an entry of a bundle.
 *
 * @param type resource type named in the URL
 * @param id named in the URL; null for a create and a conditional request
 * @param condition search string that stands for the id, or {@code If-None-Exist} of a create
 * @param expectedVersion {@code If-Match}
 * @param fullUrl by which other entries of the bundle refer to this one
 * @param resource null only for a delete; it is changed while being processed
 */
record WriteRequest(
    Method method,
    String type,
    @Nullable String id,
    @Nullable String condition,
    @Nullable Long expectedVersion,
    @Nullable String fullUrl,
    @Nullable Resource resource) {

  static WriteRequest create(String type, Resource resource, @Nullable String ifNoneExist) {
    return new WriteRequest(Method.POST, type, null, ifNoneExist, null, null, resource);
  }

  static WriteRequest update(
      String type, String id, @Nullable Long expectedVersion, Resource resource) {
    return new WriteRequest(Method.PUT, type, id, null, expectedVersion, null, resource);
  }

  static WriteRequest conditionalUpdate(String type, String condition, Resource resource) {
    return new WriteRequest(Method.PUT, type, null, condition, null, null, resource);
  }

  static WriteRequest delete(String type, @Nullable String id, @Nullable String condition) {
    return new WriteRequest(Method.DELETE, type, id, condition, null, null, null);
  }

  /** The same for two requests that look for the same thing; null without a condition. */
  @Nullable String lookup() {
    return condition == null ? null : method + " " + type + "?" + condition;
  }
}
