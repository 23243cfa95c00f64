package org.healthsync.deliver;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.healthsync.deliver.fhir.FhirEntry;
import org.jspecify.annotations.Nullable;

/**
 * The latest version of a resource among the outbox rows of a batch.
 *
 * @param rows all rows of the resource, settled together
 * @param resourceType such as {@code Observation}
 * @param id its FHIR id
 * @param readingType what was measured
 * @param version which one, counted by the ledger
 * @param body FHIR JSON
 * @param sourceAt when the provider had it; null when unknown
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared or changed
record OutboxEntry(
    List<Long> rows,
    String resourceType,
    UUID id,
    String readingType,
    int version,
    byte[] body,
    @Nullable Instant sourceAt) {

  String reference() {
    return resourceType + "/" + id;
  }

  FhirEntry toFhir() {
    return new FhirEntry(reference(), body);
  }

  /** Targets of references before what refers to them, also when a bundle is bisected. */
  int rank() {
    return switch (resourceType) {
      case "Device" -> 0;
      case "Provenance" -> 2;
      default -> 1;
    };
  }

  /** This later version, which settles the rows of {@code earlier} as well. */
  OutboxEntry superseding(OutboxEntry earlier) {
    List<Long> all = Stream.concat(earlier.rows.stream(), rows.stream()).toList();
    return new OutboxEntry(all, resourceType, id, readingType, version, body, sourceAt);
  }

  OutboxEntry withBody(byte[] other) {
    return new OutboxEntry(rows, resourceType, id, readingType, version, other, sourceAt);
  }
}
