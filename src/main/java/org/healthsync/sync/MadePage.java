package org.healthsync.sync;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.healthsync.ledger.Origin;
import org.healthsync.ledger.PageResult;
import org.healthsync.ledger.Progress;
import org.healthsync.ledger.ProvenanceSource;
import org.healthsync.ledger.QuarantineEntry;
import org.healthsync.platform.Stage;

/**
 * All that a raw page became, before it is stored.
 *
 * @param assembled resources, deletions and what could not go on
 * @param readings how many readings it had
 * @param skipped what was left out on purpose, and how often
 * @param provenance tells where it comes from
 */
record MadePage(
    PageAssembly.Assembled assembled,
    long readings,
    Map<String, Integer> skipped,
    ProvenanceSource provenance) {

  /** Nothing but a note in quarantine that the page as a whole could not be read. */
  static MadePage unreadable(String code, String message) {
    String reason = code.toLowerCase(Locale.ROOT).replace('_', '-');
    QuarantineEntry note = new QuarantineEntry(Stage.MAP, reason, null, null, null, message, null);
    return new MadePage(
        new PageAssembly.Assembled(List.of(), List.of(), List.of(note), Map.of()),
        0,
        Map.of(),
        ProvenanceSource.NONE);
  }

  /** As the ledger takes it. */
  PageResult result(Origin origin, Progress progress, boolean marksSeen) {
    return new PageResult(
        origin,
        progress,
        assembled.entries(),
        assembled.deletions(),
        assembled.quarantine(),
        readings,
        skipped.values().stream().mapToLong(Integer::longValue).sum(),
        marksSeen);
  }
}
