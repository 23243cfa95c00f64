package org.healthsync.sandbox.fhir.store;

import java.time.Instant;

/**
 * One version of one resource, immutable.
 *
 * @param sequence position in the order of all commits of the server, from 1
 * @param version {@code meta.versionId}, from 1, continues over a deletion
 * @param lastUpdated {@code meta.lastUpdated}, milliseconds
 * @param method how it came to be
 * @param content encoded JSON without {@code id} and {@code meta}; empty for a deletion
 */
public record StoredVersion(
    long sequence,
    ResourceKey key,
    long version,
    Instant lastUpdated,
    Method method,
    String content,
    Labels labels,
    SearchIndex index) {

  /** The HTTP verb that made a version. */
  public enum Method {
    POST,
    PUT,
    DELETE
  }

  public boolean deleted() {
    return method == Method.DELETE;
  }
}
