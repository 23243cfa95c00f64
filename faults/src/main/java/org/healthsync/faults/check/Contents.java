package org.healthsync.faults.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Judges what the FHIR server holds beside what the source holds. */
final class Contents {

  private Contents() {}

  /** Every reading of the source is there, and all that comes with readings. */
  static Verdict nothingLost(History history) {
    List<String> lost = new ArrayList<>(lost(history));
    history.refused().forEach(reference -> lost.add(reference + " was refused"));
    history.stored().stream()
        .filter(stored -> stored.isReading() && !stored.told())
        .forEach(stored -> lost.add(stored.reference() + " has no Provenance"));
    return Verdict.of(Promise.NOTHING_LOST, lost);
  }

  /** Keys of the source that the FHIR server does not hold, in the order of the source. */
  static List<String> lost(History history) {
    Map<String, Integer> held = counted(live(history));
    List<String> lost = new ArrayList<>();
    for (String key : history.source()) {
      if (held.merge(key, -1, Integer::sum) < 0) {
        lost.add(key);
      }
    }
    return lost;
  }

  /** Nothing is there that the source does not hold. */
  static Verdict nothingExtra(History history) {
    Map<String, Integer> source = counted(history.source());
    List<String> extra = new ArrayList<>();
    for (String key : live(history)) {
      if (source.merge(key, -1, Integer::sum) < 0) {
        extra.add(key);
      }
    }
    return Verdict.of(Promise.NOTHING_EXTRA, extra);
  }

  /** No two resources are the same reading. */
  static Verdict nothingTwice(History history) {
    Set<String> seen = new HashSet<>();
    List<String> twice =
        history.stored().stream()
            .filter(stored -> !seen.add(stored.system() + "|" + stored.key()))
            .map(Stored::reference)
            .toList();
    return Verdict.of(Promise.NOTHING_TWICE, twice);
  }

  /** What is there says what the source says. */
  static Verdict contentOfTheSource(History history) {
    List<String> differing =
        history.stored().stream()
            .filter(stored -> !stored.gone() && differs(history.contents(), stored))
            .map(Stored::key)
            .toList();
    return Verdict.of(Promise.CONTENT_OF_THE_SOURCE, differing);
  }

  private static boolean differs(Map<String, Content> source, Stored stored) {
    Content content = source.get(stored.key());
    return content != null && !content.equals(stored.content());
  }

  /** No resource has more versions than its reading had contents. */
  static Verdict versionsAreChanges(History history) {
    List<String> churned =
        history.stored().stream()
            .filter(Stored::isReading)
            .filter(stored -> stored.versions() > 1 + changes(history, stored))
            .map(stored -> stored.reference() + " has " + stored.versions())
            .toList();
    return Verdict.of(Promise.VERSIONS_ARE_CHANGES, churned);
  }

  private static int changes(History history, Stored stored) {
    return history.changes().getOrDefault(stored.key(), 0);
  }

  private static List<String> live(History history) {
    return history.stored().stream()
        .filter(stored -> stored.isReading() && !stored.gone())
        .map(Stored::key)
        .toList();
  }

  private static Map<String, Integer> counted(List<String> keys) {
    Map<String, Integer> counts = new HashMap<>();
    keys.forEach(key -> counts.merge(key, 1, Integer::sum));
    return counts;
  }
}
