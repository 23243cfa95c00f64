package org.healthsync.deliver;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.healthsync.deliver.fhir.BundleAnswer;
import org.healthsync.deliver.fhir.EntryAnswer;
import org.healthsync.deliver.fhir.FhirEntry;
import org.healthsync.deliver.fhir.OutcomeDigest;
import org.healthsync.deliver.fhir.ProvenanceTargets;
import org.healthsync.deliver.fhir.Subjects;
import org.healthsync.deliver.fhir.Verdict;
import org.healthsync.platform.CrashPoint;
import org.jspecify.annotations.Nullable;

/**
 * Sends the batches of one drain. A refused bundle is halved until the entries at fault are alone;
 * what is accepted is acknowledged at once. Not thread-safe.
 */
final class Transmission {

  private final Lease lease;
  private final Destination destination;
  private final OutboxQueue queue;
  private final RefusedEntries refused;
  private final DeliveryListener listener;
  private final Clock clock;
  private final Subjects subjects;
  private boolean provenToBeR5;
  private int delivered;
  private int quarantined;

  Transmission(
      Lease lease,
      Destination destination,
      OutboxQueue queue,
      RefusedEntries refused,
      DeliveryListener listener,
      Clock clock) {
    this.lease = lease;
    this.destination = destination;
    this.queue = queue;
    this.refused = refused;
    this.listener = listener;
    this.clock = clock;
    this.subjects = new Subjects(destination.client());
  }

  int delivered() {
    return delivered;
  }

  int quarantined() {
    return quarantined;
  }

  /** Sends entries; empty when all of them are settled. */
  Optional<Halt> send(List<OutboxEntry> entries) {
    Instant begin = clock.instant();
    BundleAnswer answer =
        destination.client().send(fhir(entries), () -> queue.renew(lease, destination.lease()));
    return switch (answer.verdict()) {
      case ACCEPTED -> processed(entries, answer, Duration.between(begin, clock.instant()));
      case REFUSED -> refused(entries, answer);
      case CONFLICT -> {
        destination.health().answered();
        yield Optional.of(Halt.ofConnection(answer.reason()));
      }
      case UNAVAILABLE -> {
        queue.doubt(lease, entries);
        yield Optional.of(unavailable(answer.reason(), answer.retryAt()));
      }
    };
  }

  private Halt unavailable(String reason, @Nullable Instant retryAt) {
    return Halt.ofDestination(reason, destination.health().failed(retryAt));
  }

  private Optional<Halt> processed(List<OutboxEntry> entries, BundleAnswer answer, Duration took) {
    CrashPoint.AFTER_DELIVERY.pass();
    destination.health().answered();
    destination.bundleSize().took(entries.size(), took);
    listener.sent(lease.tenant(), entries.size(), took);
    provenToBeR5 = true;
    acknowledge(accepted(entries, answer));
    for (int i = 0; i < entries.size(); i++) {
      EntryAnswer of = answer.entries().get(i);
      if (of.verdict() == Verdict.REFUSED) {
        Optional<Halt> halt = alone(entries.get(i), of.reason(), of.outcome());
        if (halt.isPresent()) {
          return halt;
        }
      }
    }
    return answer.entries().stream()
        .filter(of -> of.verdict() == Verdict.CONFLICT || of.verdict() == Verdict.UNAVAILABLE)
        .map(of -> Halt.ofConnection(of.reason()))
        .findFirst();
  }

  private static List<OutboxEntry> accepted(List<OutboxEntry> entries, BundleAnswer answer) {
    List<OutboxEntry> accepted = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      if (answer.entries().get(i).verdict() == Verdict.ACCEPTED) {
        accepted.add(entries.get(i));
      }
    }
    return accepted;
  }

  private void acknowledge(List<OutboxEntry> taken) {
    if (taken.isEmpty()) {
      return;
    }
    queue.acknowledge(lease, taken);
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

  private Optional<Halt> refused(List<OutboxEntry> entries, BundleAnswer answer) {
    if (!isR5()) {
      return Optional.of(unavailable("not-a-fhir-r5-server", null));
    }
    destination.health().answered();
    if (subjects.missing(fhir(entries), answer.outcome())) {
      return Optional.of(Halt.ofConnection("patient-not-found"));
    }
    if (entries.size() == 1) {
      return alone(entries.get(0), answer.reason(), answer.outcome());
    }
    int middle = entries.size() / 2;
    Optional<Halt> halt = send(entries.subList(0, middle));
    return halt.isPresent() ? halt : send(entries.subList(middle, entries.size()));
  }

  // a wrong address must not send everything to quarantine
  private boolean isR5() {
    if (!provenToBeR5) {
      provenToBeR5 = destination.client().isR5();
    }
    return provenToBeR5;
  }

  private Optional<Halt> alone(OutboxEntry entry, String reason, OutcomeDigest outcome) {
    if (subjects.missing(List.of(entry.toFhir()), outcome)) {
      return Optional.of(Halt.ofConnection("patient-not-found"));
    }
    Optional<OutboxEntry> rest = withoutRefusedTargets(entry);
    if (rest.isPresent()) {
      return send(List.of(rest.get()));
    }
    String said = outcome.text().isEmpty() ? "the server gave no reason" : outcome.text();
    if (refused.move(lease, entry, reason, said)) {
      quarantined++;
      listener.refused(lease.tenant(), entry.resourceType(), entry.readingType(), reason);
    }
    return Optional.empty();
  }

  private Optional<OutboxEntry> withoutRefusedTargets(OutboxEntry entry) {
    List<String> targets = ProvenanceTargets.of(entry.body());
    return targets.isEmpty()
        ? Optional.empty()
        : ProvenanceTargets.without(refused.among(lease.connection(), targets), entry.body())
            .map(entry::withBody);
  }

  private static List<FhirEntry> fhir(List<OutboxEntry> entries) {
    return entries.stream().map(OutboxEntry::toFhir).toList();
  }
}
