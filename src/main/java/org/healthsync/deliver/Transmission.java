package org.healthsync.deliver;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.healthsync.deliver.Leftovers.Left;
import org.healthsync.deliver.fhir.BundleAnswer;
import org.healthsync.deliver.fhir.EntryAnswer;
import org.healthsync.deliver.fhir.FhirEntry;
import org.healthsync.deliver.fhir.Subjects;
import org.healthsync.deliver.fhir.Verdict;
import org.healthsync.platform.CrashPoint;
import org.jspecify.annotations.Nullable;

/**
 * Sends the batches of one drain. A refused bundle is halved until the entries at fault are alone;
 * what is accepted is acknowledged at once. So is one that conflicts or that the server fails with,
 * when that has happened several times in a row. Not thread-safe.
 */
final class Transmission {

  private static final String FAULT = "http-500";

  private final Lease lease;
  private final Destination destination;
  private final OutboxQueue queue;
  private final DeliveryDoubts doubts;
  private final Settlement settlement;
  private final DeliveryListener listener;
  private final Clock clock;
  private final Subjects subjects;
  private Leftovers leftovers = new Leftovers();
  private @Nullable Suspect suspect;
  private boolean last;
  private boolean provenToBeR5;

  Transmission(
      Lease lease,
      Destination destination,
      OutboxQueue queue,
      DeliveryDoubts doubts,
      Settlement settlement,
      DeliveryListener listener,
      Clock clock) {
    this.lease = lease;
    this.destination = destination;
    this.queue = queue;
    this.doubts = doubts;
    this.settlement = settlement;
    this.listener = listener;
    this.clock = clock;
    this.subjects = new Subjects(destination.client());
    this.suspect = lease.troubles().suspect();
  }

  /** What the server may fail with for good; null when nothing is suspected. */
  @Nullable Suspect suspect() {
    return suspect;
  }

  /** So many entries at least: beside a suspect there must be others that the server can take. */
  int fewest() {
    return suspect == null ? 1 : Leftovers.MOST_FAULTS + 1;
  }

  /** Sends a batch; empty when all of it is settled. */
  Optional<Halt> deliver(List<OutboxEntry> batch) {
    leftovers = new Leftovers();
    last = false;
    Optional<Halt> halt = send(batch);
    if (isOver(halt)) {
      return halt;
    }
    Optional<Halt> settled = settle(halt.isEmpty());
    return settled.isPresent() ? settled : halt;
  }

  private Optional<Halt> settle(boolean complete) {
    List<Left> faults = leftovers.faults();
    if (!faults.isEmpty()) {
      Optional<Halt> halt = failedWith(faults);
      if (halt.isPresent()) {
        // what refers to the suspects is refused because of them
        return halt;
      }
    } else if (complete) {
      suspect = null;
    }
    last = true;
    List<OutboxEntry> again = leftovers.worthAnotherTry().stream().map(Left::entry).toList();
    for (Left left : leftovers.lost()) {
      Optional<Halt> halt = judge(left);
      if (halt.isPresent()) {
        return halt;
      }
    }
    return again.isEmpty() ? Optional.empty() : send(again);
  }

  private Optional<Halt> send(List<OutboxEntry> entries) {
    Instant begin = clock.instant();
    BundleAnswer answer =
        destination
            .client()
            .send(fhir(entries), () -> queue.renew(lease, destination.lease(), entries));
    if (answer.isTooMuch()) {
      destination.bundleSize().tooMuch(entries.size());
    }
    return switch (answer.verdict()) {
      case ACCEPTED -> processed(entries, answer, Duration.between(begin, clock.instant()));
      case REFUSED -> refused(entries, answer);
      case CONFLICT -> conflict(entries, answer);
      case FAULT -> fault(entries, answer);
      case UNAVAILABLE -> {
        if (answer.inDoubt()) {
          doubts.note(lease, entries, clock.instant().plus(destination.doubt()));
        }
        yield Optional.of(unavailable(answer.reason(), answer.retryAt()));
      }
    };
  }

  private Halt unavailable(String reason, @Nullable Instant retryAt) {
    return Thread.currentThread().isInterrupted()
        ? Halt.ofStop(clock.instant())
        : Halt.ofDestination(reason, destination.health().failed(retryAt));
  }

  private Optional<Halt> conflict(List<OutboxEntry> entries, BundleAnswer answer) {
    destination.health().answered();
    // what is no FHIR answer blames nobody's data
    if (!lease.troubles().conflictLasts() || answer.outcome().text().isEmpty()) {
      return Optional.of(Halt.ofConflict());
    }
    return isR5() ? apart(entries, answer) : Optional.of(notR5());
  }

  private Optional<Halt> fault(List<OutboxEntry> entries, BundleAnswer answer) {
    return lease.troubles().failsOften() && !last
        ? apart(entries, answer)
        : Optional.of(unavailable(answer.reason(), answer.retryAt()));
  }

