package org.healthsync.sandbox.fhir;

import java.time.Instant;
import org.healthsync.sandbox.fhir.store.StoredVersion;

/**
 * One version of one resource, without its content.
 *
 * @param sequence position in the order of all commits, from 1 without gaps
 * @param version from 1
 * @param method POST, PUT or DELETE, also for an entry of a bundle
 */
public record HistoryEntry(
    long sequence, String type, String id, long version, Instant lastUpdated, String method) {

  static HistoryEntry of(StoredVersion version) {
    return new HistoryEntry(
        version.sequence(),
        version.key().type(),
        version.key().id(),
        version.version(),
        version.lastUpdated(),
        version.method().name());
  }
}
