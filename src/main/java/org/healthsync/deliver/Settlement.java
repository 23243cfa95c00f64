package org.healthsync.deliver;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.healthsync.deliver.Leftovers.Left;
import org.healthsync.deliver.fhir.ProvenanceTargets;

/**
 * Settles the entries of one drain: what the server has taken, and what it never will. Not
 * thread-safe.
 */
final class Settlement {

  private final Lease lease;
  private final OutboxQueue queue;
  private final RefusedEntries refused;
  private final DeliveryListener listener;
  private final Clock clock;
  private int delivered;
  private int quarantined;

  Settlement(
      Lease lease,
      OutboxQueue queue,
      RefusedEntries refused,
      DeliveryListener listener,
      Clock clock) {
    this.lease = lease;
    this.queue = queue;
    this.refused = refused;
    this.listener = listener;
    this.clock = clock;
  }

  int delivered() {
    return delivered;
  }

  int quarantined() {
    return quarantined;
  }

  int settled() {
    return delivered + quarantined;
  }

  /**
   * The server has taken entries.
   *
   * @param open of the same bundle, of which it did not say so
   */
  void acknowledge(List<OutboxEntry> taken, List<OutboxEntry> open) {
    if (taken.isEmpty() && open.isEmpty()) {
      return;
    }
    queue.acknowledge(lease, taken, open);
    Instant now = clock.instant();
    for (OutboxEntry entry : taken) {
      delivered++;
      Instant source = entry.sourceAt();
      listener.delivered(
          new Delivered(
              lease.tenant(),
              lease.connection(),
              lease.provider(),
              entry.resourceType(),
              entry.readingType(),
              source == null ? null : Duration.between(source, now)));
    }
  }

  /** The server will never take an entry. */
  void quarantine(Left left) {
    OutboxEntry entry = left.entry();
    String text = left.outcome().text();
    String said = text.isEmpty() ? "the server gave no reason" : text;
    if (refused.move(lease, entry, left.code(), said)) {
      quarantined++;
      listener.refused(lease.tenant(), entry.resourceType(), entry.readingType(), left.code());
    }
  }

  /** A Provenance without what is in quarantine; empty when that is all or nothing of it. */
  Optional<OutboxEntry> withoutRefusedTargets(OutboxEntry entry) {
    List<String> targets = ProvenanceTargets.of(entry.body());
    return targets.isEmpty()
        ? Optional.empty()
        : ProvenanceTargets.without(refused.among(lease.connection(), targets), entry.body())
            .map(entry::withBody);
  }
}
