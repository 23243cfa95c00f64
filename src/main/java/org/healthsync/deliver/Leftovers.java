package org.healthsync.deliver;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.healthsync.deliver.fhir.OutcomeDigest;

/**
 * What a batch leaves: entries that the server did not take alone. They are judged when the rest of
 * the batch is through, because what they refer to may have come meanwhile. Not thread-safe.
 */
final class Leftovers {

  static final int MOST_FAULTS = 3;

  private final List<String> accepted = new ArrayList<>();
  private final List<Left> refused = new ArrayList<>();
  private final List<Left> faults = new ArrayList<>();

  /** How many were accepted so far. */
  int accepted() {
    return accepted.size();
  }

  void accepted(List<OutboxEntry> entries) {
    entries.forEach(entry -> accepted.add(entry.reference()));
  }

  void refused(Left left) {
    refused.add(left);
  }

  void fault(Left left) {
    faults.add(left);
  }

  /** Entries with which the server fails, in the order of the outbox. */
  List<Left> faults() {
    return faults.stream().sorted((a, b) -> Long.compare(a.row(), b.row())).toList();
  }

  /** Whether it looks as if it was not for the entries that the server fails. */
  boolean hasTooManyFaults() {
    return faults.size() >= MOST_FAULTS;
  }

  /** Those that cannot be taken either when they are sent once more. */
  List<Left> lost() {
    List<Left> again = worthAnotherTry();
    return refused.stream().filter(left -> !again.contains(left)).toList();
  }

  /** Those that refer to what was accepted after them, or to others of these. */
  List<Left> worthAnotherTry() {
    List<Left> again = new ArrayList<>();
    Set<String> there = new HashSet<>();
    for (Left left : refused) {
      there.addAll(accepted.subList(left.accepted(), accepted.size()));
      if (left.refersToAny(there)) {
        again.add(left);
        there.add(left.entry().reference());
      }
      there.removeAll(accepted);
    }
    return again;
  }

  /**
   * One of them.
   *
   * @param reason stable code such as {@code fhir-422}
   * @param outcome what the server explains
   * @param accepted how many of the batch were accepted before
   */
  record Left(OutboxEntry entry, String reason, OutcomeDigest outcome, int accepted) {

    /** As it is shown in quarantine. */
    String code() {
      return reason.replace("http-", "fhir-");
    }

    long row() {
      return entry.rows().get(0);
    }

    private boolean refersToAny(Set<String> references) {
      String body = new String(entry.body(), StandardCharsets.UTF_8);
      return references.stream().anyMatch(to -> body.contains('"' + to + '"'));
    }
  }
}