  // a server that is down fails with everything: an entry is to blame only when others went
  // through each time since it was met
  private Optional<Halt> failedWith(List<Left> faults) {
    Left first = faults.get(0);
    Instant now = clock.instant();
    Suspect met = suspect;
    if (met == null || met.row() != first.row()) {
      suspect = Suspect.first(first.row(), now);
      return Optional.of(failed(settlement.delivered() > 0));
    }
    if (!destination.health().tookSince(met.at())) {
      return Optional.of(failed(false));
    }
    Suspect again = met.again(now);
    suspect = again;
    if (again.isGuilty() && isR5()) {
      settlement.quarantine(first);
      suspect = null;
      if (faults.size() == 1) {
        return Optional.empty();
      }
    }
    return Optional.of(failed(true));
  }

  private Halt failed(boolean works) {
    return works ? Halt.ofConnection(FAULT) : unavailable(FAULT, null);
  }

  private Optional<Halt> processed(List<OutboxEntry> entries, BundleAnswer answer, Duration took) {
    CrashPoint.AFTER_DELIVERY.pass();
    destination.health().took();
    destination.bundleSize().took(entries.size(), took);
    listener.sent(lease.tenant(), entries.size(), took);
    provenToBeR5 = true;
    int before = leftovers.accepted();
    List<OutboxEntry> taken = only(entries, answer, of -> of == Verdict.ACCEPTED);
    settlement.acknowledge(
        taken, only(entries, answer, of -> of == Verdict.UNAVAILABLE || of == Verdict.CONFLICT));
    leftovers.accepted(taken);
    Optional<Halt> open = Optional.empty();
    for (int i = 0; i < entries.size() && !isOver(open); i++) {
      EntryAnswer of = answer.entries().get(i);
      Left left = new Left(entries.get(i), of.reason(), of.outcome(), before);
      Optional<Halt> halt = processed(left, of.verdict());
      open = open.isPresent() && !isOver(halt) ? open : halt;
    }
    return open;
  }

  // the server cannot be asked any more, whatever else there is
  private static boolean isOver(Optional<Halt> halt) {
    return halt.isPresent() && halt.get().until() != null;
  }

  private Optional<Halt> processed(Left left, Verdict verdict) {
    return switch (verdict) {
      case ACCEPTED -> Optional.empty();
      case REFUSED -> alone(left);
      case CONFLICT ->
          lease.troubles().conflictLasts() ? alone(left) : Optional.of(Halt.ofConflict());
      case FAULT, UNAVAILABLE -> Optional.of(Halt.ofConnection(left.reason()));
    };
  }

  private static List<OutboxEntry> only(
      List<OutboxEntry> entries, BundleAnswer answer, Predicate<Verdict> wanted) {
    return IntStream.range(0, entries.size())
        .filter(i -> wanted.test(answer.entries().get(i).verdict()))
        .mapToObj(entries::get)
        .toList();
  }

  private Optional<Halt> refused(List<OutboxEntry> entries, BundleAnswer answer) {
    if (!isR5()) {
      return Optional.of(notR5());
    }
    destination.health().answered();
    return subjects.missing(fhir(entries), answer.outcome())
        ? Optional.of(Halt.ofConnection("patient-not-found"))
        : apart(entries, answer);
  }

  private Optional<Halt> apart(List<OutboxEntry> entries, BundleAnswer answer) {
    if (entries.size() == 1) {
      Left left = new Left(entries.get(0), answer.reason(), answer.outcome(), leftovers.accepted());
      return answer.verdict() == Verdict.FAULT ? fault(left) : alone(left);
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

  private Halt notR5() {
    return unavailable("not-a-fhir-r5-server", null);
  }

  private Optional<Halt> fault(Left left) {
    leftovers.fault(left);
    return leftovers.hasTooManyFaults() ? Optional.of(Halt.ofConnection(FAULT)) : Optional.empty();
  }

  private Optional<Halt> alone(Left left) {
    boolean noPatient = subjects.missing(List.of(left.entry().toFhir()), left.outcome());
    if (Thread.currentThread().isInterrupted()) {
      return Optional.of(Halt.ofStop(clock.instant()));
    }
    if (noPatient) {
      return Optional.of(Halt.ofConnection("patient-not-found"));
    }
    if (last) {
      return judge(left);
    }
    leftovers.refused(left);
    return Optional.empty();
  }

  private Optional<Halt> judge(Left left) {
    Optional<OutboxEntry> rest = settlement.withoutRefusedTargets(left.entry());
    if (rest.isPresent()) {
      return send(List.of(rest.get()));
    }
    settlement.quarantine(left);
    return Optional.empty();
  }

  private static List<FhirEntry> fhir(List<OutboxEntry> entries) {
    return entries.stream().map(OutboxEntry::toFhir).toList();
  }
}
